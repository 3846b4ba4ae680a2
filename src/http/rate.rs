//! How often partners' programs may ask, in a minute: each operation counts, over whichever transport. People are bounded by
//! what they have running at once ([`super::admission`]).
//!
//! Who is counted is told so by the headers `RateLimit` and `RateLimit-Policy` of the IETF's draft
//! (draft-ietf-httpapi-ratelimit-headers).

use std::time::Duration;

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};

use super::problem::Problem;
use super::state::HttpState;
use crate::kernel::actor::Actor;
use crate::kernel::rate::{Allowance, Asked, WINDOW};

pub(super) const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
pub(super) const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// Takes so many operations of a program's minute; who is no program is not counted.
///
/// # Errors
/// 429 `RATE_LIMITED` with `Retry-After` when there are not as many left.
pub(super) async fn take(
    state: &HttpState,
    actor: &Actor,
    operations: usize,
) -> Result<Option<Allowance>, Problem> {
    let Actor::Client(client) = actor else { return Ok(None) };
    let operations = u32::try_from(operations).unwrap_or(u32::MAX);
    let asked = Asked { client: client.client, per_minute: client.requests_per_minute, operations };
    let allowance = (state.services.allowance)(asked).await;
    match allowance.wait {
        None => Ok(Some(allowance)),
        Some(wait) => Err(refusal(&allowance, wait)),
    }
}

/// Says how much is left.
pub(super) fn tell(allowance: &Allowance, headers: &mut HeaderMap) {
    headers.extend(said(allowance));
}

fn said(allowance: &Allowance) -> [(HeaderName, HeaderValue); 2] {
    let Allowance { per_minute, remaining, full_in, .. } = allowance;
    let limit = format!("\"client\";r={remaining};t={}", seconds(*full_in));
    let policy = format!("\"client\";q={per_minute};w={}", WINDOW.as_secs());
    // Numbers and quotes: always a header's value.
    [(RATE_LIMIT, limit), (RATE_LIMIT_POLICY, policy)].map(|(name, value)| {
        (name, HeaderValue::try_from(value).unwrap_or_else(|_| HeaderValue::from_static("")))
    })
}

fn refusal(allowance: &Allowance, wait: Duration) -> Problem {
    let (limit, seconds) = (allowance.per_minute, seconds(wait).max(1));
    let message = format!("At most {limit} operations of this program a minute: try again in {seconds} s.");
    let problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED", message)
        .with(header::RETRY_AFTER, HeaderValue::from(seconds));
    said(allowance).into_iter().fold(problem, |problem, (name, value)| problem.with(name, value))
}

/// Whole seconds, upwards: who comes back then finds what it waited for.
fn seconds(time: Duration) -> u64 {
    time.as_millis().div_ceil(1_000).try_into().unwrap_or(u64::MAX)
}
