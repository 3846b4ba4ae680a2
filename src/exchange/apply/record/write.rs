//! Writing what a batch does to records: as many statements for five hundred rows as for one.

use serde_json::json;
use uuid::Uuid;

use super::desk::{changed_fields, said};
use super::own;
use crate::{
    access::{Edit, Granted, GrantedCreate, Visibility},
    exchange::{
        apply::{
            repo,
            source::{Link, Source},
        },
        noun::{Cells, Noun},
        value::Value,
    },
    kernel::{error::Result, kind::Kind},
    store::{
        Tx,
        record::{Change, NewRecord},
    },
};

/// What a batch does to records.
#[derive(Debug, Default)]
pub(super) struct Changes {
    pub(super) made: Vec<Made>,
    changed: Vec<Changed>,
    pub(super) links: Vec<Link>,
}

/// A new record.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) id: Uuid,
    pub(super) granted: GrantedCreate,
    pub(super) after: Cells,
    /// The names of the fields that its row says.
    pub(super) said: Vec<&'static str>,
}

/// A record that changes.
#[derive(Debug)]
pub(super) struct Changed {
    pub(super) granted: Granted<Edit>,
    pub(super) after: Cells,
    /// The names of the fields that change.
    pub(super) fields: Vec<&'static str>,
}

impl Changes {
    /// Notes that a record changes; two rows may tell the same one once two records were merged.
    pub(super) fn change(&mut self, changed: Changed) {
        let same = |before: &&mut Changed| before.granted.id() == changed.granted.id();
        let Some(again) = self.changed.iter_mut().find(same) else {
            self.changed.push(changed);
            return;
        };
        again.after = changed.after;
        again.fields.extend(changed.fields);
        again.fields.sort_unstable();
        again.fields.dedup();
    }
}

/// Writes the batch; numbers that change hands are freed before they are taken.
pub(super) async fn write(
    tx: &mut Tx<'_>,
    noun: &'static Noun,
    source: &Source,
    changes: Changes,
) -> Result<()> {
    let Changes { made, changed, links } = changes;
    tx.write_for_source();
    update(tx, noun, &changed).await?;
    insert(tx, noun, source, &made).await?;
    repo::source::link(tx, source.id, links).await?;
    own::after(tx, noun, &made, &changed).await?;
    let fields = made.iter().map(|made| (made.id, &made.said));
    let fields = fields.chain(changed.iter().map(|changed| (changed.granted.id(), &changed.fields)));
    let fields: Vec<_> = fields.flat_map(|(id, fields)| said(noun, id, fields)).collect();
    tx.said_by(source.id, &fields).await?;
    if !(made.is_empty() && changed.is_empty()) {
        let counts = json!({ "source": source.slug, "kind": noun.kind.as_str(), "created": made.len(), "updated": changed.len() });
        tx.audit("record.import", None, counts).await?;
    }
    Ok(())
}

async fn update(tx: &mut Tx<'_>, noun: &'static Noun, changed: &[Changed]) -> Result<()> {
    if changed.is_empty() {
        return Ok(());
    }
    let change = |changed: &'_ Changed| {
        let (event, more) = own::event(noun, &changed.after);
        let mut fields = changed_fields(noun, &changed.fields);
        fields.extend(more);
        (event, fields)
    };
    let changes = changed.iter().map(|changed| {
        let (event, fields) = change(changed);
        let name = changed.fields.contains(&noun.titled).then(|| title(noun, &changed.after));
        (&changed.granted, Change { event, fields, name })
    });
    tx.change_many(changes.collect()).await?;
    let rows: Vec<_> = changed.iter().map(|changed| (changed.granted.id(), &changed.after)).collect();
    repo::rows::write(tx, noun, &rows).await?;
    let lists: Vec<_> = changed
        .iter()
        .map(|changed| (changed.granted.id(), &changed.after, changed.fields.as_slice()))
        .collect();
    repo::rows::hang(tx, noun, &lists).await
}

async fn insert(tx: &mut Tx<'_>, noun: &'static Noun, source: &Source, made: &[Made]) -> Result<()> {
    let mut rest: Vec<&Made> = made.iter().collect();
    // Those of one owner go together: the proof that they may be made is about the owner.
    while let Some(first) = rest.first().copied() {
        let owner = first.granted.owner();
        let (own, others): (Vec<&Made>, Vec<&Made>) =
            rest.into_iter().partition(|made| made.granted.owner() == owner);
        rest = others;
        let records: Vec<_> = own.iter().map(|made| (made.id, new_record(noun, source, made))).collect();
        tx.insert_records(&first.granted, &records).await?;
    }
    let rows: Vec<_> = made.iter().map(|made| (made.id, &made.after)).collect();
    repo::rows::write(tx, noun, &rows).await?;
    let lists: Vec<_> = made.iter().map(|made| (made.id, &made.after, made.said.as_slice())).collect();
    repo::rows::hang(tx, noun, &lists).await
}

fn new_record<'m>(noun: &Noun, source: &Source, made: &'m Made) -> NewRecord<'m> {
    NewRecord {
        kind: noun.kind,
        visibility: made.after.text("visibility").map_or(noun.level, Visibility::parse),
        under: None,
        withheld: noun.withheld,
        project: (noun.kind == Kind::Project).then_some(made.id),
        origin_partner: source.partner,
        name: title(noun, &made.after),
        event: noun.events[0],
    }
}

/// What lists are ordered by.
fn title<'c>(noun: &Noun, cells: &'c Cells) -> &'c str {
    cells.get(noun.titled).and_then(Value::french).unwrap_or_default()
}
