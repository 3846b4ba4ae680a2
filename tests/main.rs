//! The tests that run the hub whole: one binary, so that it is linked once.

mod api;
mod contract;
mod exchange;
mod http;
mod support;
