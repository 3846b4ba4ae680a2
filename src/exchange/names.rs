//! What cells name: places, words of vocabularies, and records. A name is looked up for a whole batch at once, with the
//! eyes of whoever acts: what that one does not see is not known.
//!
//! A record is named by its identifier here, by `source:externalId`, by its `externalId` alone within the same source,
//! or, a structure, by its SIRET.

use std::collections::{BTreeSet, HashMap};

use uuid::Uuid;

use super::{
    ask::Ask,
    form::Form,
    kept::{id_at, text_at},
    value::Value,
};
use crate::{
    kernel::{error::Result, id, kind::Kind},
    store::{Sql, policy},
};

/// What a batch names.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    places: BTreeSet<String>,
    terms: BTreeSet<String>,
    records: BTreeSet<String>,
}

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// By `KIND:code`.
    places: HashMap<String, Uuid>,
    /// By vocabulary and code.
    terms: HashMap<(String, String), Uuid>,
    /// By kind, and by what names the record: its identifier, `source:externalId` or its SIRET.
    records: HashMap<(&'static str, String), Uuid>,
    /// The source of the rows.
    source: String,
}

/// What became of a cell that names something.
#[derive(Debug)]
pub(super) struct Found {
    /// What it says, of what is known.
    pub(super) value: Option<Value>,
    /// What is not.
    pub(super) unknown: Vec<String>,
}

impl Wanted {
    /// Notes what a cell names.
    pub(super) fn add(&mut self, form: Form, value: &Value) {
        match (form, value) {
            (Form::Commune, Value::Text(code)) => {
                self.places.insert(code.clone());
            }
            (Form::Places, Value::List(places)) => {
                self.places.extend(places.iter().map(|place| code_of(place)))
            }
            (Form::Terms(_), Value::List(codes)) => self.terms.extend(codes.iter().cloned()),
            (Form::Record(_), Value::Text(name)) => {
                self.records.insert(name.clone());
            }
            _ => {}
        }
    }

    /// Looks all of it up.
    pub(super) async fn find<A: Ask>(self, ask: &A, source: &str) -> Result<Names> {
        let mut names = Names { source: source.to_owned(), ..Names::default() };
        if !self.places.is_empty() {
            let mut sql = ask.sql();
            sql.push("select kind, code, id from territory where country = 'FR' and valid_to is null and ");
            sql.any_text("code", &self.places.into_iter().collect::<Vec<_>>());
            for row in ask.rows(sql).await? {
                let place = format!("{}:{}", text_at(&row, 0)?, text_at(&row, 1)?);
                names.places.insert(place, id_at(&row, 2)?);
            }
        }
        if !self.terms.is_empty() {
            let mut sql = ask.sql();
            sql.push("select scheme, code, id from term where ");
            sql.any_text("code", &self.terms.into_iter().collect::<Vec<_>>());
            for row in ask.rows(sql).await? {
                names.terms.insert((text_at(&row, 0)?, text_at(&row, 1)?), id_at(&row, 2)?);
            }
        }
        if !self.records.is_empty() {
            names.find_records(ask, self.records.into_iter().collect()).await?;
        }
        Ok(names)
    }
}

impl Names {
    async fn find_records<A: Ask>(&mut self, ask: &A, wanted: Vec<String>) -> Result<()> {
        let ids: Vec<Uuid> =
            wanted.iter().filter_map(|name| id::parse_global(name)).map(|(_, id)| id).collect();
        if !ids.is_empty() {
            let mut sql = ask.sql();
            sql.push("select r.kind, r.id from record r where r.deleted_at is null and ")
                .any_id("r.id", &ids);
            self.take(ask, sql, |kind, _, id| id::global(kind.prefix(), id)).await?;
        }
        let sirets: Vec<String> = wanted.iter().filter(|name| is_siret(name)).cloned().collect();
        if !sirets.is_empty() {
            let mut sql = ask.sql();
            sql.push("select r.kind, r.id, t.siret from structure t join record r on r.id = t.id ");
            sql.push("where r.deleted_at is null and t.status not in ('MERGED', 'ARCHIVED') and ");
            sql.any_text("t.siret", &sirets);
            self.take(ask, sql, |_, siret, _| siret).await?;
        }
        let parts = wanted.iter().flat_map(|name| {
            [Some(name.as_str()), name.split_once(':').map(|(_, rest)| rest)].into_iter().flatten()
        });
        let parts: Vec<String> = parts.map(str::to_owned).collect();
        let mut sql = ask.sql();
        sql.push("select r.kind, r.id, s.slug || ':' || e.external_id from external_ref e ");
        sql.push("join data_source s on s.id = e.source_id join record r on r.id = e.record_id ");
        sql.push("where e.part_id is null and r.deleted_at is null and ").any_text("e.external_id", &parts);
        self.take(ask, sql, |_, name, _| name).await
    }

    /// Takes over what a statement finds, of what whoever acts sees: kind, identifier, and a name but for the first.
    async fn take<A: Ask>(
        &mut self,
        ask: &A,
        mut sql: Sql,
        name: impl Fn(Kind, String, Uuid) -> String + Send,
    ) -> Result<()> {
        sql.push(" and ");
        policy::visible(&mut sql, ask.scene(), "r");
        for row in ask.rows(sql).await? {
            let Some(kind) = Kind::parse(&text_at(&row, 0)?) else { continue };
            let id = id_at(&row, 1)?;
            let given = text_at(&row, 2).unwrap_or_default();
            self.records.insert((kind.as_str(), name(kind, given, id)), id);
        }
        Ok(())
    }

    /// What a cell names.
    pub(super) fn of(&self, form: Form, value: &Value) -> Found {
        match (form, value) {
            (Form::Commune, Value::Text(code)) => one(code, self.places.get(&format!("COMMUNE:{code}"))),
            (Form::Record(kind), Value::Text(name)) => one(name, self.record(kind, name)),
            (Form::Places, Value::List(places)) => several(places, |place| self.places.get(place)),
            (Form::Terms(scheme), Value::List(codes)) => {
                several(codes, |code| self.terms.get(&(scheme.as_str().to_owned(), code.to_owned())))
            }
            (_, value) => Found { value: Some(value.clone()), unknown: Vec::new() },
        }
    }

    /// The record of `kind` that is named so.
    pub(super) fn record(&self, kind: Kind, name: &str) -> Option<&Uuid> {
        let get = |name: String| self.records.get(&(kind.as_str(), name));
        get(name.to_owned()).or_else(|| get(format!("{}:{name}", self.source)))
    }
}

fn one(name: &str, found: Option<&Uuid>) -> Found {
    let unknown = if found.is_some() { Vec::new() } else { vec![name.to_owned()] };
    Found { value: found.copied().map(Value::Row), unknown }
}

fn several<'n>(names: &[String], find: impl Fn(&str) -> Option<&'n Uuid>) -> Found {
    let (mut found, mut unknown) = (Vec::new(), Vec::new());
    for name in names {
        match find(name) {
            Some(id) => found.push(*id),
            None => unknown.push(name.clone()),
        }
    }
    Found { value: (!found.is_empty()).then_some(Value::Rows(found)), unknown }
}

fn code_of(place: &str) -> String {
    place.split_once(':').map_or(place, |(_, code)| code).to_owned()
}

fn is_siret(name: &str) -> bool {
    name.len() == 14 && name.bytes().all(|byte| byte.is_ascii_digit())
}
