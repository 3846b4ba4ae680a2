//! Partners in the database.

use std::collections::HashMap;

use entities::{partner, structure};
use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use uuid::Uuid;

use crate::access::{GrantedNetwork, GrantedPartner};
use crate::domain::record::differing;
use crate::kernel::error::{Error, Result};
use crate::kernel::fold::fold;
use crate::store::{History, Store, Tx, fault};

/// What of a partner is changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Content {
    pub(super) name: String,
    pub(super) site_url: Option<String>,
    pub(super) structure: Option<Uuid>,
}

impl Content {
    /// The API's names of what differs.
    pub(super) fn changed(&self, then: &Self) -> Vec<&'static str> {
        differing([
            ("name", self.name != then.name),
            ("siteUrl", self.site_url != then.site_url),
            ("structure", self.structure != then.structure),
        ])
    }
}

/// A partner as it is.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub(super) content: Content,
    pub(super) version: i32,
    pub(super) history: History,
}

/// The partner over which the right was checked.
pub(super) async fn kept(tx: &Tx<'_>, partner: &GrantedPartner) -> Result<Kept> {
    let row = partner::Entity::find_by_id(partner.id()).one(tx.connection()).await.map_err(fault)?;
    let row = row.ok_or_else(|| Error::Internal(format!("the partner {} is gone", partner.id())))?;
    let content = Content { name: row.name, site_url: row.site_url, structure: row.structure_id };
    Ok(Kept { content, version: row.version, history: History::read(row.history)? })
}

/// The short name of each partner.
///
/// # Errors
/// When the database does not answer.
pub async fn slugs(store: &Store) -> Result<HashMap<Uuid, String>> {
    let partners = partner::Entity::find().all(store.connection()).await.map_err(fault)?;
    Ok(partners.into_iter().map(|partner| (partner.id, partner.slug)).collect())
}

/// Whether a structure is one of the partner's.
pub(super) async fn is_own(tx: &Tx<'_>, partner: &GrantedPartner, structure: Uuid) -> Result<bool> {
    let own = structure::Entity::find_by_id(structure).filter(structure::Column::PartnerId.eq(partner.id()));
    Ok(own.count(tx.connection()).await.map_err(fault)? > 0)
}

/// Writes what the partner is from now on, as its next version.
pub(super) async fn update(
    tx: &mut Tx<'_>,
    (partner, _network): (&GrantedPartner, &GrantedNetwork),
    before: Kept,
    content: Content,
    fields: &[&'static str],
) -> Result<()> {
    let version = before.version + 1;
    let row = partner::ActiveModel {
        id: Unchanged(partner.id()),
        sort_name: Set(fold(&content.name)),
        name: Set(content.name),
        site_url: Set(content.site_url),
        structure_id: Set(content.structure),
        version: Set(version),
        history: Set(before.history.with(tx, version, fields).column()?),
        ..Default::default()
    };
    row.update(tx.connection()).await.map_err(fault)?;
    tx.note_sweeping();
    Ok(())
}
