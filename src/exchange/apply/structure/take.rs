//! Judging the rows of a batch one after the other, in memory, each against what the rows before it leave.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::holders::{Holders, numbers_of_row};
use super::merge::{blank, contradiction, merge};
use super::repo::{Known, Received, StructureModel};
use super::write::{Changes, Link, Made};
use super::{Placed, refused};
use crate::{
    exchange::{
        apply::{Line, Verdict, Words, problem::ApplyProblem},
        fields::CellFault,
    },
    kernel::error::Code,
};

/// Takes rows and decides what each does.
#[derive(Debug)]
pub(super) struct Desk<'a> {
    words: &'a Words,
    received: HashMap<String, Received>,
    models: HashMap<Uuid, StructureModel>,
    holders: Holders,
    /// Structures that the source already tells.
    linked: HashSet<Uuid>,
    deleted: HashSet<Uuid>,
    pub(super) changes: Changes,
}

impl<'a> Desk<'a> {
    pub(super) fn new(words: &'a Words, received: HashMap<String, Received>, known: Vec<Known>) -> Self {
        let mut desk = Self {
            words,
            received,
            models: HashMap::new(),
            holders: Holders::default(),
            linked: HashSet::new(),
            deleted: HashSet::new(),
            changes: Changes::default(),
        };
        for Known { model, is_linked, is_deleted } in known {
            desk.holders.add(&model);
            desk.linked.extend(is_linked.then_some(model.id));
            desk.deleted.extend(is_deleted.then_some(model.id));
            desk.models.insert(model.id, model);
        }
        desk
    }

    /// Decides on a row.
    pub(super) fn take(&mut self, placed: Placed<'_>, new_id: impl FnOnce() -> Uuid) -> Line {
        let known = match self.target(&placed) {
            Ok(known) => known,
            Err(fault) => return refused(placed.origin, fault),
        };
        let before = known.and_then(|id| self.models.get(&id).cloned());
        let mut after = before.clone().unwrap_or_else(|| blank(new_id()));
        let fields = merge(&mut after, &placed);
        if let Some((field, problem)) = contradiction(&after) {
            let fault = self.words.fault(placed.origin, field, Code::Invalid, &*problem);
            return refused(placed.origin, fault);
        }
        self.link(&placed, after.id);
        let verdict = if let Some(before) = before {
            self.change(&before, after, fields)
        } else {
            self.make(&placed, after)
        };
        Line { line: placed.origin.line, verdict, remarks: placed.warnings }
    }

    /// The structure that a row is about, if it is known; or why the row is left out.
    fn target(&self, placed: &Placed<'_>) -> Result<Option<Uuid>, CellFault> {
        let fault = |field, code, problem| Err(self.words.fault(placed.origin, field, code, &problem));
        let numbers = numbers_of_row(placed.row);
        let received = self.received.get(&placed.row.external_id).map(|received| received.record);
        let mut target = received;
        for number in &numbers {
            match (self.holders.of(number), target) {
                (None, _) => {}
                (Some(holder), Some(target)) if holder == target => {}
                (Some(_), Some(_)) => {
                    return fault(number.field, Code::Duplicate, ApplyProblem::Taken(number.value.clone()));
                }
                (Some(holder), None) if self.linked.contains(&holder) => {
                    let problem = ApplyProblem::ToldByAnother(number.value.clone());
                    return fault(number.field, Code::Duplicate, problem);
                }
                (Some(holder), None) => target = Some(holder),
            }
        }
        match target {
            Some(id) if self.deleted.contains(&id) => {
                fault("externalId", Code::NotFound, ApplyProblem::Deleted)
            }
            target => Ok(target),
        }
    }

    fn link(&mut self, placed: &Placed<'_>, record: Uuid) {
        self.linked.insert(record);
        self.changes.links.push(Link {
            external_id: placed.row.external_id.clone(),
            record,
            checksum: placed.checksum.clone(),
        });
    }

    fn make(&mut self, placed: &Placed<'_>, mut model: StructureModel) -> Verdict {
        let numbers = [&model.siren, &model.rna, &model.uai];
        if numbers.into_iter().any(Option::is_some) {
            "ACTIVE".clone_into(&mut model.status);
        }
        self.keep(&model);
        self.changes.made.push(Made { model, visibility: placed.row.visibility });
        Verdict::Created
    }

    fn change(
        &mut self,
        before: &StructureModel,
        after: StructureModel,
        fields: Vec<&'static str>,
    ) -> Verdict {
        if fields.is_empty() {
            return Verdict::Unchanged;
        }
        self.holders.remove(before);
        self.keep(&after);
        self.changes.change(after, &fields);
        Verdict::Updated(fields)
    }

    fn keep(&mut self, model: &StructureModel) {
        self.holders.add(model);
        self.models.insert(model.id, model.clone());
    }
}
