//! How texts are searched, in three languages: words as they are compared ([`Word`]), what somebody looks for ([`Query`]), and
//! what of a text it is that was found ([`marked`]).
//!
//! Accents, case, elisions and plurals do not part words. Everything is decided here, in Rust, so that both databases
//! only compare bytes and answer the same. What is made here is stored: when it changes, the index has to be built again
//! (`respyrem reindex`).

mod marked;
mod query;
mod stem;
mod stop;
mod word;

pub use marked::{Part, marked};
pub use query::{Query, QueryWord};
pub use word::{Word, words};
