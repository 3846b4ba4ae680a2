//! respyrem: the hub that joins a network of partner organisations.
//!
//! Imports go down this list and never up; a contract test checks it:
//! `kernel ← access ← store ← feed ← gql ← domain ← schema ← http, jobs ← app ← main`,
//! with `files`, `identity`, `exchange` and `gateway` beside `domain`, and `demo` and `imports` on `exchange`.

#[macro_use]
pub mod gql;
pub mod access;
pub mod app;
pub mod config;
pub mod demo;
pub mod domain;
pub mod exchange;
pub mod feed;
pub mod files;
pub mod gateway;
pub mod http;
pub mod identity;
pub mod imports;
pub mod jobs;
pub mod kernel;
pub mod schema;
pub mod store;
