//! The integration tests, one binary: each module is one surface of the hub.

mod http;
