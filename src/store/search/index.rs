//! Writing the words of records: of those that a transaction touched, and of any.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use uuid::Uuid;

use super::text::{SearchText, Weight, reading, texts};
use crate::kernel::error::Result;
use crate::kernel::kind::Kind;
use crate::kernel::search::{Word, words};
use crate::store::log::Entry;
use crate::store::{Sql, Tx};

/// Rows of one statement, at most.
const MANY: usize = 5_000;

/// How well each word stands for each record.
type Weights = BTreeMap<(String, Uuid), i32>;

/// The texts of one field of a record, as the database holds them.
type Held = Vec<(&'static SearchText, String)>;

/// What has to be done about the records of one kind.
#[derive(Debug, Default)]
struct Touched {
    /// They had words before.
    again: BTreeSet<Uuid>,
    /// They were made by this transaction.
    made: BTreeSet<Uuid>,
    gone: BTreeSet<Uuid>,
}

impl Weight {
    const fn factor(self) -> i32 {
        match self {
            Self::Body => 100,
            Self::Keyword => 300,
            Self::Summary => 400,
            Self::Title => 1_200,
        }
    }

    /// What one of so many words counts: up to twice as much where there are few.
    fn of_one_in(self, words: usize) -> i32 {
        let words = i32::try_from(words).unwrap_or(i32::MAX).max(1);
        self.factor() + self.factor() / words
    }
}

impl Tx<'_> {
    /// Writes the words of the records whose searched texts this transaction changed, as its log tells.
    pub(in crate::store) async fn index_touched(&self) -> Result<()> {
        for (kind, touched) in self.touched() {
            let stale: Vec<Uuid> = touched.again.iter().chain(&touched.gone).copied().collect();
            self.forget(&stale).await?;
            let written: Vec<Uuid> = touched.again.into_iter().chain(touched.made).collect();
            self.index(kind, &written).await?;
        }
        Ok(())
    }

    fn touched(&self) -> HashMap<Kind, Touched> {
        let mut kinds: HashMap<Kind, Touched> = HashMap::new();
        for entry in &self.entries {
            let Entry { record, kind, .. } = *entry;
            let touched = kinds.entry(kind).or_default();
            if entry.after.is_none() {
                touched.gone.insert(record);
            } else if entry.before.is_none() {
                touched.made.insert(record);
            } else if (self.searched)(kind)
                .texts
                .iter()
                .any(|text| entry.changed_fields.contains(&text.field))
            {
                touched.again.insert(record);
            }
        }
        for touched in kinds.values_mut() {
            let Touched { again, made, gone } = touched;
            made.retain(|record| !gone.contains(record));
            again.retain(|record| !gone.contains(record) && !made.contains(record));
        }
        kinds
    }

    /// Removes the words of records.
    pub(super) async fn forget(&self, records: &[Uuid]) -> Result<()> {
        if records.is_empty() {
            return Ok(());
        }
        let mut sql = self.sql();
        sql.push("delete from search_word where ").any_id("record_id", records);
        self.run(sql).await?;
        Ok(())
    }

    /// Writes the words of records of a kind that have none.
    pub(super) async fn index(&self, kind: Kind, records: &[Uuid]) -> Result<()> {
        if records.is_empty() {
            return Ok(());
        }
        let mut said: HashMap<Uuid, HashMap<&'static str, Held>> = HashMap::new();
        for (sql, given) in reading(&self.sql(), (self.searched)(kind), records) {
            for (record, text, held) in texts(&self.all(sql).await?, &given)? {
                said.entry(record).or_default().entry(text.field).or_default().push((text, held));
            }
        }
        let mut weights = Weights::new();
        for (record, fields) in said {
            for texts in fields.into_values() {
                for (word, weight) in of_field(&texts)? {
                    *weights.entry((word, record)).or_default() += weight;
                }
            }
        }
        self.insert_words(kind, weights.into_iter().collect()).await
    }

    /// The rows come in the order of the index's key: so its pages are filled one after the other.
    async fn insert_words(&self, kind: Kind, rows: Vec<((String, Uuid), i32)>) -> Result<()> {
        for rows in rows.chunks(MANY) {
            let mut sql = self.sql();
            sql.push("insert into search_word (kind, word, record_id, weight) select '").push(kind.as_str());
            push_rows(sql.push("', "), rows);
            self.run(sql).await?;
        }
        Ok(())
    }
}

/// What each form of the words of one field counts. In how many languages or parts a word is said does not matter.
fn of_field(texts: &[(&'static SearchText, String)]) -> Result<HashMap<String, i32>> {
    let mut weights: HashMap<String, i32> = HashMap::new();
    for (text, held) in texts {
        for (language, said) in text.said(held)? {
            let words = words(&said, language);
            let weight = text.weight.of_one_in(words.len());
            let forms: HashSet<String> = words.iter().flat_map(Word::said).collect();
            for form in forms {
                let known = weights.entry(form).or_default();
                *known = weight.max(*known);
            }
        }
    }
    Ok(weights)
}

/// Appends the columns of `rows` and where they come from, one parameter for each or for all.
fn push_rows(sql: &mut Sql, rows: &[((String, Uuid), i32)]) {
    if sql.is_postgres() {
        let words: Vec<String> = rows.iter().map(|((word, _), _)| word.clone()).collect();
        let records: Vec<Uuid> = rows.iter().map(|((_, record), _)| *record).collect();
        let weights: Vec<i32> = rows.iter().map(|(_, weight)| *weight).collect();
        sql.push("v.* from unnest(")
            .bind(words)
            .push(", ")
            .bind(records)
            .push(", ")
            .bind(weights)
            .push(") as v");
    } else {
        let rows: Vec<_> = rows
            .iter()
            .map(|((word, record), weight)| (word, record.as_simple().to_string(), weight))
            .collect();
        let list = serde_json::json!(rows).to_string();
        sql.push("value ->> 0, unhex(value ->> 1), value ->> 2 from json_each(").bind(list).push(")");
    }
}
