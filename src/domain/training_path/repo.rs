//! Training paths in the database.

mod arrange;
pub(super) mod outline;
pub(super) mod parts;
pub(super) mod revision;

use entities::training_path;
use sea_orm::ActiveValue::{NotSet, Set, Unchanged};
use sea_orm::{ActiveModelTrait, EntityTrait};
use serde_json::json;
use uuid::Uuid;

pub(super) use self::arrange::arrange;
use super::content::Content;
use super::model::{Certification, Modality, OrderPolicy, TrainingPathStatus};
use crate::access::{Edit, Granted, GrantedCreate};
use crate::domain::record;
use crate::domain::term::{self, TermScheme};
use crate::gql::scalar::Cents;
use crate::kernel::error::{Error, Result};
use crate::store::{Tx, fault, read_json};

/// Inserts a draft's own row, and its words.
pub(super) async fn insert(tx: &Tx<'_>, _granted: &GrantedCreate, id: Uuid, new: &Content) -> Result<()> {
    let row = training_path::ActiveModel {
        id: Set(id),
        status: Set(TrainingPathStatus::Draft.as_str().to_owned()),
        revision: Set(0),
        changed: Set(true),
        ..columns(new)
    };
    tx.insert(row).await?;
    term::say(tx, id, new.sectors.iter().chain(&new.audiences).chain(&new.themes)).await
}

/// Writes what the path says of itself.
pub(super) async fn update(tx: &Tx<'_>, granted: &Granted<Edit>, content: &Content) -> Result<()> {
    let row = training_path::ActiveModel { id: Unchanged(granted.id()), ..columns(content) };
    row.update(tx.connection()).await.map_err(fault)?;
    term::mark(tx, granted.id(), TermScheme::Sector, &content.sectors).await?;
    term::mark(tx, granted.id(), TermScheme::Audience, &content.audiences).await?;
    term::mark(tx, granted.id(), TermScheme::Theme, &content.themes).await
}

/// What the path says of itself.
pub(super) async fn content(tx: &Tx<'_>, granted: &Granted<Edit>) -> Result<Content> {
    let id = granted.id();
    let row = row(tx, id).await?;
    let unknown = |what: &str| Error::Internal(format!("the {what} of the training path {id} is none"));
    Ok(Content {
        title: Some(record::read_text(row.title)?),
        provider: row.provider_id,
        code: row.code,
        summary: row.summary.map(record::read_text).transpose()?,
        objectives: row.objectives.map(record::read_text).transpose()?,
        order_policy: OrderPolicy::parse(&row.order_policy).ok_or_else(|| unknown("order policy"))?,
        modality: row.modality.as_deref().and_then(Modality::parse),
        certification: Certification::parse(&row.certification).ok_or_else(|| unknown("certification"))?,
        certification_code: row.certification_code,
        eu_level: row.eu_level,
        price: row.price.map(Cents),
        languages: read_json(row.languages, "a path's languages")?,
        sectors: term::of(tx, id, TermScheme::Sector).await?,
        audiences: term::of(tx, id, TermScheme::Audience).await?,
        themes: term::of(tx, id, TermScheme::Theme).await?,
    })
}

/// Where the path stands.
pub(super) async fn status(tx: &Tx<'_>, granted: &Granted<Edit>) -> Result<TrainingPathStatus> {
    let status = row(tx, granted.id()).await?.status;
    TrainingPathStatus::parse(&status)
        .ok_or_else(|| Error::Internal(format!("the training path {} is {status}", granted.id())))
}

/// Writes the path's next status.
pub(super) async fn set_status(
    tx: &Tx<'_>,
    granted: &Granted<Edit>,
    status: TrainingPathStatus,
) -> Result<()> {
    let row = training_path::ActiveModel {
        id: Unchanged(granted.id()),
        status: Set(status.as_str().to_owned()),
        ..Default::default()
    };
    row.update(tx.connection()).await.map_err(fault)?;
    Ok(())
}

/// Whether the path says something else than its last revision.
pub(super) async fn has_changed(tx: &Tx<'_>, granted: &Granted<Edit>) -> Result<bool> {
    Ok(row(tx, granted.id()).await?.changed)
}

/// Says that it does.
pub(super) async fn mark_changed(tx: &Tx<'_>, granted: &Granted<Edit>) -> Result<()> {
    let row =
        training_path::ActiveModel { id: Unchanged(granted.id()), changed: Set(true), ..Default::default() };
    row.update(tx.connection()).await.map_err(fault)?;
    Ok(())
}

async fn row(tx: &Tx<'_>, id: Uuid) -> Result<training_path::Model> {
    let row = training_path::Entity::find_by_id(id).one(tx.connection()).await.map_err(fault)?;
    row.ok_or_else(|| Error::Internal(format!("the training path {id} has no row of its own")))
}

/// The columns that say what the path says of itself.
fn columns(content: &Content) -> training_path::ActiveModel {
    training_path::ActiveModel {
        id: NotSet,
        provider_id: Set(content.provider),
        code: Set(content.code.clone()),
        title: Set(json!(content.title)),
        summary: Set(content.summary.as_ref().map(|text| json!(text))),
        objectives: Set(content.objectives.as_ref().map(|text| json!(text))),
        order_policy: Set(content.order_policy.as_str().to_owned()),
        modality: Set(content.modality.map(|modality| modality.as_str().to_owned())),
        certification: Set(content.certification.as_str().to_owned()),
        certification_code: Set(content.certification_code.clone()),
        eu_level: Set(content.eu_level),
        price: Set(content.price.map(|price| price.0)),
        languages: Set(json!(content.languages)),
        status: NotSet,
        revision: NotSet,
        changed: NotSet,
    }
}
