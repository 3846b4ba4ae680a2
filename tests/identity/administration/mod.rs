//! Identity as its administrators write it, through the API.

mod domains;
mod people;
mod providers;
mod refused;
mod rules;
pub(super) mod sessions;

use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::TestHub;
use crate::support::partner::{Partners, partner_id};
use respyrem::kernel::actor::Actor;

/// What is read of a provider.
pub(super) const SELECTED: &str = "identityProvider { id slug label state version triedAt }";

/// What makes a provider.
pub(super) fn new_provider(partner: Uuid, slug: &str) -> Value {
    json!({
        "partner": partner_id(partner), "slug": slug, "label": "Le parc", "issuer": format!("https://{slug}.example"),
        "clientId": "respyrem", "secret": "a secret of the provider",
    })
}

/// The id of a draft that `actor` makes.
pub(super) async fn provider(hub: &TestHub, actor: &Actor, partners: &Partners) -> String {
    let made =
        hub.mutate(actor, "createIdentityProvider", new_provider(partners.partner, "parc"), SELECTED).await;
    made["identityProvider"]["id"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned()
}

/// Writes what only a sign-in writes.
pub(super) async fn execute(hub: &TestHub, statement: &str) {
    use sea_orm::ConnectionTrait;
    hub.connection().execute_unprepared(statement).await.unwrap();
}

/// The row of a global identifier.
pub(super) fn row_of(global: &str) -> Uuid {
    respyrem::kernel::id::parse_global(global).unwrap().1
}
