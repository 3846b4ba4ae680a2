//! Domains in the database.

use async_graphql::ID;
use entities::provider_domain::{ActiveModel, Column, Entity, Model};
use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter};

use super::super::provider::{self, Held};
use crate::domain::identity::{DOMAIN_PREFIX, ProviderDomain};
use crate::domain::record;
use crate::gql::plan;
use crate::kernel::error::{Code, Fault, Result};
use crate::store::{Tx, fault};

/// The domain that the caller names in `input.id`, and its provider, whose partner it governs.
///
/// # Errors
/// `NOT_FOUND` for anybody else.
pub(super) async fn named(tx: &Tx<'_>, given: &ID) -> Result<(Model, Held)> {
    let unseen = || Fault::on("input.id", Code::NotFound, "no such domain, or you may not see it");
    let id = record::row_named(DOMAIN_PREFIX, given).ok_or_else(unseen)?;
    plan::hold::<ProviderDomain>(tx, id, "1").await?.ok_or_else(unseen)?;
    let row = Entity::find_by_id(id).one(tx.connection()).await.map_err(fault)?.ok_or_else(unseen)?;
    let held = provider::governed(tx, row.provider_id, "input.id").await?;
    Ok((row, held))
}

/// How many domains the provider claims.
pub(super) async fn count(tx: &Tx<'_>, provider: &Held) -> Result<u64> {
    let claimed = Entity::find().filter(Column::ProviderId.eq(provider.row.id));
    claimed.count(tx.connection()).await.map_err(fault)
}

/// The claim that the provider has on a domain.
pub(super) async fn claim(tx: &Tx<'_>, provider: &Held, domain: &str) -> Result<Option<Model>> {
    let claims =
        Entity::find().filter(Column::ProviderId.eq(provider.row.id)).filter(Column::Domain.eq(domain));
    claims.one(tx.connection()).await.map_err(fault)
}

/// Inserts a claim.
pub(super) async fn insert(tx: &Tx<'_>, _provider: &Held, row: Model) -> Result<()> {
    let row = row.into_active_model().reset_all();
    tx.insert(row).await
}

/// Writes down that the claim was proved.
pub(super) async fn prove(tx: &Tx<'_>, _provider: &Held, row: &Model) -> Result<()> {
    let row = ActiveModel { id: Unchanged(row.id), proved_at: Set(Some(tx.scene.now)), ..Default::default() };
    row.update(tx.connection()).await.map_err(fault)?;
    Ok(())
}

/// Removes a claim.
pub(super) async fn remove(tx: &Tx<'_>, _provider: &Held, row: &Model) -> Result<()> {
    Entity::delete_by_id(row.id).exec(tx.connection()).await.map_err(fault)?;
    Ok(())
}
