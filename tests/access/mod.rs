//! The access matrix: who sees what, at each level, on each surface, for every kind of record.
//!
//! The expectation is one table ([`table::seen`]); the surfaces are asked as any client asks them.

mod dashboard;
mod governance;
mod live;
mod matrix;
mod surface;
mod table;
mod vanish;
mod way;
mod world;
