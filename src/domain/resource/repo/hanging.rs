//! What hangs on a resource: its links and its contributions, each list written whole.

use entities::{resource_contribution, resource_link};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use super::super::content::NewLink;
use super::super::parts::NewContribution;
use crate::kernel::error::Result;
use crate::store::{Tx, fault};

/// Writes the links of a resource: these, and no other.
pub(super) async fn set_links(tx: &Tx<'_>, resource: Uuid, links: &[NewLink]) -> Result<()> {
    let old = resource_link::Entity::delete_many().filter(resource_link::Column::ResourceId.eq(resource));
    old.exec(tx.connection()).await.map_err(fault)?;
    if links.is_empty() {
        return Ok(());
    }
    let rows = (1..).zip(links).map(|(position, link)| resource_link::ActiveModel {
        id: Set(tx.new_id()),
        resource_id: Set(resource),
        position: Set(position),
        url: Set(link.url.clone()),
        title: Set(link.title.clone()),
        mime: Set(link.mime.clone()),
        language: Set(link.language.clone()),
        alt_text: Set(link.alt_text.as_ref().map(|text| json!(text))),
    });
    tx.insert_all(rows).await
}

/// Writes who contributed to a resource: these, and no other.
pub(super) async fn set_contributions(
    tx: &Tx<'_>,
    resource: Uuid,
    contributions: &[NewContribution],
) -> Result<()> {
    resource_contribution::Entity::delete_many()
        .filter(resource_contribution::Column::ResourceId.eq(resource))
        .exec(tx.connection())
        .await
        .map_err(fault)?;
    if contributions.is_empty() {
        return Ok(());
    }
    let rows = (1..).zip(contributions).map(|(position, contribution)| resource_contribution::ActiveModel {
        id: Set(tx.new_id()),
        resource_id: Set(resource),
        position: Set(position),
        role: Set(contribution.role.as_str().to_owned()),
        member_id: Set(contribution.member),
        structure_id: Set(contribution.structure),
        name: Set(contribution.name.clone()),
    });
    tx.insert_all(rows).await
}
