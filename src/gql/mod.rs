//! The GraphQL toolkit: everything about answering an operation that does not depend on which nouns exist.

pub mod document;
pub mod pipeline;
pub mod request;
