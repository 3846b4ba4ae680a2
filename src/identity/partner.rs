//! The partner that a new client works for.

use entities::partner;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::json;
use uuid::Uuid;

use crate::access::Visibility;
use crate::kernel::error::{Code, Fault, Result};
use crate::kernel::fold;
use crate::kernel::id::new_id;
use crate::store::Tx;
use crate::store::fault;

/// Which partner.
#[derive(Clone, Debug)]
pub struct PartnerChoice {
    /// Its short name (`parc-pyrenees-catalanes`).
    pub slug: String,
    /// The name under which it joins the network when there is none with this slug; `None` refuses then.
    pub name_if_new: Option<String>,
}

impl PartnerChoice {
    /// The ACTIVE partner that was chosen, made when that was asked for.
    pub(super) async fn in_tx(&self, tx: &mut Tx<'_>) -> Result<Uuid> {
        let found = partner::Entity::find()
            .filter(partner::Column::Slug.eq(&self.slug))
            .one(tx.connection())
            .await
            .map_err(fault)?;
        match (found, &self.name_if_new) {
            (Some(partner), _) if partner.state == "ACTIVE" => Ok(partner.id),
            (Some(partner), _) => Err(refused(format!(
                "the partner {} is {}: a key for it would open nothing",
                partner.slug, partner.state
            ))),
            (None, Some(name)) => self.create_in_tx(tx, name).await,
            (None, None) => Err(refused(unknown(&self.slug, tx).await?)),
        }
    }

    async fn create_in_tx(&self, tx: &mut Tx<'_>, name: &str) -> Result<Uuid> {
        let slug = fold::slug(&self.slug);
        if slug != self.slug {
            return Err(refused(format!(
                "a partner's short name is of small letters, digits and dashes: {slug} instead of {}",
                self.slug
            )));
        }
        let id = new_id(tx.scene.now);
        let row = partner::ActiveModel {
            id: Set(id),
            slug: Set(slug),
            name: Set(name.trim().to_owned()),
            sort_name: Set(fold::fold(name.trim())),
            site_url: Set(None),
            default_visibility: Set(Visibility::Network.as_str().to_owned()),
            state: Set("ACTIVE".to_owned()),
            joined_on: Set(Some(tx.scene.today)),
            ..Default::default()
        };
        tx.insert(row).await?;
        tx.note_sweeping();
        tx.audit("partner.created", None, json!({ "partner": id, "slug": self.slug })).await?;
        Ok(id)
    }
}

fn refused(message: String) -> crate::kernel::error::Error {
    Fault::on("partner", Code::Invalid, message).into()
}

/// There is none: says which there are.
async fn unknown(slug: &str, tx: &Tx<'_>) -> Result<String> {
    let known = partner::Entity::find()
        .order_by_asc(partner::Column::Slug)
        .all(tx.connection())
        .await
        .map_err(fault)?;
    let slugs: Vec<String> = known.into_iter().map(|partner| partner.slug).collect();
    let known =
        if slugs.is_empty() { "has none yet".to_owned() } else { format!("has: {}", slugs.join(", ")) };
    Ok(format!("there is no partner {slug}: name it too to have it made; the network {known}"))
}
