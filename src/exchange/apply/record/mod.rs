//! Records of any noun: which record a row is about, what it changes, and who may change it.
//!
//! Two rows of one source are never the same record: the second is a duplicate. Who reads a record is said at its
//! making only: no file widens what people narrowed. A field that a person has said since is kept.

mod desk;
mod holders;
mod own;
mod write;

use std::collections::HashMap;

use uuid::Uuid;

use super::{
    Judged, Words,
    batch::Told,
    placed::{Parted, checksum, part},
    problem::ApplyProblem,
    repo,
    source::{Before, Source, source},
};
use crate::{
    access::Facts,
    exchange::{
        fields::CellFault,
        kept,
        names::{Names, Wanted},
        noun::{Cells, Noun, Row},
        value::Value,
    },
    kernel::{
        error::{Code, Fault, Result},
        id,
        kind::Kind,
    },
    store::Tx,
};
use desk::Desk;
use holders::numbers_of;

/// A row, with what it says once its names are looked up.
type Placed<'r> = super::placed::Placed<'r, Row, Cells>;

/// A record that rows of the batch may be about.
#[derive(Debug)]
struct Known {
    cells: Cells,
    /// What the one who acts may do with it; nothing when it was deleted.
    facts: Option<Facts>,
    /// The source already tells it.
    is_linked: bool,
    /// Fields that a person has said since.
    locked: Vec<String>,
}

/// Applies the rows of one batch.
pub(super) async fn apply(
    tx: &mut Tx<'_>,
    words: &Words,
    noun: &'static Noun,
    rows: &[Told<Row>],
) -> Result<Vec<Judged>> {
    let source = source(tx, &words.plan.source, &words.options).await?;
    let mut wanted = Wanted::default();
    let said = rows.iter().flat_map(|told| told.row.cells.said());
    said.for_each(|(field, value)| wanted.add(field.form, value));
    let owner = words.options.owner.clone().map(Value::Text);
    if let Some(owner) = &owner {
        wanted.add(super::OWNER, owner);
    }
    let names = wanted.find(tx, &source.slug).await?;
    let owner = owner.map(|owner| named_owner(&names, &owner)).transpose()?;
    let Parted { before, mut judged, pending } =
        part(tx, &source, rows, |told| placed(words, told, &names)).await?;
    if !pending.is_empty() {
        let known = known(tx, noun, &source, &pending, &before).await?;
        let mut desk = Desk::new(words, noun, &tx.scene.viewer, owner, before, known);
        judged.extend(pending.into_iter().map(|placed| desk.take(placed, || tx.new_id())));
        let changes = desk.changes;
        write::write(tx, noun, &source, changes).await?;
    }
    Ok(judged)
}

/// The structure that who imports names as the owner.
fn named_owner(names: &Names, owner: &Value) -> Result<Value, Fault> {
    let message = "there is no such structure to own these records: name one that is here";
    names.of(super::OWNER, owner).value.ok_or_else(|| Fault::on("owner", Code::NotFound, message))
}

/// Looks up what the row names; the inner error is the fault of a row that names something unknown.
fn placed<'r>(words: &Words, told: &'r Told<Row>, names: &Names) -> Result<Result<Placed<'r>, CellFault>> {
    let (origin, row) = (told.origin, &*told.row);
    let mut cells = row.cells.clone();
    let mut warnings = Vec::new();
    for (field, value) in row.cells.said().filter(|(field, _)| field.form.is_reference()) {
        let found = names.of(field.form, value);
        cells.set(field.name, found.value);
        if let Some(unknown) = found.unknown.into_iter().next() {
            let problem = ApplyProblem::unknown(field.form, unknown);
            let fault = words.fault(origin, field.name, Code::NotFound, &problem);
            if !words.forgives(origin, field.name) {
                return Ok(Err(fault));
            }
            warnings.push(fault);
        }
    }
    let checksum = checksum(&(&cells, &row.url))?;
    Ok(Ok(Placed { origin, row, found: cells, checksum, warnings }))
}

/// The record of the hub that the row names by its identifier here.
fn named(kind: Kind, external_id: &str) -> Option<Uuid> {
    id::parse_global(external_id).filter(|(prefix, _)| *prefix == kind.prefix()).map(|(_, id)| id)
}

/// The records that the rows may be about: those told before, those named, and those that hold one of their numbers.
async fn known(
    tx: &Tx<'_>,
    noun: &'static Noun,
    source: &Source,
    rows: &[Placed<'_>],
    before: &Before,
) -> Result<HashMap<Uuid, Known>> {
    let told = rows.iter().filter_map(|placed| before.get(&placed.row.external_id));
    let mut ids: Vec<Uuid> = told.map(|received| received.record).collect();
    ids.extend(rows.iter().filter_map(|placed| named(noun.kind, &placed.row.external_id)));
    let mut numbers: HashMap<&'static str, Vec<String>> = HashMap::new();
    for number in rows.iter().flat_map(|placed| numbers_of(&placed.found)) {
        numbers.entry(number.field).or_default().push(number.value);
    }
    ids.extend(repo::rows::holders(tx, noun, &numbers).await?);
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut facts: HashMap<Uuid, Facts> =
        tx.facts_of(&ids).await?.into_iter().map(|facts| (facts.id, facts)).collect();
    let linked = repo::source::told(tx, source.id, &ids).await?;
    let mut locked = tx.locked(&ids).await?;
    let kept = kept::load(tx, noun, &ids).await?;
    let known = kept.into_iter().map(|(id, cells)| {
        let known = Known {
            cells,
            facts: facts.remove(&id),
            is_linked: linked.contains(&id),
            locked: locked.remove(&id).unwrap_or_default(),
        };
        (id, known)
    });
    Ok(known.collect())
}
