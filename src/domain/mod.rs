//! The nouns of the network, one folder each: what it is and its rules (`model`), how it reads (`graphql`), how it is
//! written (`repo`, `service`).
//!
//! A noun's `graphql` may name other nouns' types, since a graph is cyclic; its `service` calls no other service.

pub mod action;
pub mod change;
pub mod dashboard;
pub mod file;
pub mod funding_source;
pub mod identity;
pub mod live;
pub mod member;
pub mod membership;
pub mod note;
pub mod notification;
pub mod participation;
pub mod partner;
pub mod project;
pub mod provenance;
pub mod record;
pub mod resource;
pub mod search;
pub mod share;
pub mod structure;
pub mod subgraph;
pub mod term;
pub mod territory;
pub mod training_path;
