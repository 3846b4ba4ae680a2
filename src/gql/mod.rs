//! The GraphQL toolkit: everything about answering an operation that does not depend on which nouns exist.

#[macro_use]
pub mod coded;
pub mod administer;
mod cache;
pub mod context;
pub mod document;
pub(crate) mod execution;
pub mod mutation;
pub mod pipeline;
pub mod plan;
pub mod request;
pub mod scalar;
pub mod stream;
pub mod text;

pub use cache::CacheSettings;
pub use execution::Execute;
