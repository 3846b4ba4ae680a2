//! Judging the rows of a batch one after the other, in memory, each against what the rows before it leave.

use std::collections::HashMap;

use uuid::Uuid;

use super::holders::{Holders, Number, numbers_of};
use super::write::{Changed, Changes, Made};
use super::{Known, Placed, named};
use crate::{
    access::{self, Edit, Granted, Viewer},
    exchange::{
        apply::{
            Judged, Origin, Verdict, Words,
            problem::ApplyProblem,
            source::{Before, Link},
        },
        fields::CellFault,
        noun::{Cells, Noun, Said, Settling},
        value::Value,
    },
    kernel::error::{Code, Fault},
};

/// Takes rows and decides what each does.
#[derive(Debug)]
pub(super) struct Desk<'a> {
    words: &'a Words,
    noun: &'static Noun,
    viewer: &'a Viewer,
    /// To whom belongs what names no owner.
    owner: Option<Value>,
    before: Before,
    known: HashMap<Uuid, Known>,
    holders: Holders,
    pub(super) changes: Changes,
}

/// A row written over what was there, in memory.
struct Merged {
    after: Cells,
    /// The names of the fields that change.
    fields: Vec<&'static str>,
    /// The API's names of those that a person has said, and that the row says otherwise.
    kept: Vec<&'static str>,
}

impl<'a> Desk<'a> {
    pub(super) fn new(
        words: &'a Words,
        noun: &'static Noun,
        viewer: &'a Viewer,
        owner: Option<Value>,
        before: Before,
        known: HashMap<Uuid, Known>,
    ) -> Self {
        let mut holders = Holders::default();
        known.iter().filter(|(_, known)| known.facts.is_some()).for_each(|(id, known)| {
            holders.add(*id, &known.cells);
        });
        Self { words, noun, viewer, owner, before, known, holders, changes: Changes::default() }
    }

    /// Decides on a row.
    pub(super) fn take(&mut self, placed: Placed<'_>, new_id: impl FnOnce() -> Uuid) -> Judged {
        let origin = placed.origin;
        let judged = match self.target(&placed) {
            Ok(Some(id)) => self.change(placed, id),
            Ok(None) => self.make(placed, new_id()),
            Err(fault) => Err(fault),
        };
        judged.unwrap_or_else(|fault| Judged::refused(origin, fault))
    }

    /// The record that a row is about, if it is known; or why the row is left out.
    fn target(&self, placed: &Placed<'_>) -> Result<Option<Uuid>, CellFault> {
        let fault = |field, code, problem| Err(self.words.fault(placed.origin, field, code, &problem));
        let told = self.before.get(&placed.row.external_id).map(|received| received.record);
        let here = named(self.noun.kind, &placed.row.external_id).filter(|id| self.known.contains_key(id));
        let mut target = told.or(here);
        for number in numbers_of(&placed.found) {
            let Some(holder) = self.holders.of(&number) else { continue };
            if target == Some(holder) || target.is_some_and(|target| self.says(target, &number)) {
                continue;
            }
            let is_linked = self.known.get(&holder).is_some_and(|known| known.is_linked);
            if target.is_some() || !self.may_adopt(holder) {
                return fault(number.field, Code::Duplicate, ApplyProblem::Taken(number.value));
            }
            if is_linked {
                return fault(number.field, Code::Duplicate, ApplyProblem::ToldByAnother(number.value));
            }
            target = Some(holder);
        }
        match target.map(|id| self.known.get(&id)) {
            Some(None | Some(Known { facts: None, .. })) => {
                fault("externalId", Code::NotFound, ApplyProblem::Deleted)
            }
            _ => Ok(target),
        }
    }

    /// Whether a record has that number already; one that is out of use may, beside the one that holds it.
    fn says(&self, target: Uuid, number: &Number) -> bool {
        self.known.get(&target).is_some_and(|known| known.cells.text(number.field) == Some(&number.value))
    }

    /// Whether whoever acts may change the record that holds a number: else it does not learn which one it is.
    fn may_adopt(&self, holder: Uuid) -> bool {
        let facts = self.known.get(&holder).and_then(|known| known.facts.clone());
        self.viewer.system || access::over::<Edit>(self.viewer, facts, "externalId").is_ok()
    }

    /// Writes the row over a record.
    fn change(&mut self, placed: Placed<'_>, id: Uuid) -> Result<Judged, CellFault> {
        let Some(known) = self.known.get(&id) else {
            return Ok(Judged::unchanged(placed.origin, id, Vec::new()));
        };
        let refuse = |fault: Fault| self.words.refusal(placed.origin, "externalId", fault);
        access::seen(known.facts.clone(), "externalId").map_err(refuse)?;
        let merged = self.merged(&placed, known.cells.clone(), &known.locked, false)?;
        let fields = api_names(self.noun, &merged.fields);
        if !fields.is_empty() {
            let granted: Granted<Edit> =
                access::over(self.viewer, known.facts.clone(), "externalId").map_err(refuse)?;
            self.holders.remove(id, &known.cells);
            self.keep(id, &merged.after);
            self.changes.change(Changed { granted, after: merged.after, fields: merged.fields });
        }
        self.link(&placed, id, !merged.kept.is_empty());
        let verdict = if fields.is_empty() { Verdict::Unchanged } else { Verdict::Updated(fields) };
        Ok(self.judged(placed, id, verdict, merged.kept))
    }

    /// Makes a record of the row.
    fn make(&mut self, placed: Placed<'_>, id: Uuid) -> Result<Judged, CellFault> {
        let mut blank = Cells::new(self.noun);
        if self.noun.owned {
            blank.set("owner", self.owner.clone());
        }
        let merged = self.merged(&placed, blank, &[], true)?;
        let owner = merged.after.get("owner").and_then(Value::row);
        if self.noun.owned && owner.is_none() {
            return Err(self.words.fault(placed.origin, "owner", Code::Required, &ApplyProblem::NoOwner));
        }
        let granted = access::create(self.viewer, self.noun.kind, owner, "owner")
            .map_err(|fault| self.words.refusal(placed.origin, "owner", fault))?;
        self.keep(id, &merged.after);
        self.link(&placed, id, false);
        self.changes.made.push(Made { id, granted, after: merged.after, said: merged.fields });
        Ok(self.judged(placed, id, Verdict::Created, Vec::new()))
    }

    /// What is there once the row is written over it.
    fn merged(
        &self,
        placed: &Placed<'_>,
        mut after: Cells,
        locked: &[String],
        is_new: bool,
    ) -> Result<Merged, CellFault> {
        let (mut fields, mut kept) = (Vec::new(), Vec::new());
        for (field, said) in placed.found.said() {
            if field.said == Said::AtMaking && !is_new {
                continue;
            }
            let Some(value) = field.form.over(after.get(field.name), said) else { continue };
            if locked.iter().any(|locked| locked == field.api) {
                kept.push(field.api);
            } else {
                after.set(field.name, Some(value));
                fields.push(field.name);
            }
        }
        kept.dedup();
        if is_new || !fields.is_empty() {
            let settling =
                Settling { is_new, is_trusted: self.viewer.system || self.viewer.operator, changed: &fields };
            (self.noun.rules.settle)(&settling, &mut after);
            if let Some((field, problem)) = (self.noun.rules.contradiction)(&after) {
                return Err(self.words.fault(placed.origin, field, Code::Invalid, &*problem));
            }
        }
        Ok(Merged { after, fields, kept })
    }

    fn keep(&mut self, id: Uuid, after: &Cells) {
        self.holders.add(id, after);
        match self.known.get_mut(&id) {
            Some(known) => known.cells = after.clone(),
            None => {
                let known = Known { cells: after.clone(), facts: None, is_linked: true, locked: Vec::new() };
                self.known.insert(id, known);
            }
        }
    }

    /// Remembers what the source calls the record, unless it calls it as the hub does. A row that was not taken whole
    /// is looked at again the next time.
    fn link(&mut self, placed: &Placed<'_>, record: Uuid, is_partial: bool) {
        if named(self.noun.kind, &placed.row.external_id) == Some(record) {
            return;
        }
        if let Some(known) = self.known.get_mut(&record) {
            known.is_linked = true;
        }
        self.changes.links.push(Link {
            external_id: placed.row.external_id.clone(),
            record,
            part: None,
            checksum: if is_partial { String::new() } else { placed.checksum.clone() },
            url: placed.row.url.clone(),
        });
    }

    fn judged(&self, placed: Placed<'_>, id: Uuid, verdict: Verdict, kept: Vec<&'static str>) -> Judged {
        let mut remarks = placed.warnings;
        remarks.extend(kept.iter().map(|field| {
            self.words.fault(placed.origin, column(self.noun, field), Code::Conflict, &ApplyProblem::Kept)
        }));
        Judged::taken(placed.origin, id, verdict, remarks, kept)
    }
}

/// The API's names of fields, each once.
fn api_names(noun: &Noun, names: &[&'static str]) -> Vec<&'static str> {
    let mut api: Vec<&'static str> = Vec::with_capacity(names.len());
    for field in noun.fields.iter().filter(|field| names.contains(&field.name)) {
        if !api.contains(&field.api) {
            api.push(field.api);
        }
    }
    api
}

/// A field that the API knows by this name.
fn column(noun: &Noun, api: &str) -> &'static str {
    noun.fields.iter().find(|field| field.api == api).map_or("", |field| field.name)
}

/// The API's names of fields, each once, with their record: what a source said of it.
pub(super) fn said(noun: &Noun, id: Uuid, names: &[&'static str]) -> Vec<(Uuid, &'static str)> {
    api_names(noun, names).into_iter().map(|field| (id, field)).collect()
}

/// The API's names of the fields of a change.
pub(super) fn changed_fields(noun: &Noun, names: &[&'static str]) -> Vec<&'static str> {
    api_names(noun, names)
}

impl Words {
    /// What `access` refuses, as the fault of a line.
    pub(in super::super) fn refusal(&self, origin: Origin, field: &'static str, fault: Fault) -> CellFault {
        let column = self.column(origin, field);
        CellFault { line: origin.line, column, field, code: fault.code, message: fault.message }
    }
}
