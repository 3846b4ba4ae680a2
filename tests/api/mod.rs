//! The API, noun by noun.

mod action;
mod participation;
mod project;
mod structure;
