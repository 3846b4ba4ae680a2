//! The library against a provider that lies: each refusal by its name, and each honest way beside it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where what it needs is not there")]

mod callback;
mod honest;
mod id_token;
mod keys;
mod list;
mod logout;
mod network;
mod other_lies;
mod published_keys;
mod pushed;
mod refresh;
mod settings;
mod support;
mod token_answers;
mod tokens;
mod userinfo;
mod wire;
