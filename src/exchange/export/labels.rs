//! The names, in files, of what records name: the way back of `names`.

use std::collections::HashMap;

use uuid::Uuid;

use super::sheet::Cell;
use crate::{
    exchange::{
        ask::Ask,
        form::Form,
        kept::{id_at, text_at},
        noun::Cells,
        value::Value,
    },
    kernel::{error::Result, id, kind::Kind},
    store::policy,
};

/// What rows are called in files, by their identifiers.
#[derive(Debug, Default)]
pub(super) struct Labels {
    /// The kind and the code of a place.
    places: HashMap<Uuid, (String, String)>,
    terms: HashMap<Uuid, String>,
    /// Those that one sees.
    records: HashMap<Uuid, Kind>,
}

impl Labels {
    /// Those of all that these records name.
    pub(super) async fn find<'c, A: Ask>(
        ask: &A,
        all: impl Iterator<Item = &'c Cells> + Send,
    ) -> Result<Self> {
        let (mut places, mut terms, mut records) = (Vec::new(), Vec::new(), Vec::new());
        for (field, value) in all.flat_map(Cells::iter) {
            let ids = match value {
                Some(Value::Row(id)) => std::slice::from_ref(id),
                Some(Value::Rows(ids)) => ids,
                _ => continue,
            };
            match field.form {
                Form::Commune | Form::Places => places.extend_from_slice(ids),
                Form::Terms(_) => terms.extend_from_slice(ids),
                _ => records.extend_from_slice(ids),
            }
        }
        let mut labels = Self::default();
        labels.find_places(ask, places).await?;
        labels.find_terms(ask, terms).await?;
        labels.find_records(ask, records).await?;
        Ok(labels)
    }

    async fn find_places<A: Ask>(&mut self, ask: &A, ids: Vec<Uuid>) -> Result<()> {
        if ids.is_empty() {
            return Ok(());
        }
        let mut sql = ask.sql();
        sql.push("select id, kind, code from territory where ").any_id("id", &ids);
        for row in ask.rows(sql).await? {
            self.places.insert(id_at(&row, 0)?, (text_at(&row, 1)?, text_at(&row, 2)?));
        }
        Ok(())
    }

    async fn find_terms<A: Ask>(&mut self, ask: &A, ids: Vec<Uuid>) -> Result<()> {
        if ids.is_empty() {
            return Ok(());
        }
        let mut sql = ask.sql();
        sql.push("select id, code from term where ").any_id("id", &ids);
        for row in ask.rows(sql).await? {
            self.terms.insert(id_at(&row, 0)?, text_at(&row, 1)?);
        }
        Ok(())
    }

    /// Finds the records that one sees.
    pub(super) async fn find_records<A: Ask>(&mut self, ask: &A, ids: Vec<Uuid>) -> Result<()> {
        if ids.is_empty() {
            return Ok(());
        }
        let mut sql = ask.sql();
        sql.push("select r.id, r.kind from record r where r.deleted_at is null and ").any_id("r.id", &ids);
        sql.push(" and ");
        policy::visible(&mut sql, ask.scene(), "r");
        for row in ask.rows(sql).await? {
            if let Some(kind) = Kind::parse(&text_at(&row, 1)?) {
                self.records.insert(id_at(&row, 0)?, kind);
            }
        }
        Ok(())
    }

    /// What stands in a file for a record; nothing for one that is not seen.
    pub(super) fn record(&self, record: Uuid) -> Option<Cell> {
        self.records.get(&record).map(|kind| Cell::Text(id::global(kind.prefix(), record)))
    }

    /// What stands in a file for a value.
    pub(super) fn cell(&self, form: Form, value: &Value) -> Option<Cell> {
        Some(match (form, value) {
            (Form::Commune, Value::Row(id)) => Cell::Text(self.places.get(id)?.1.clone()),
            (_, Value::Row(id)) => self.record(*id)?,
            (Form::Places, Value::Rows(ids)) => {
                let places = ids.iter().filter_map(|id| self.places.get(id));
                Cell::List(places.map(|(kind, code)| format!("{kind}:{code}")).collect())
            }
            (_, Value::Rows(ids)) => {
                Cell::List(ids.iter().filter_map(|id| self.terms.get(id).cloned()).collect())
            }
            (Form::Euros | Form::Percent, Value::Whole(hundredths)) => {
                Cell::Bare(format!("{}.{:02}", hundredths / 100, hundredths % 100))
            }
            (_, Value::Text(text)) => Cell::Text(text.clone()),
            (_, value @ Value::Texts(_)) => Cell::Text(value.french()?.to_owned()),
            (_, Value::Day(day)) => Cell::Text(day.to_string()),
            (_, Value::Whole(number)) => Cell::Bare(number.to_string()),
            (_, Value::Decimal(number)) => Cell::Bare(number.to_string()),
            (_, Value::Flag(flag)) => Cell::Bare(flag.to_string()),
            (_, Value::List(items)) if items.is_empty() => return None,
            (_, Value::List(items)) => Cell::List(items.clone()),
        })
    }
}
