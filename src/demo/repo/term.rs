//! The words of the network's vocabularies, and the records that they are said of.

use std::collections::HashMap;

use entities::{record_term, term};
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;
use serde_json::json;
use uuid::Uuid;

use crate::demo::data::{Demo, id};
use crate::kernel::error::Result;
use crate::store::{Tx, fault};

/// Inserts them all.
pub(in crate::demo) async fn insert(tx: &Tx<'_>, demo: &Demo) -> Result<()> {
    let mut rows = Vec::new();
    for (scheme, words) in &demo.terms {
        rows.extend((1..).zip(words).map(|(position, word)| term::ActiveModel {
            id: Set(id(&scheme.to_lowercase(), &word.code)),
            scheme: Set(scheme.clone()),
            code: Set(word.code.clone()),
            label: Set(json!(word.label)),
            parent_id: Set(None),
            position: Set(position),
        }));
    }
    tx.insert_all(rows).await
}

/// A word of a vocabulary, by its code, that is said of a record.
pub(super) type Said<'a> = (Uuid, &'static str, &'a str);

/// Says words of records.
pub(super) async fn say(tx: &Tx<'_>, said: &[Said<'_>]) -> Result<()> {
    let words = term::Entity::find().all(tx.connection()).await.map_err(fault)?;
    let words: HashMap<(String, String), Uuid> =
        words.into_iter().map(|word| ((word.scheme, word.code), word.id)).collect();
    let rows = said.iter().filter_map(|(record, scheme, code)| {
        let word = words.get(&((*scheme).to_owned(), (*code).to_owned()))?;
        Some(record_term::ActiveModel { record_id: Set(*record), term_id: Set(*word) })
    });
    tx.insert_all(rows).await
}
