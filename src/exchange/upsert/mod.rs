//! Records that a partner's program sends by the API: the rows of a file without the file, applied by the same code,
//! with the program's own rights.
//!
//! A call holds at most [`MOST`] items of one source, in one transaction. An item that is wrong is refused by itself; the
//! others are applied. The same items again change nothing, and make no event.

mod input;
mod mutation;
mod payload;

use std::collections::HashSet;

use serde::Serialize;
use serde_json::Value;

pub use input::{
    FundingSourceItem, ProjectItem, ResourceItem, StructureItem, UpsertFundingSourcesInput,
    UpsertProjectsInput, UpsertResourcesInput, UpsertStructuresInput,
};
pub use mutation::UpsertMutation;
use payload::Settled;

use super::{
    apply::{self, ApplyOptions, Verdict},
    fields::{CellFault, RowReader},
    mapping::{Mapping, Plan},
    noun::Noun,
    record::ImportKind,
    table::{Columns, RawRow},
};
use crate::{
    kernel::{
        actor::Actor,
        error::{Code, Error, Fault, Result},
        locale::Locale,
    },
    store::Tx,
};

/// Items of one call, at most.
pub const MOST: usize = 500;

/// What a program sends.
#[derive(Debug)]
pub(super) struct Sent<'i, I> {
    pub(super) kind: ImportKind,
    pub(super) source: &'i str,
    pub(super) owner: Option<&'i str>,
    pub(super) items: &'i [I],
}

impl<I: Serialize + Sync> Sent<'_, I> {
    /// Applies all items; answers what became of each, in their order.
    async fn apply(&self, tx: &mut Tx<'_>) -> Result<Vec<Settled>> {
        let noun = self.kind.kind().and_then(Noun::of);
        let noun = noun.ok_or_else(|| Error::Internal(format!("{:?} is no noun", self.kind)))?;
        self.check(tx, noun)?;
        let columns: Vec<&'static str> = noun.named().iter().map(|field| field.name).collect();
        let plan = Mapping::by_name(self.source, self.kind).bind(&Columns::named(columns.iter().copied()));
        let plan = plan.map_err(|faults| Error::Internal(format!("{faults:?}")))?;
        let mut settled: Vec<Option<Settled>> = Vec::with_capacity(self.items.len());
        let (mut rows, mut told) = (Vec::new(), HashSet::new());
        for (item, line) in self.items.iter().zip(0..) {
            let row = RawRow { line, cells: cells(item, &columns)? };
            let name = row.cells.first().cloned().flatten().unwrap_or_default();
            settled.push(match read(noun, &plan, &row) {
                Err(faults) => Some(Settled::refused(name, Verdict::Refused, faults)),
                Ok(_) if !told.insert(name.clone()) => {
                    let fault = CellFault {
                        line,
                        column: "externalId".to_owned(),
                        field: "externalId",
                        code: Code::Duplicate,
                        message: "an item before it has the same identifier".to_owned(),
                    };
                    Some(Settled::refused(name, Verdict::Duplicate, vec![fault]))
                }
                Ok(told) => {
                    rows.push((line, told));
                    None
                }
            });
        }
        let names: Vec<String> = rows.iter().map(|(_, row)| row.external_id.clone()).collect();
        let lines: Vec<u64> = rows.iter().map(|(line, _)| *line).collect();
        let options = ApplyOptions { owner: self.owner.map(str::to_owned), ..ApplyOptions::new(Locale::En) };
        for judged in apply::apply_rows(tx, noun, rows, plan, options).await? {
            let at = usize::try_from(judged.line.line).unwrap_or(usize::MAX);
            let name = lines.iter().position(|line| *line == judged.line.line).and_then(|at| names.get(at));
            if let (Some(place), Some(name)) = (settled.get_mut(at), name) {
                *place = Some(Settled::of(name.clone(), judged));
            }
        }
        let all: Option<Vec<Settled>> = settled.into_iter().collect();
        all.ok_or_else(|| Error::Internal("an item was not judged".to_owned()))
    }

    fn check(&self, tx: &Tx<'_>, noun: &Noun) -> Result<()> {
        if !matches!(tx.actor, Actor::Client(_) | Actor::System) || !tx.scene.viewer.may_write(noun.kind) {
            let message = "only a partner's program whose key lets it write such records may send them";
            return Err(Fault::on("input", Code::Forbidden, message).into());
        }
        let is_name =
            |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "-_.".contains(letter);
        if self.source.is_empty() || self.source.len() > 80 || !self.source.chars().all(is_name) {
            let message = "name your source with small letters, digits, dashes, dots: `annuaire-66`";
            return Err(Fault::on("input.source", Code::Invalid, message).into());
        }
        if self.items.len() > MOST {
            let message = format!("send at most {MOST} items at once");
            return Err(Fault::on("input.items", Code::Invalid, message).into());
        }
        Ok(())
    }
}

fn read(
    noun: &'static Noun,
    plan: &Plan,
    row: &RawRow,
) -> std::result::Result<super::noun::Row, Vec<CellFault>> {
    let Some(record) = plan.records.first() else { return Err(Vec::new()) };
    noun.read(RowReader::new(record, row, Locale::En))
}

/// What an item says, as the cells of a file would.
fn cells<I: Serialize>(item: &I, columns: &[&'static str]) -> Result<Vec<Option<String>>> {
    let item = serde_json::to_value(item).map_err(|error| Error::Internal(format!("an item: {error}")))?;
    let cell = |column: &&'static str| match item.get(*column)? {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    };
    Ok(columns.iter().map(cell).map(|cell| cell.filter(|cell| !cell.is_empty() && cell != "[]")).collect())
}
