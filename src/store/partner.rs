//! What is known of a partner that somebody wants to change something of.

use sea_orm::QueryResult;
use uuid::Uuid;

use super::{Tx, fault, policy};
use crate::access::PartnerFacts;
use crate::kernel::error::Result;

impl Tx<'_> {
    /// Reads a partner and what the viewer may do with it, and holds it until the end of the transaction. `None` when there
    /// is no such partner; one that the viewer may not see comes with `visible` false, for `access` to refuse.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn partner_facts(&self, id: Uuid) -> Result<Option<PartnerFacts>> {
        let mut sql = self.sql();
        sql.push("select p.id, p.state = 'ACTIVE', ");
        policy::governs(&mut sql, self.scene, "p.id");
        sql.push(" from partner p where p.id = ").bind(id);
        if sql.is_postgres() {
            // Not against those who only name it, such as a new structure of the partner.
            sql.push(" for no key update of p");
        }
        self.all(sql).await?.first().map(read).transpose()
    }
}

/// An ACTIVE partner is read by everybody, another one by who governs it.
fn read(row: &QueryResult) -> Result<PartnerFacts> {
    let flag = |at: usize| row.try_get_by_index::<bool>(at).map_err(fault);
    let (id, active, governed) = (row.try_get_by_index(0).map_err(fault)?, flag(1)?, flag(2)?);
    Ok(PartnerFacts { id, active, visible: active || governed, governed })
}
