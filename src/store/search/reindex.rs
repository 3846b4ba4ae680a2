//! Writing the words of every record again: for those that were there before the index, and when what is made of words
//! changed.

use std::collections::BTreeMap;

use sea_orm::QueryResult;
use uuid::Uuid;

use crate::access::Scene;
use crate::kernel::actor::Actor;
use crate::kernel::error::{Error, Result};
use crate::kernel::kind::Kind;
use crate::kernel::locale::Locale;
use crate::store::transaction::Act;
use crate::store::{Store, Tx, fault};

/// Records of one transaction: other writers never wait long.
const BATCH: usize = 500;

/// Writes the words of every record again, while others read and write; answers how many records there are.
///
/// # Errors
/// When the database fails: what was done before is kept, and a new run begins again.
pub async fn reindex(store: &Store) -> Result<usize> {
    let scene = Scene::new(&Actor::System, store.clock(), vec![Locale::Fr]);
    let mut batch = Batch { after: Uuid::nil() };
    let mut done = 0;
    loop {
        let (records, last) = store.write(&Actor::System, &scene, &batch).await?;
        done += records;
        match last {
            Some(last) if records == BATCH => batch.after = last,
            _ => return Ok(done),
        }
    }
}

/// The records that follow one, in the order of their identifiers.
struct Batch {
    after: Uuid,
}

impl Act for Batch {
    type Outcome = (usize, Option<Uuid>);

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<Self::Outcome> {
        let mut sql = tx.sql();
        sql.push("select r.id, r.kind, r.deleted_at is not null from record r where r.id > ")
            .bind(self.after);
        sql.push(" order by r.id limit ").push_number(BATCH);
        // Held, so that nobody changes a text between its being read and its words' being written.
        if sql.is_postgres() {
            sql.push(" for update of r");
        }
        let rows = tx.all(sql).await?;
        let rows = rows.iter().map(read).collect::<Result<Vec<_>>>()?;
        let ids: Vec<Uuid> = rows.iter().map(|(id, _, _)| *id).collect();
        tx.forget(&ids).await?;
        let mut kinds: BTreeMap<Kind, Vec<Uuid>> = BTreeMap::new();
        for (id, kind, _) in rows.iter().filter(|(_, _, is_deleted)| !is_deleted) {
            kinds.entry(*kind).or_default().push(*id);
        }
        for (kind, ids) in kinds {
            tx.index(kind, &ids).await?;
        }
        Ok((rows.len(), ids.last().copied()))
    }
}

fn read(row: &QueryResult) -> Result<(Uuid, Kind, bool)> {
    let kind: String = row.try_get_by_index(1).map_err(fault)?;
    let kind = Kind::parse(&kind).ok_or_else(|| Error::Internal(format!("a record of kind {kind}")))?;
    Ok((row.try_get_by_index(0).map_err(fault)?, kind, row.try_get_by_index(2).map_err(fault)?))
}
