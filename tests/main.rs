//! The tests that run the hub whole: one binary, so that it is linked once.

mod api;
mod http;
mod identity;
mod support;
