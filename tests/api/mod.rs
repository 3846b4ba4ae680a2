//! The API, noun by noun.

mod structure;
