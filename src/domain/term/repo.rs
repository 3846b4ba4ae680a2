//! Words of vocabularies in the database, and the records that they are said of.

use std::collections::BTreeSet;

use entities::{record_term, term};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::TermScheme;
use crate::kernel::error::{Code, Error, Fault, Result};
use crate::store::{Tx, fault};

/// The words of a vocabulary that the caller names by their codes in `field`.
///
/// # Errors
/// `INVALID` for each code that is none, on its place in `field`.
pub async fn find(tx: &Tx<'_>, scheme: TermScheme, codes: &[String], field: &str) -> Result<BTreeSet<Uuid>> {
    if codes.is_empty() {
        return Ok(BTreeSet::new());
    }
    let found = term::Entity::find()
        .filter(term::Column::Scheme.eq(scheme.as_str()))
        .filter(term::Column::Code.is_in(codes))
        .all(tx.connection())
        .await
        .map_err(fault)?;
    let is_known = |code: &String| found.iter().any(|term| term.code == *code);
    let unknown = codes.iter().enumerate().filter(|(_, code)| !is_known(code));
    let faults: Vec<Fault> = unknown
        .map(|(at, code)| {
            let message = format!("there is no {scheme} with the code {code}: see `terms`");
            Fault::on(&format!("{field}.{at}"), Code::Invalid, message)
        })
        .collect();
    if faults.is_empty() {
        Ok(found.iter().map(|term| term.id).collect())
    } else {
        Err(Error::Refused(faults))
    }
}

/// The words of a vocabulary that are said of a record.
///
/// # Errors
/// When the database refuses it.
pub async fn of(tx: &Tx<'_>, record: Uuid, scheme: TermScheme) -> Result<BTreeSet<Uuid>> {
    let mut sql = tx.sql();
    sql.push("select m.id from record_term rt join term m on m.id = rt.term_id where rt.record_id = ");
    sql.bind(record).push(" and m.scheme = ").bind(scheme.as_str());
    tx.all(sql).await?.iter().map(|row| row.try_get_by_index(0).map_err(fault)).collect()
}

/// Says these words of a record, and no other of their vocabulary. Its caller holds the right to change the record.
///
/// # Errors
/// When the database refuses it.
pub async fn mark(tx: &Tx<'_>, record: Uuid, scheme: TermScheme, terms: &BTreeSet<Uuid>) -> Result<()> {
    let mut sql = tx.sql();
    sql.push("delete from record_term where record_id = ").bind(record);
    sql.push(" and term_id in (select id from term where scheme = ").bind(scheme.as_str()).push(")");
    tx.run(sql).await?;
    say(tx, record, terms).await
}

/// Says these words of a record of which none of them is said yet. Its caller holds the right to change the record.
///
/// # Errors
/// When the database refuses it.
pub async fn say(tx: &Tx<'_>, record: Uuid, terms: impl IntoIterator<Item = &Uuid>) -> Result<()> {
    let row = |term: &Uuid| record_term::ActiveModel { record_id: Set(record), term_id: Set(*term) };
    let rows: Vec<_> = terms.into_iter().map(row).collect();
    tx.insert_all(rows).await
}
