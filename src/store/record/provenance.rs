//! Who said which field of a record: a source, or a person. What a person said since a source told the record is locked:
//! no source changes it any more. Only records that some source tells are noted.

use std::collections::{BTreeSet, HashMap};

use uuid::Uuid;

use super::Change;
use crate::access::Granted;
use crate::kernel::error::Result;
use crate::store::{Tx, fault};

/// Fields noted by one statement, at most.
const MANY: usize = 4_000;

impl Tx<'_> {
    /// Says that what is written from now on comes from a source: it locks nothing.
    pub const fn write_for_source(&mut self) {
        self.for_source = true;
    }

    /// Notes that a source said these fields, each named by its record and as the API does.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn said_by(&self, source: Uuid, fields: &[(Uuid, &'static str)]) -> Result<()> {
        for fields in fields.chunks(MANY) {
            let mut sql = self.sql();
            sql.push(
                "insert into field_provenance (id, record_id, field, source_id, set_at, locked) values ",
            );
            for (position, (record, field)) in fields.iter().enumerate() {
                sql.push(if position == 0 { "(" } else { ", (" })
                    .bind(self.new_id())
                    .push(", ")
                    .bind(*record);
                sql.push(", ")
                    .bind(*field)
                    .push(", ")
                    .bind(source)
                    .push(", ")
                    .bind(self.scene.now)
                    .push(", ")
                    .bind(false)
                    .push(")");
            }
            sql.push(" on conflict (record_id, field) do update set source_id = excluded.source_id, ");
            sql.push("set_at = excluded.set_at, locked = excluded.locked");
            self.run(sql).await?;
        }
        Ok(())
    }

    /// The fields of these records that no source may change.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn locked(&self, records: &[Uuid]) -> Result<HashMap<Uuid, Vec<String>>> {
        let mut sql = self.sql();
        sql.push("select record_id, field from field_provenance where locked = ").bind(true).push(" and ");
        sql.any_id("record_id", records);
        let mut locked: HashMap<Uuid, Vec<String>> = HashMap::new();
        for row in self.all(sql).await? {
            let record = row.try_get_by_index(0).map_err(fault)?;
            locked.entry(record).or_default().push(row.try_get_by_index(1).map_err(fault)?);
        }
        Ok(locked)
    }

    /// Locks the fields that a person changes, of the records that some source tells.
    pub(super) async fn lock_changed<R>(&self, changes: &[(&Granted<R>, &Change<'_>)]) -> Result<()> {
        let told = changes.iter().filter(|(granted, _)| granted.facts().kind.has_sources());
        let fields =
            told.flat_map(|(granted, change)| change.fields.iter().map(|field| (granted.id(), *field)));
        let fields: BTreeSet<(Uuid, &str)> = fields.collect();
        let fields: Vec<(Uuid, &str)> = fields.into_iter().collect();
        if self.for_source || fields.is_empty() {
            return Ok(());
        }
        for fields in fields.chunks(MANY) {
            let mut sql = self.sql();
            sql.push("insert into field_provenance (id, record_id, field, source_id, set_at, locked) ");
            sql.push("select v.column3, v.column1, v.column2, ").bind(None::<Uuid>);
            sql.push(", ").bind(self.scene.now).push(", ").bind(true).push(" from (values ");
            for (position, (record, field)) in fields.iter().enumerate() {
                sql.push(if position == 0 { "(" } else { ", (" }).bind(*record).push(", ");
                sql.bind(*field).push(", ").bind(self.new_id()).push(")");
            }
            sql.push(") as v where exists (select 1 from external_ref e where e.record_id = v.column1) ");
            sql.push("on conflict (record_id, field) do update set source_id = excluded.source_id, ");
            sql.push("set_at = excluded.set_at, locked = excluded.locked");
            self.run(sql).await?;
        }
        Ok(())
    }
}
