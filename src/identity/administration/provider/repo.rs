//! Providers in the database, as they are written.

use entities::identity_provider::{Column, Entity, Model};
use entities::provider_rule;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter};
use uuid::Uuid;

use async_graphql::ID;

use crate::access::GrantedPartner;
use crate::domain::identity::{IdentityProvider, PROVIDER_PREFIX};
use crate::domain::{partner, record};
use crate::gql::plan;
use crate::kernel::error::{Code, Fault, Result};
use crate::store::{History, Tx, fault};

/// A provider that the caller may change, held until the end of the transaction.
#[derive(Debug)]
pub(in crate::identity::administration) struct Held {
    pub(in crate::identity::administration) row: Model,
    pub(in crate::identity::administration) partner: GrantedPartner,
}

/// The provider that the caller names in `field`, whose partner it governs.
///
/// # Errors
/// `NOT_FOUND` on `field` for anybody else.
pub(in crate::identity::administration) async fn named(tx: &Tx<'_>, given: &ID, field: &str) -> Result<Held> {
    let id = record::row_named(PROVIDER_PREFIX, given).ok_or_else(|| unseen(field))?;
    governed(tx, id, field).await
}

/// As [`named`], for the provider of a row that the caller named.
pub(in crate::identity::administration) async fn governed(
    tx: &Tx<'_>,
    id: Uuid,
    field: &str,
) -> Result<Held> {
    plan::hold::<IdentityProvider>(tx, id, "1").await?.ok_or_else(|| unseen(field))?;
    let row = Entity::find_by_id(id).one(tx.connection()).await.map_err(fault)?;
    let row = row.ok_or_else(|| unseen(field))?;
    let partner = partner::govern(tx, row.partner_id, field).await?;
    Ok(Held { row, partner })
}

fn unseen(field: &str) -> Fault {
    Fault::on(field, Code::NotFound, "no such identity provider, or you may not see it")
}

/// What another provider holds already that this one would.
pub(super) async fn duplicates(tx: &Tx<'_>, row: &Model) -> Result<Vec<Fault>> {
    let others = || Entity::find().filter(Column::Id.ne(row.id));
    let by_slug = others().filter(Column::Slug.eq(&row.slug));
    let by_client =
        others().filter(Column::Issuer.eq(&row.issuer)).filter(Column::ClientId.eq(&row.client_id));
    let mut faults = Vec::new();
    if by_slug.count(tx.connection()).await.map_err(fault)? > 0 {
        faults.push(Fault::on("input.slug", Code::Duplicate, "another provider has this slug"));
    }
    if by_client.count(tx.connection()).await.map_err(fault)? > 0 {
        let message =
            "another provider has this issuer and this client: two would give one person two accounts";
        faults.push(Fault::on("input.clientId", Code::Duplicate, message));
    }
    Ok(faults)
}

/// Inserts a provider of the partner.
pub(super) async fn insert(tx: &Tx<'_>, partner: &GrantedPartner, row: Model) -> Result<()> {
    let row = Model { partner_id: partner.id(), updated_by: tx.scene.viewer.member, ..row };
    let row = row.into_active_model().reset_all();
    tx.insert(row).await
}

/// Writes what a provider is from now on, as its next version, in which these fields changed.
pub(super) async fn update(tx: &Tx<'_>, held: &Held, row: Model, fields: &[&'static str]) -> Result<()> {
    let version = held.row.version + 1;
    let history = History::read(held.row.history.clone())?.with(tx, version, fields).column()?;
    let (updated_at, updated_by) = (tx.scene.now, tx.scene.viewer.member);
    let row = Model { id: held.row.id, version, history, updated_at, updated_by, ..row };
    row.into_active_model().reset_all().update(tx.connection()).await.map_err(fault)?;
    Ok(())
}

/// Puts these rules in the place of those that the provider had.
pub(super) async fn replace_rules(tx: &Tx<'_>, held: &Held, rules: Vec<provider_rule::Model>) -> Result<()> {
    let gone = provider_rule::Entity::delete_many().filter(provider_rule::Column::ProviderId.eq(held.row.id));
    gone.exec(tx.connection()).await.map_err(fault)?;
    tx.insert_all(rules.into_iter().map(|rule| rule.into_active_model().reset_all())).await
}
