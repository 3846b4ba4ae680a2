//! Writing what a batch does to structures: as many statements for five hundred rows as for one.

use std::collections::HashMap;

use serde_json::json;
use uuid::Uuid;

use super::repo::{self, Source, StructureModel};
use crate::{
    access::{self, Edit, Granted, Visibility},
    domain::structure::place,
    exchange::{fields::Choice, structure},
    kernel::{
        error::{Error, Result},
        kind::Kind,
    },
    store::{
        Tx,
        record::{Change, NewRecord},
    },
};

/// What a batch does to structures.
#[derive(Debug, Default)]
pub(super) struct Changes {
    pub(super) made: Vec<Made>,
    changed: Vec<Changed>,
    pub(super) links: Vec<Link>,
}

/// A new structure.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) model: StructureModel,
    pub(super) visibility: Option<structure::Visibility>,
}

/// A structure that changes.
#[derive(Debug)]
struct Changed {
    model: StructureModel,
    fields: Vec<&'static str>,
}

/// What a source calls a structure, and the checksum of what it last said of it.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) external_id: String,
    pub(super) record: Uuid,
    pub(super) checksum: String,
}

impl Changes {
    /// Notes that a structure changes; two rows may tell the same one once two structures were merged.
    pub(super) fn change(&mut self, model: StructureModel, fields: &[&'static str]) {
        let Some(again) = self.changed.iter_mut().find(|changed| changed.model.id == model.id) else {
            self.changed.push(Changed { model, fields: fields.to_vec() });
            return;
        };
        again.model = model;
        again.fields.extend_from_slice(fields);
        again.fields.sort_unstable();
        again.fields.dedup();
    }
}

/// Writes the batch; numbers that change hands are freed before they are taken.
pub(super) async fn write(tx: &mut Tx<'_>, source: &Source, changes: Changes) -> Result<()> {
    let Changes { made, changed, links } = changes;
    let written = changed.iter().map(|changed| changed.model.id).chain(made.iter().map(|made| made.model.id));
    let written: Vec<Uuid> = written.collect();
    let counts = json!({ "source": source.slug, "created": made.len(), "updated": changed.len() });
    update(tx, changed).await?;
    insert(tx, source, made).await?;
    repo::link(tx, source.id, links).await?;
    if !written.is_empty() {
        place(tx, &written).await?;
        tx.audit("structure.import", None, counts).await?;
    }
    Ok(())
}

async fn update(tx: &mut Tx<'_>, changed: Vec<Changed>) -> Result<()> {
    if changed.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = changed.iter().map(|changed| changed.model.id).collect();
    let mut granted: HashMap<Uuid, Granted<Edit>> = HashMap::with_capacity(ids.len());
    for facts in tx.facts_of(&ids).await? {
        granted.insert(facts.id, access::over(&tx.scene.viewer, Some(facts), "externalId")?);
    }
    let mut changes = Vec::with_capacity(changed.len());
    for Changed { model, fields } in &changed {
        let granted = granted
            .get(&model.id)
            .ok_or_else(|| Error::Internal(format!("the structure {} is gone", model.id)))?;
        let name = fields.contains(&"name").then_some(model.name.as_str());
        changes.push((granted, Change { event: "structure.updated", fields: fields.clone(), name }));
    }
    tx.change_many(changes).await?;
    repo::update(tx, changed.into_iter().map(|changed| changed.model)).await
}

async fn insert(tx: &mut Tx<'_>, source: &Source, made: Vec<Made>) -> Result<()> {
    if made.is_empty() {
        return Ok(());
    }
    let granted = access::create(&tx.scene.viewer, Kind::Structure, None, "externalId")?;
    let records: Vec<(Uuid, NewRecord<'_>)> = made
        .iter()
        .map(|Made { model, visibility }| {
            let visibility =
                visibility.map_or(Visibility::Network, |level| Visibility::parse(level.as_str()));
            let record = NewRecord {
                kind: Kind::Structure,
                visibility,
                under: None,
                withheld: false,
                project: None,
                origin_partner: source.partner,
                name: &model.name,
                event: "structure.created",
            };
            (model.id, record)
        })
        .collect();
    tx.insert_records(&granted, &records).await?;
    repo::insert(tx, made.into_iter().map(|made| made.model)).await
}
