//! Making a record.

use std::collections::{BTreeSet, HashSet};

use entities::record;
use sea_orm::ActiveValue::Set;
use sea_orm::QueryResult;
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
    /// Only those who may change it read it: it is to be published later ([`Tx::publish`]).
    pub withheld: bool,
    /// The project whose team it has; a project names itself.
    pub project: Option<Uuid>,
    /// The partner that it comes from.
    pub origin_partner: Option<Uuid>,
    /// Its name or French title: gives its place in lists and its slug.
    pub name: &'a str,
    /// The event of its making.
    pub event: &'static str,
}

impl NewRecord<'_> {
    /// Its level once its parent is counted.
    fn effective(&self) -> Visibility {
        let level = self.under.map_or(self.visibility, |(_, level)| self.visibility.under(level));
        level.while_withheld(self.withheld)
    }
}

/// Rows of one statement, at most: SQLite takes 32,766 parameters, and a row has nineteen.
const MANY: usize = 1_000;

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
        self.insert_records(granted, &[(id, new)]).await
    }

    /// [`Tx::insert_record`] for many, in as many statements as for one.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn insert_records(
        &mut self,
        granted: &GrantedCreate,
        records: &[(Uuid, NewRecord<'_>)],
    ) -> Result<()> {
        for records in records.chunks(MANY) {
            let slugs = self.free_slugs(records).await?;
            let rows =
                records.iter().zip(slugs).map(|((id, new), slug)| self.row_of(granted, *id, new, slug));
            self.insert_all(rows).await?;
            for (id, new) in records {
                self.note(made(granted, *id, new));
            }
        }
        Ok(())
    }

    fn row_of(
        &self,
        granted: &GrantedCreate,
        id: Uuid,
        new: &NewRecord<'_>,
        slug: String,
    ) -> record::ActiveModel {
        // A person's record is the person's own, whoever makes it: PRIVATE then still lets the person in.
        let own = (new.kind == Kind::Member).then_some(id);
        record::ActiveModel {
            id: Set(id),
            kind: Set(new.kind.as_str().to_owned()),
            visibility: Set(new.visibility.as_str().to_owned()),
            effective_visibility: Set(new.effective().as_str().to_owned()),
            parent_id: Set(new.under.map(|(parent, _)| parent)),
            project_id: Set(new.project),
            owner_id: Set(Some(granted.owner().unwrap_or(id))),
            origin_partner_id: Set(new.origin_partner),
            withheld: Set(new.withheld),
            archived_at: Set(None),
            archived_with: Set(None),
            slug: Set(Some(slug)),
            sort_name: Set(fold(new.name)),
            version: Set(1),
            created_at: Set(self.scene.now),
            created_by: Set(own.or(self.scene.viewer.creator())),
            updated_at: Set(self.scene.now),
            updated_by: Set(self.scene.viewer.creator()),
            deleted_at: Set(None),
        }
    }

    /// The slug of each name; with the end of the identifier when another record of the kind has it, or one before
    /// it in the list.
    async fn free_slugs(&self, records: &[(Uuid, NewRecord<'_>)]) -> Result<Vec<String>> {
        let wanted: Vec<String> = records.iter().map(|(_, new)| slug(new.name)).collect();
        let mut taken = self.taken_slugs(records, &wanted).await?;
        let free = records.iter().zip(wanted).map(|((id, new), wanted)| {
            if taken.insert((new.kind.as_str().to_owned(), wanted.clone())) {
                return wanted;
            }
            let global = id::global("x", *id);
            format!("{wanted}-{}", &global[global.len() - 8..])
        });
        Ok(free.collect())
    }

    async fn taken_slugs(
        &self,
        records: &[(Uuid, NewRecord<'_>)],
        wanted: &[String],
    ) -> Result<HashSet<(String, String)>> {
        let kinds: BTreeSet<String> = records.iter().map(|(_, new)| new.kind.as_str().to_owned()).collect();
        let mut sql = self.sql();
        sql.push("select kind, slug from record where deleted_at is null and slug is not null and ");
        sql.any_text("kind", &kinds.into_iter().collect::<Vec<_>>()).push(" and ").any_text("slug", wanted);
        let read = |row: &QueryResult| {
            Ok((row.try_get_by_index(0).map_err(fault)?, row.try_get_by_index(1).map_err(fault)?))
        };
        self.all(sql).await?.iter().map(read).collect()
    }
}

fn made(granted: &GrantedCreate, id: Uuid, new: &NewRecord<'_>) -> Entry {
    Entry {
        event: new.event,
        record: id,
        kind: new.kind,
        version: 1,
        owner: Some(granted.owner().unwrap_or(id)),
        project: new.project,
        changed_fields: Vec::new(),
        before: None,
        after: Some(new.effective().standing(new.withheld)),
        notifies: Vec::new(),
    }
}
