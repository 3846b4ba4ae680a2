//! The mutations' inputs, and what they make of a client.

use std::collections::BTreeSet;

use async_graphql::{ID, InputObject, MaybeUndefined};
use uuid::Uuid;

use super::content::{Content, REQUESTS_PER_MINUTE};
use crate::domain::record::{Checks, over, row_named};
use crate::gql::scalar::DateTime;
use crate::kernel::actor::Scope;
use crate::kernel::kind::Kind;

/// A program to be made.
#[derive(Clone, Debug, InputObject)]
pub(super) struct CreateApiClientInput {
    /// The partner that it works for; you govern it.
    pub partner: ID,
    /// What people call it.
    pub name: String,
    /// What its keys open: `read:network`, `read:team`, `write:structures`, `write:projects`, `write:resources`,
    /// `write:members`, `write:funding`, `write:training`.
    pub scopes: Vec<String>,
    /// The structures of the partner that it works for; null is all, those to come included.
    pub structures: Option<Vec<ID>>,
    /// Web origins from which browsers may use its keys (`https://site.example`); none binds them to none.
    #[graphql(default)]
    pub allowed_origins: Vec<String>,
    /// How many operations it may ask for in a minute, from 1 to 100000.
    #[graphql(default_with = "REQUESTS_PER_MINUTE")]
    pub requests_per_minute: i32,
    /// When its keys stop to work; never by themselves when nothing is said.
    pub expires_at: Option<DateTime>,
    /// Why, for those who answer for it.
    pub reason: Option<String>,
}

/// A program to be changed; what is absent stays as it is.
#[derive(Clone, Debug, InputObject)]
pub(super) struct UpdateApiClientInput {
    /// The client.
    pub id: ID,
    /// The version of the client that you read.
    pub expected_version: i32,
    /// What people call it.
    pub name: MaybeUndefined<String>,
    /// What its keys open: all of it, not what is new.
    pub scopes: MaybeUndefined<Vec<String>>,
    /// The structures of the partner that it works for: all of them, not what is new; with null, all of the partner's.
    pub structures: MaybeUndefined<Vec<ID>>,
    /// Web origins from which browsers may use its keys: all of them, not what is new.
    pub allowed_origins: MaybeUndefined<Vec<String>>,
    /// How many operations it may ask for in a minute, from 1 to 100000.
    pub requests_per_minute: MaybeUndefined<i32>,
    /// When its keys stop to work; with null, never by themselves.
    pub expires_at: MaybeUndefined<DateTime>,
    /// Why, for those who answer for it.
    pub reason: Option<String>,
}

/// A program that is to have another key.
#[derive(Clone, Debug, InputObject)]
pub(super) struct RotateApiClientKeyInput {
    /// The client.
    pub id: ID,
    /// For how many hours from now its other keys stay good, from 0 to 168.
    #[graphql(default = 24)]
    pub overlap_hours: i32,
    /// Why, for those who answer for it.
    pub reason: Option<String>,
}

/// A program to be ended for good.
#[derive(Clone, Debug, InputObject)]
pub(super) struct RevokeApiClientInput {
    /// The client.
    pub id: ID,
    /// Why, for those who answer for it.
    pub reason: Option<String>,
}

impl CreateApiClientInput {
    /// What the client is to be, before its rules are checked.
    pub(super) fn content(&self, checks: &mut Checks) -> Content {
        Content {
            name: self.name.clone(),
            scopes: scopes(checks, &self.scopes),
            structures: self.structures.as_ref().map(|given| structures(checks, given)),
            allowed_origins: self.allowed_origins.clone(),
            requests_per_minute: self.requests_per_minute,
            expires_at: self.expires_at.map(|at| at.0),
        }
    }
}

impl UpdateApiClientInput {
    /// What the client is after what was said of it, before its rules are checked.
    pub(super) fn over(&self, before: &Content, checks: &mut Checks) -> Content {
        checks.not_null("input.name", &self.name);
        checks.not_null("input.scopes", &self.scopes);
        checks.not_null("input.allowedOrigins", &self.allowed_origins);
        checks.not_null("input.requestsPerMinute", &self.requests_per_minute);
        let mut content = before.clone();
        if let Some(name) = self.name.value() {
            content.name.clone_from(name);
        }
        if let Some(given) = self.scopes.value() {
            content.scopes = scopes(checks, given);
        }
        if let Some(given) = self.allowed_origins.value() {
            content.allowed_origins.clone_from(given);
        }
        if let Some(limit) = self.requests_per_minute.value() {
            content.requests_per_minute = *limit;
        }
        content.structures =
            over(content.structures, self.structures.clone(), |given| Some(structures(checks, &given)));
        content.expires_at = over(content.expires_at, self.expires_at, |at| Some(at.0));
        content
    }
}

fn scopes(checks: &mut Checks, given: &[String]) -> BTreeSet<Scope> {
    let mut known = BTreeSet::new();
    for (at, name) in given.iter().enumerate() {
        let scope = Scope::parse(name);
        checks.that(scope.is_some(), &format!("input.scopes.{at}"), "there is no such scope");
        known.extend(scope);
    }
    known
}

/// Structures as they are named; whether they are the partner's own is for the database to say.
fn structures(checks: &mut Checks, given: &[ID]) -> BTreeSet<Uuid> {
    let mut named = BTreeSet::new();
    for (at, id) in given.iter().enumerate() {
        let structure = row_named(Kind::Structure.prefix(), id);
        let message = "a structure's identifier begins with structure_";
        checks.that(structure.is_some(), &format!("input.structures.{at}"), message);
        named.extend(structure);
    }
    named
}
