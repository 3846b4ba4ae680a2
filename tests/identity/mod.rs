//! Who is who: keys, links, sessions and the providers that one signs in with, on both databases and over the web.

mod administration;
mod clients;
mod governance;
mod keys;
mod links;
mod many;
mod providers;
mod sessions;
mod sign_in;
mod streams;
mod support;
mod sweep;
mod web;
