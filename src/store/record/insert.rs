//! Making a record.

use entities::record;
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;
use uuid::Uuid;

use crate::access::{GrantedCreate, Visibility};
use crate::kernel::error::Result;
use crate::kernel::fold::{fold, slug};
use crate::kernel::id;
use crate::kernel::kind::Kind;
use crate::store::Tx;
use crate::store::fault;
use crate::store::log::Entry;

/// A record to be made.
#[derive(Clone, Debug)]
pub struct NewRecord<'a> {
    /// What it is.
    pub kind: Kind,
    /// Its own level.
    pub visibility: Visibility,
    /// The record whose level narrows it, with that level.
    pub under: Option<(Uuid, Visibility)>,
    /// The project whose team it has; a project names itself.
    pub project: Option<Uuid>,
    /// The partner that it comes from.
    pub origin_partner: Option<Uuid>,
    /// Its name or French title: gives its place in lists and its slug.
    pub name: &'a str,
    /// The event of its making.
    pub event: &'static str,
}

impl Tx<'_> {
    /// An identifier for what is about to be made.
    #[must_use]
    pub fn new_id(&self) -> Uuid {
        id::new_id(self.scene.now)
    }

    /// Inserts the common row of a record called `id` and notes its making. Its own table comes next.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn insert_record(
        &mut self,
        granted: &GrantedCreate,
        id: Uuid,
        new: NewRecord<'_>,
    ) -> Result<()> {
        let owner = granted.owner().unwrap_or(id);
        let effective = new.under.map_or(new.visibility, |(_, level)| new.visibility.under(level));
        let row = record::ActiveModel {
            id: Set(id),
            kind: Set(new.kind.as_str().to_owned()),
            visibility: Set(new.visibility.as_str().to_owned()),
            effective_visibility: Set(effective.as_str().to_owned()),
            parent_id: Set(new.under.map(|(parent, _)| parent)),
            project_id: Set(new.project),
            owner_id: Set(Some(owner)),
            origin_partner_id: Set(new.origin_partner),
            slug: Set(Some(self.free_slug(new.kind, new.name, id).await?)),
            sort_name: Set(fold(new.name)),
            version: Set(1),
            created_at: Set(self.scene.now),
            created_by: Set(self.scene.viewer.creator()),
            updated_at: Set(self.scene.now),
            updated_by: Set(self.scene.viewer.creator()),
            deleted_at: Set(None),
        };
        record::Entity::insert(row).exec_without_returning(self.connection()).await.map_err(fault)?;
        self.note(Entry {
            event: new.event,
            record: id,
            kind: new.kind,
            version: 1,
            owner: Some(owner),
            project: new.project,
            changed_fields: Vec::new(),
            before: None,
            after: Some(effective),
        });
        Ok(())
    }

    /// The slug of the name; with the end of the identifier when another record of the kind has it.
    async fn free_slug(&self, kind: Kind, name: &str, id: Uuid) -> Result<String> {
        let wanted = slug(name);
        let mut sql = self.sql();
        sql.push("select 1 from record where deleted_at is null and kind = ").bind(kind.as_str());
        sql.push(" and slug = ").bind(wanted.clone());
        if self.all(sql).await?.is_empty() {
            return Ok(wanted);
        }
        let global = id::global("x", id);
        Ok(format!("{wanted}-{}", &global[global.len() - 8..]))
    }
}
