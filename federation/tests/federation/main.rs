//! Federation end to end: services composed, operations planned and executed over them.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod random;
mod refusals;
mod support;
mod themes;
