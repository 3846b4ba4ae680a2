//! What the web server promises, over real connections.

mod admission;
mod auth;
mod batches;
mod bodies;
mod caching;
mod conformance;
mod explorer;
mod graphql;
mod observability;
mod origins;
mod rate;
mod scripted;
mod shutdown;
mod streams;
mod support;
