//! People, structures, partners and keys, in few words.

use std::collections::BTreeSet;

use entities::{member, membership, partner, record, structure};
use respyrem::http::services::{AuthFault, Credentials};
use respyrem::identity::{self, NewClient, PartnerChoice, authenticate};
use respyrem::kernel::actor::{Actor, Role, Scope};
use respyrem::kernel::id::new_id;
use respyrem::kernel::kind::Kind;
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use secrecy::SecretString;
use uuid::Uuid;

use crate::support::TestHub;

/// The partner for which [`new_client`] makes a client, with this state.
pub(super) async fn partner(hub: &TestHub, slug: &str, state: &str) -> Uuid {
    let id = new_id(hub.clock.now());
    let row = partner::ActiveModel {
        id: Set(id),
        slug: Set(slug.to_owned()),
        name: Set(slug.to_owned()),
        sort_name: Set(slug.to_owned()),
        state: Set(state.to_owned()),
        ..Default::default()
    };
    partner::Entity::insert(row).exec_without_returning(hub.store.connection()).await.unwrap();
    id
}

pub(super) async fn partner_becomes(hub: &TestHub, id: Uuid, state: &str) {
    partner::Entity::update_many()
        .col_expr(partner::Column::State, Expr::value(state))
        .filter(partner::Column::Id.eq(id))
        .exec(hub.store.connection())
        .await
        .unwrap();
}

pub(super) async fn structure(hub: &TestHub, partner: Option<Uuid>) -> Uuid {
    let id = a_record(hub, Kind::Structure).await;
    let row = structure::ActiveModel {
        id: Set(id),
        kind: Set("ASSOCIATIVE".to_owned()),
        name: Set("Els Amics del Canigó".to_owned()),
        partner_id: Set(partner),
        ..Default::default()
    };
    structure::Entity::insert(row).exec_without_returning(hub.store.connection()).await.unwrap();
    id
}

pub(super) async fn member(hub: &TestHub, email: &str, state: &str) -> Uuid {
    let id = a_record(hub, Kind::Member).await;
    let row = member::ActiveModel {
        id: Set(id),
        display_name: Set(email.to_owned()),
        email: Set(Some(email.to_owned())),
        state: Set(state.to_owned()),
        ..Default::default()
    };
    member::Entity::insert(row).exec_without_returning(hub.store.connection()).await.unwrap();
    id
}

pub(super) async fn member_becomes(hub: &TestHub, id: Uuid, state: &str) {
    member::Entity::update_many()
        .col_expr(member::Column::State, Expr::value(state))
        .filter(member::Column::Id.eq(id))
        .exec(hub.store.connection())
        .await
        .unwrap();
}

pub(super) async fn membership(hub: &TestHub, (member, structure): (Uuid, Uuid), role: Role, state: &str) {
    let row = membership::ActiveModel {
        id: Set(new_id(hub.clock.now())),
        member_id: Set(member),
        structure_id: Set(structure),
        role: Set(role.as_str().to_owned()),
        state: Set(state.to_owned()),
        origin: Set("INVITE".to_owned()),
        created_at: Set(hub.clock.now()),
        version: NotSet,
        ..Default::default()
    };
    membership::Entity::insert(row).exec_without_returning(hub.store.connection()).await.unwrap();
}

/// All memberships of a member.
pub(super) async fn membership_becomes(hub: &TestHub, member: Uuid, state: &str) {
    membership::Entity::update_many()
        .col_expr(membership::Column::State, Expr::value(state))
        .filter(membership::Column::MemberId.eq(member))
        .exec(hub.store.connection())
        .await
        .unwrap();
}

async fn a_record(hub: &TestHub, kind: Kind) -> Uuid {
    let (id, now) = (new_id(hub.clock.now()), hub.clock.now());
    let row = record::ActiveModel {
        id: Set(id),
        kind: Set(kind.as_str().to_owned()),
        visibility: Set("NETWORK".to_owned()),
        sort_name: Set("x".to_owned()),
        created_at: Set(now),
        updated_at: Set(now),
        ..Default::default()
    };
    record::Entity::insert(row).exec_without_returning(hub.store.connection()).await.unwrap();
    id
}

/// A client that reads what the network reads, for the partner `parc`, which is made when it is not there.
pub(super) fn new_client() -> NewClient {
    NewClient {
        partner: PartnerChoice { slug: "parc".to_owned(), name_if_new: Some("Le parc".to_owned()) },
        name: "Site du parc".to_owned(),
        scopes: BTreeSet::from([Scope::ReadNetwork]),
        structure_scope: None,
        allowed_origins: Vec::new(),
        expires_at: None,
    }
}

pub(super) fn with_key(key: &SecretString) -> Credentials {
    Credentials { bearer: Some(key.clone()), ..Credentials::default() }
}

pub(super) fn with_session(session: &SecretString) -> Credentials {
    Credentials { session_cookie: Some(session.clone()), ..Credentials::default() }
}

/// Who a key is.
pub(super) async fn by_key(hub: &TestHub, key: &SecretString) -> Result<Actor, AuthFault> {
    authenticate(&hub.store, with_key(key)).await
}

/// Who a session is.
pub(super) async fn by_session(hub: &TestHub, session: &SecretString) -> Actor {
    authenticate(&hub.store, with_session(session)).await.unwrap()
}

/// An open session of the member with this address.
pub(super) async fn signed_in(hub: &TestHub, email: &str) -> SecretString {
    let link = identity::issue_link(&hub.store, Some(email), None).await.unwrap();
    identity::open_session(&hub.store, &link.token).await.unwrap()
}
