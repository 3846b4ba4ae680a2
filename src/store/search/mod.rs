//! What records are found by: the index of their words, and a search as SQL.
//!
//! A kind of record says once which of its texts are searched ([`Searched`]); the transaction that changes one of them writes
//! the record's words again, of itself ([`Tx`](super::Tx)). How often a word occurs in other records counts for nothing: a
//! rank that depended on records which the viewer does not see would tell of them.

mod index;
mod matches;
mod reindex;
mod text;

pub use matches::push_matches;
pub use reindex::reindex;
pub use text::{Reading, SearchText, Searched, SearchedKinds, Source, TextForm, Weight, reading, texts};
