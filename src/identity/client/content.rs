//! What a client is: what its partner's administrators say of it, and the rules that one row can hold.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::domain::record::{Checks, differing};
use crate::kernel::actor::Scope;
use crate::kernel::error::Fault;

/// The most characters of a name.
const MAX_NAME: usize = 200;
/// Web origins of one client, at most.
const MAX_ORIGINS: usize = 20;
/// Structures that a client names, at most; for more it works for all.
const MAX_STRUCTURES: usize = 1_000;
/// Operations in a minute when nothing is said.
pub(super) const REQUESTS_PER_MINUTE: i32 = 300;
/// Operations in a minute, at most.
const MAX_REQUESTS_PER_MINUTE: i32 = 100_000;

/// What a client is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Content {
    pub(super) name: String,
    pub(super) scopes: BTreeSet<Scope>,
    /// `None` for all of the partner's, those to come included.
    pub(super) structures: Option<BTreeSet<Uuid>>,
    pub(super) allowed_origins: Vec<String>,
    pub(super) requests_per_minute: i32,
    pub(super) expires_at: Option<DateTime<Utc>>,
}

impl Content {
    /// The same as it is kept, once nothing is wrong with it. An end that is past is refused unless it was there before.
    pub(super) fn checked(
        self,
        mut checks: Checks,
        now: DateTime<Utc>,
        before: Option<&Self>,
    ) -> Result<Self, Vec<Fault>> {
        let name = checks.line("input.name", Some(&self.name), MAX_NAME);
        checks.that(name.is_some(), "input.name", "a client has a name, so that people know it");
        let allowed_origins = origins(&mut checks, &self.allowed_origins);
        let structures = self.structures.as_ref().map_or(0, BTreeSet::len);
        checks.that(
            structures <= MAX_STRUCTURES,
            "input.structures",
            "at most 1000 structures: null is all of the partner's",
        );
        checks.that(
            (1..=MAX_REQUESTS_PER_MINUTE).contains(&self.requests_per_minute),
            "input.requestsPerMinute",
            "from 1 to 100000",
        );
        let kept_end = before.is_some_and(|before| before.expires_at == self.expires_at);
        checks.that(
            kept_end || self.expires_at.is_none_or(|at| at > now),
            "input.expiresAt",
            "the client would have expired already",
        );
        checks.finish(name.map(|name| Self { name, allowed_origins, ..self }))
    }

    /// The API's names of what differs.
    pub(super) fn changed(&self, then: &Self) -> Vec<&'static str> {
        differing([
            ("name", self.name != then.name),
            ("scopes", self.scopes != then.scopes),
            ("structures", self.structures != then.structures),
            ("allowedOrigins", self.allowed_origins != then.allowed_origins),
            ("requestsPerMinute", self.requests_per_minute != then.requests_per_minute),
            ("expiresAt", self.expires_at != then.expires_at),
        ])
    }

    /// The names of its scopes.
    pub(super) fn scope_names(&self) -> Vec<&'static str> {
        self.scopes.iter().map(|scope| scope.as_str()).collect()
    }
}

fn origins(checks: &mut Checks, given: &[String]) -> Vec<String> {
    checks.that(given.len() <= MAX_ORIGINS, "input.allowedOrigins", "at most 20 origins");
    let mut kept = Vec::with_capacity(given.len().min(MAX_ORIGINS));
    for (at, text) in given.iter().take(MAX_ORIGINS).enumerate() {
        let origin = origin(text);
        let message = "an origin is http:// or https:// and a host, without a path";
        checks.that(origin.is_some(), &format!("input.allowedOrigins.{at}"), message);
        kept.extend(origin.filter(|origin| !kept.contains(origin)));
    }
    kept
}

/// An origin as browsers send it (RFC 6454, 6.2): in small letters, without a path.
fn origin(text: &str) -> Option<String> {
    let text = text.trim().to_ascii_lowercase();
    let text = text.strip_suffix('/').unwrap_or(&text);
    let authority = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-._:[]".contains(letter);
    (!authority.is_empty() && authority.chars().all(plain)).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::error::Code;

    fn content() -> Content {
        Content {
            name: " Site du parc ".to_owned(),
            scopes: BTreeSet::from([Scope::ReadNetwork]),
            structures: None,
            allowed_origins: vec!["https://Parc.example/".to_owned(), "https://parc.example".to_owned()],
            requests_per_minute: REQUESTS_PER_MINUTE,
            expires_at: None,
        }
    }

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).unwrap()
    }

    #[test]
    fn a_name_is_trimmed_and_an_origin_is_kept_as_browsers_send_it_once() {
        let kept = content().checked(Checks::default(), at(0), None).unwrap();
        assert_eq!(
            (kept.name.as_str(), kept.allowed_origins),
            ("Site du parc", vec!["https://parc.example".to_owned()])
        );
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let wrong = Content {
            name: " ".to_owned(),
            allowed_origins: vec!["parc.example".to_owned()],
            requests_per_minute: 0,
            expires_at: Some(at(9)),
            ..content()
        };
        let faults = wrong.checked(Checks::default(), at(10), None).unwrap_err();
        let fields: Vec<String> = faults.iter().map(|fault| fault.field.join(".")).collect();
        assert_eq!(
            fields,
            ["input.name", "input.allowedOrigins.0", "input.requestsPerMinute", "input.expiresAt"]
        );
        assert!(faults.iter().all(|fault| fault.code == Code::Invalid));
    }

    #[test]
    fn an_end_that_is_past_may_stay_as_it_was() {
        let before = Content { expires_at: Some(at(9)), ..content() };
        assert!(before.clone().checked(Checks::default(), at(10), Some(&before)).is_ok());
    }
}
