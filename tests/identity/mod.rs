//! Who is who: keys, links and sessions, on both databases and through the web server.

mod clients;
mod keys;
mod links;
mod many;
mod sessions;
mod streams;
mod support;
mod sweep;
mod web;
