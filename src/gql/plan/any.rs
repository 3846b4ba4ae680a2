//! The record that a row names, whatever its kind: compiled against each type of record, fetched by one statement for each
//! kind among the rows.

use std::borrow::Cow;
use std::collections::HashMap;

use uuid::Uuid;

use super::builder::TypeBuilder;
use super::compile::{Compiler, Selected, add};
use super::declare::Source;
use super::fetch::Fetcher;
use super::fetched::FetchedChild;
use super::level::{Child, Level, SlotValue};
use super::publish;
use super::record_ref::RecordRef;
use super::template::Template;
use super::write::{Writer, lost};
use crate::kernel::error::Result;
use crate::kernel::kind::Kind;
use crate::store::{Row, Rows, fault};

impl TypeBuilder {
    /// The record of any kind whose id `key` gives, and `kind` its kind; null where there is none, or none that the viewer sees.
    pub fn any(
        &mut self,
        name: &'static str,
        key: &'static str,
        kind: &'static str,
        description: &'static str,
    ) {
        let source = Source::Any { key: self.template(key).id(), kind: self.template(kind) };
        self.push(name, description, publish::optional::<RecordRef>, source);
    }
}

impl<'d> Compiler<'_, 'd> {
    pub(super) fn any(
        &self,
        level: &mut Level,
        (key, kind): (&Template, &Template),
        selected: &Selected<'d>,
    ) -> Result<SlotValue> {
        let (key, kind) = (level.column(key), level.column(kind));
        let records = self.catalog.types().filter(|ty| ty.kind.is_some());
        let levels = records.map(|ty| self.level(ty, &selected.sets())).collect::<Result<_>>()?;
        Ok(SlotValue::Any { child: add(level, Child::Any { key, kind, levels }) })
    }
}

impl Fetcher<'_> {
    pub(super) async fn any(
        &self,
        rows: &Rows,
        (key, kind): (usize, usize),
        levels: &[Level],
    ) -> Result<FetchedChild> {
        let mut named: HashMap<Cow<'_, str>, Vec<Uuid>> = HashMap::new();
        for row in rows.iter() {
            let (id, kind) = (row.find::<Uuid>(key).map_err(fault)?, row.find(kind).map_err(fault)?);
            if let (Some(id), Some(kind)) = (id, kind) {
                named.entry(kind).or_default().push(id);
            }
        }
        let mut at = HashMap::new();
        let mut fetched = Vec::with_capacity(levels.len());
        for (number, level) in levels.iter().enumerate() {
            let kind = level.ty.kind.map_or("", Kind::as_str);
            let mut ids = named.remove(kind).unwrap_or_default();
            ids.sort_unstable();
            ids.dedup();
            let found = self.by_ids(level, &ids).await?;
            for row in found.rows.iter() {
                at.insert(row.id()?, (number, row.at));
            }
            fetched.push(found);
        }
        Ok(FetchedChild::Any { at, fetched })
    }
}

impl Writer<'_> {
    pub(super) fn any(&self, row: Row<'_>, child: usize, out: &mut Vec<u8>) -> Result<()> {
        let (Some(Child::Any { key, levels, .. }), Some(FetchedChild::Any { at, fetched })) =
            (self.level.children.get(child), self.fetched.children.get(child))
        else {
            return Err(lost("record"));
        };
        let id = row.find::<Uuid>(*key).map_err(fault)?;
        let found = id
            .and_then(|id| at.get(&id))
            .and_then(|(number, row)| Some((levels.get(*number)?, fetched.get(*number)?, *row)));
        match found {
            Some((level, fetched, at)) => Writer { level, fetched, scene: self.scene }.row(at, 0, out),
            None => {
                out.extend_from_slice(b"null");
                Ok(())
            }
        }
    }
}
