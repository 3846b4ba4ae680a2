//! The cookies of a visitor. A browser gives them to every port of a host; here each port has its own, since the servers
//! of a test, all on one address, stand for hosts of their own.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use reqwest::Url;
use reqwest::header::{HeaderMap, SET_COOKIE};

/// By server and name.
#[derive(Default)]
pub(super) struct Cookies(HashMap<(String, String), String>);

impl Cookies {
    /// Keeps what a server set, and forgets what it took back.
    pub(super) fn keep(&mut self, from: &Url, headers: &HeaderMap) {
        for set in headers.get_all(SET_COOKIE) {
            let (cookie, attributes) = split(set.to_str().expect("a readable cookie"), ';');
            let (name, value) = split(cookie, '=');
            let key = (from.authority().to_owned(), name.to_owned());
            if value.is_empty() || is_over(attributes) {
                self.0.remove(&key);
            } else {
                self.0.insert(key, value.to_owned());
            }
        }
    }

    /// What a server is given back, as one header.
    pub(super) fn sent_to(&self, server: &Url) -> Option<String> {
        let own = self.0.iter().filter(|((authority, _), _)| authority == server.authority());
        let cookies: Vec<_> = own.map(|((_, name), value)| format!("{name}={value}")).collect();
        (!cookies.is_empty()).then(|| cookies.join("; "))
    }
}

/// Whether a cookie with these attributes ended before it began.
fn is_over(attributes: &str) -> bool {
    attributes.split(';').map(|attribute| split(attribute, '=')).any(|(name, value)| {
        (name.eq_ignore_ascii_case("max-age") && value == "0")
            || (name.eq_ignore_ascii_case("expires")
                && DateTime::parse_from_rfc2822(value).is_ok_and(|end| end <= DateTime::<Utc>::UNIX_EPOCH))
    })
}

fn split(text: &str, at: char) -> (&str, &str) {
    let (before, after) = text.split_once(at).unwrap_or((text, ""));
    (before.trim(), after.trim())
}
