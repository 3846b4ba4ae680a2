//! The tests that run the hub whole: one binary, so that it is linked once.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where what it needs is not there")]

mod access;
mod api;
mod contract;
mod exchange;
mod federation;
mod feed;
mod files;
mod http;
mod identity;
mod live;
mod lives;
mod plans;
mod process;
mod support;
