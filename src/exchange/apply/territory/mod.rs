//! Places, by their kind and code, and what they lie in.
//!
//! A row that names larger places of some kinds replaces the links to places of those kinds and leaves the others: a
//! list of communes with their intercommunality does not take them out of their nature park. A larger place has to be
//! known, or told on an earlier line.

mod merge;
mod repo;

use std::collections::{BTreeSet, HashMap};

use uuid::Uuid;

use super::{Line, Origin, Verdict, Words, batch::Told, problem::ApplyProblem};
use crate::{
    exchange::{fields::CellFault, place::Place, territory::TerritoryRow},
    kernel::error::{Code, Result},
    store::Tx,
};
use repo::{DirectLink, TerritoryModel};

/// Applies the rows of one batch.
pub(super) async fn apply(tx: &mut Tx<'_>, words: &Words, rows: &[Told<TerritoryRow>]) -> Result<Vec<Line>> {
    let named = rows.iter().flat_map(|told| told.row.parents.iter().chain([&told.row.place]));
    let known = repo::find(tx, &named.map(|place| place.code.clone()).collect()).await?;
    let ids: Vec<Uuid> = known.values().map(|model| model.id).collect();
    let links = repo::direct_links(tx, &ids).await?;
    let mut atlas = Atlas { words, known, links, changes: Changes::default() };
    let lines = rows.iter().map(|told| atlas.take(told, || tx.new_id())).collect();
    if !atlas.changes.is_empty() {
        tx.note_sweeping();
        repo::write(tx, atlas.changes).await?;
    }
    Ok(lines)
}

/// What a batch does to the places.
#[derive(Debug, Default)]
struct Changes {
    created: Vec<TerritoryModel>,
    updated: Vec<TerritoryModel>,
    /// Places whose larger places change, with all of those that they lie in directly.
    moved: Vec<(Uuid, Vec<Uuid>)>,
}

impl Changes {
    const fn is_empty(&self) -> bool {
        self.created.is_empty() && self.updated.is_empty() && self.moved.is_empty()
    }
}

/// The places that a batch names, as they will be once the rows so far are applied.
struct Atlas<'a> {
    words: &'a Words,
    known: HashMap<Place, TerritoryModel>,
    links: HashMap<Uuid, Vec<DirectLink>>,
    changes: Changes,
}

impl Atlas<'_> {
    fn take(&mut self, told: &Told<TerritoryRow>, new_id: impl FnOnce() -> Uuid) -> Line {
        let (origin, row) = (told.origin, &*told.row);
        let parents = match self.parents(origin, row) {
            Ok(parents) => parents,
            Err(fault) => {
                return Line { line: origin.line, verdict: Verdict::Refused, remarks: vec![fault] };
            }
        };
        let known = self.known.get(&row.place).cloned();
        let is_new = known.is_none();
        let mut model = known.unwrap_or_else(|| merge::blank(new_id(), row));
        let mut fields = merge::merge(&mut model, row);
        if self.moves(model.id, &parents) {
            fields.push("within");
        }
        self.known.insert(row.place.clone(), model.clone());
        let verdict = match (is_new, fields.as_slice()) {
            (true, _) => {
                self.changes.created.push(model);
                Verdict::Created
            }
            (false, []) => Verdict::Unchanged,
            (false, changed) => {
                if changed != ["within"] {
                    self.changes.updated.push(model);
                }
                Verdict::Updated(fields)
            }
        };
        Line { line: origin.line, verdict, remarks: Vec::new() }
    }

    fn parents(&self, origin: Origin, row: &TerritoryRow) -> Result<Vec<DirectLink>, CellFault> {
        let refuse =
            |problem: ApplyProblem| Err(self.words.fault(origin, "parents", Code::Invalid, &problem));
        let mut parents = Vec::with_capacity(row.parents.len());
        for place in &row.parents {
            match self.known.get(place) {
                _ if *place == row.place => return refuse(ApplyProblem::WithinItself),
                None => return refuse(ApplyProblem::UnknownPlace(place.to_string())),
                Some(model) => parents.push(DirectLink { ancestor: model.id, kind: model.kind.clone() }),
            }
        }
        Ok(parents)
    }

    /// Whether the place is to lie directly in others than it does; notes it then.
    fn moves(&mut self, id: Uuid, parents: &[DirectLink]) -> bool {
        let kinds: BTreeSet<&str> = parents.iter().map(|parent| parent.kind.as_str()).collect();
        let links = self.links.entry(id).or_default();
        let mut after: Vec<DirectLink> =
            links.iter().filter(|link| !kinds.contains(link.kind.as_str())).cloned().collect();
        after.extend_from_slice(parents);
        after.sort_unstable();
        after.dedup();
        if after == *links {
            return false;
        }
        self.changes.moved.push((id, after.iter().map(|link| link.ancestor).collect()));
        *links = after;
        true
    }
}
