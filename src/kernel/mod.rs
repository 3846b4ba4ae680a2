//! What every layer speaks of, without any input or output: who acts, when, which record, in which language,
//! what went wrong. Must not know the database, GraphQL or HTTP.

pub mod actor;
pub mod clock;
pub mod email;
pub mod error;
pub mod fold;
pub mod geo;
pub mod id;
pub mod identifier;
pub mod kind;
pub mod locale;
pub mod page;
pub mod rate;
pub mod search;
pub mod short_name;
pub mod text;
