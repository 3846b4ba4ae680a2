//! The integration tests, one binary: each module is one surface of the hub.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod http;
