//! That every way of asking which the schema offers finds what it answers by an index, however much the hub holds.
//!
//! A hub is filled once for each database. Every order, filter, look-up, facet and field of the published schema is then
//! asked for, by several viewers, and the database tells how it plans each statement that this took.

mod crowd;
mod explain;
mod identities;
mod places;
mod questions;
mod records;
mod relations;
mod scans;
mod values;
mod words;
