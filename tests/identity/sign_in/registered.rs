//! Partners, and what is registered of their providers.

use entities::identity_provider;
use lying_provider::LyingProvider;
use respyrem::identity::{SealingKey, Vault};
use respyrem::kernel::id::new_id;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use uuid::Uuid;

use super::world::KEY;
use crate::identity::support;
use crate::support::TestHub;

/// What is registered of a provider.
pub(super) struct Registered<'a> {
    pub(super) slug: &'a str,
    pub(super) issuer: &'a str,
    pub(super) client_id: &'a str,
    pub(super) secret: &'a str,
    pub(super) algorithms: Value,
    pub(super) userinfo: &'a str,
    pub(super) pkce: &'a str,
    pub(super) authentication: &'a str,
    pub(super) scopes: Value,
}

impl<'a> Registered<'a> {
    pub(super) fn of(slug: &'a str, provider: &'a LyingProvider) -> Self {
        Self {
            slug,
            issuer: provider.issuer(),
            client_id: provider.client_id(),
            secret: provider.client_secret(),
            algorithms: json!(["RS256"]),
            userinfo: "NONE",
            pkce: "AUTO",
            authentication: "BASIC",
            scopes: json!(["email", "profile"]),
        }
    }
}

/// A partner in use with a structure of its own.
pub(super) async fn partner_with_structure(hub: &TestHub, slug: &str) -> (Uuid, Uuid) {
    let partner = support::partner(hub, slug, "ACTIVE").await;
    let structure = hub.structure("Els Amics del Canigó").of(partner).await;
    hub.governed_by(partner, structure).await;
    (partner, structure)
}

/// A provider in use, in which people whom nobody knows get an account.
pub(super) async fn add_provider(hub: &TestHub, partner: Uuid, registered: &Registered<'_>) -> Uuid {
    let (id, now) = (new_id(hub.clock.now()), hub.clock.now());
    let vault = Vault::new(vec![SealingKey { name: "test".to_owned(), bits: KEY }]);
    let secret = vault.seal_provider_secret(id, &registered.secret.to_owned().into()).expect("a seal");
    let text = |text: &str| Set(text.to_owned());
    let row = identity_provider::ActiveModel {
        id: Set(id),
        partner_id: Set(partner),
        slug: text(registered.slug),
        label: text(&format!("Compte {}", registered.slug)),
        issuer: text(registered.issuer),
        client_id: text(registered.client_id),
        client_authentication: text(registered.authentication),
        sealed_secret: Set(secret),
        key_id: Set(None),
        id_token_algorithms: Set(registered.algorithms.clone()),
        userinfo: text(registered.userinfo),
        pkce: text(registered.pkce),
        par: text("NEVER"),
        scopes: Set(registered.scopes.clone()),
        extra_parameters: Set(json!({})),
        required_acr: Set(json!([])),
        email_trust: text("VERIFIED"),
        just_in_time: text("ACTIVE"),
        back_channel_logout: text("END_SESSIONS"),
        siret_claim: Set(None),
        state: text("ACTIVE"),
        tried_at: Set(None),
        created_at: Set(now),
        updated_at: Set(now),
        updated_by: Set(None),
        version: Set(1),
        history: Set(json!({})),
    };
    identity_provider::Entity::insert(row)
        .exec_without_returning(hub.store.connection())
        .await
        .expect("a provider");
    id
}

/// Changes a setting of a provider.
pub(super) async fn set(
    hub: &TestHub,
    provider: Uuid,
    column: identity_provider::Column,
    value: impl Into<sea_orm::Value>,
) {
    identity_provider::Entity::update_many()
        .col_expr(column, Expr::value(value.into()))
        .filter(identity_provider::Column::Id.eq(provider))
        .exec(hub.store.connection())
        .await
        .expect("a provider");
}
