//! Notes in the database.

use chrono::NaiveDate;
use entities::note;
use sea_orm::ActiveValue::{NotSet, Set, Unchanged};
use sea_orm::{ActiveModelTrait, ActiveValue, EntityTrait};
use serde_json::json;
use uuid::Uuid;

use super::model::NoteKind;
use crate::access::{Edit, Granted, GrantedCreate, Remove};
use crate::kernel::error::{Error, Result};
use crate::kernel::text::Text;
use crate::store::{Tx, fault};

/// What a note says; `None` where it stays as it is.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    pub(super) body: Option<Text>,
    pub(super) kind: Option<NoteKind>,
    pub(super) dated_on: Option<NaiveDate>,
}

impl Words {
    /// The API's names of what is said.
    pub(super) fn names(&self) -> Vec<&'static str> {
        let said = [
            ("body", self.body.is_some()),
            ("kind", self.kind.is_some()),
            ("datedOn", self.dated_on.is_some()),
        ];
        said.into_iter().filter(|(_, said)| *said).map(|(name, _)| name).collect()
    }

    fn row(&self, id: ActiveValue<Uuid>) -> note::ActiveModel {
        note::ActiveModel {
            id,
            record_id: NotSet,
            kind: self.kind.map_or(NotSet, |kind| Set(kind.as_str().to_owned())),
            dated_on: self.dated_on.map_or(NotSet, Set),
            body: self.body.as_ref().map_or(NotSet, |body| Set(json!(body))),
        }
    }
}

async fn row(tx: &Tx<'_>, id: Uuid) -> Result<note::Model> {
    let row = note::Entity::find_by_id(id).one(tx.connection()).await.map_err(fault)?;
    row.ok_or_else(|| Error::Internal(format!("the note {id} is gone")))
}

/// The record that a note tells of.
pub(super) async fn told_of(tx: &Tx<'_>, id: Uuid) -> Result<Uuid> {
    Ok(row(tx, id).await?.record_id)
}

/// What of `words` the note does not say yet.
pub(super) async fn news(tx: &Tx<'_>, granted: &Granted<Edit>, words: Words) -> Result<Words> {
    let kept = row(tx, granted.id()).await?;
    Ok(Words {
        body: words.body.filter(|body| json!(body) != kept.body),
        kind: words.kind.filter(|kind| kind.as_str() != kept.kind),
        dated_on: words.dated_on.filter(|day| *day != kept.dated_on),
    })
}

/// Inserts a note on the record `told_of`.
pub(super) async fn insert(
    tx: &Tx<'_>,
    _granted: &GrantedCreate,
    id: Uuid,
    told_of: Uuid,
    words: &Words,
) -> Result<()> {
    let row = note::ActiveModel { record_id: Set(told_of), ..words.row(Set(id)) };
    tx.insert(row).await
}

/// Writes what the note says from now on.
pub(super) async fn update(tx: &Tx<'_>, granted: &Granted<Edit>, words: &Words) -> Result<()> {
    words.row(Unchanged(granted.id())).update(tx.connection()).await.map_err(fault)?;
    Ok(())
}

/// Forgets what the note said.
pub(super) async fn delete(tx: &Tx<'_>, granted: &Granted<Remove>) -> Result<()> {
    note::Entity::delete_by_id(granted.id()).exec(tx.connection()).await.map_err(fault)?;
    Ok(())
}
