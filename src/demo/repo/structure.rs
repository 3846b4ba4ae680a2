//! Partners, structures, their labels and where they work.

use std::collections::HashMap;

use chrono::Days;
use entities::{partner, quality_label, structure, structure_action_territory, territory};
use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde_json::json;
use uuid::Uuid;

use super::{partner_id, structure_id, term, top};
use crate::access::{self, Visibility};
use crate::demo::data::{Demo, Label, Partner, Structure, id};
use crate::demo::plan::day;
use crate::domain::structure::place;
use crate::kernel::error::Result;
use crate::kernel::fold::fold;
use crate::kernel::kind::Kind;
use crate::store::{Tx, fault};

/// Communes by their codes.
type Places = HashMap<String, Uuid>;

/// Inserts them all.
pub(in crate::demo) async fn insert(tx: &mut Tx<'_>, demo: &Demo) -> Result<()> {
    let partners = demo.partners.iter().map(|partner| partner_row(tx, partner));
    tx.insert_all(partners).await?;
    let granted = access::create(&tx.scene.viewer, Kind::Structure, None, "demo")?;
    let mut records = Vec::with_capacity(demo.structures.len());
    for structure in &demo.structures {
        let visibility = Visibility::parse(&structure.visibility);
        let record = top(Kind::Structure, &structure.name, visibility, "structure.created");
        records.push((structure_id(&structure.key), record));
    }
    tx.insert_records(&granted, &records).await?;
    let places = places(tx).await?;
    let rows = demo.structures.iter().map(|structure| structure_row(structure, &places));
    tx.insert_all(rows).await?;
    for partner in &demo.partners {
        let row = partner::ActiveModel {
            id: Unchanged(partner_id(&partner.key)),
            structure_id: Set(Some(structure_id(&partner.structure))),
            ..Default::default()
        };
        row.update(tx.connection()).await.map_err(fault)?;
    }
    let ids: Vec<Uuid> = demo.structures.iter().map(|structure| structure_id(&structure.key)).collect();
    place(tx, &ids).await?;
    insert_details(tx, demo, &places).await?;
    let said = demo.structures.iter().flat_map(|structure| {
        let id = structure_id(&structure.key);
        structure.sectors.iter().map(move |code| (id, "SECTOR", code.as_str()))
    });
    term::say(tx, &said.collect::<Vec<_>>()).await
}

async fn insert_details(tx: &Tx<'_>, demo: &Demo, places: &Places) -> Result<()> {
    let (mut labels, mut areas) = (Vec::new(), Vec::new());
    for structure in &demo.structures {
        let id = structure_id(&structure.key);
        labels.extend(structure.labels.iter().map(|label| label_row(tx, structure, label)));
        let communes = structure.works_in.iter().filter_map(|code| places.get(code));
        areas.extend(communes.map(|commune| structure_action_territory::ActiveModel {
            structure_id: Set(id),
            territory_id: Set(*commune),
        }));
    }
    tx.insert_all(labels).await?;
    tx.insert_all(areas).await
}

async fn places(tx: &Tx<'_>) -> Result<Places> {
    let communes: Vec<(String, Uuid)> = territory::Entity::find()
        .select_only()
        .columns([territory::Column::Code, territory::Column::Id])
        .filter(territory::Column::Kind.eq("COMMUNE"))
        .filter(territory::Column::ValidTo.is_null())
        .into_tuple()
        .all(tx.connection())
        .await
        .map_err(fault)?;
    Ok(communes.into_iter().collect())
}

fn partner_row(tx: &Tx<'_>, partner: &Partner) -> partner::ActiveModel {
    let joined = partner.joined_days_ago.and_then(|days| tx.scene.today.checked_sub_days(Days::new(days)));
    partner::ActiveModel {
        id: Set(partner_id(&partner.key)),
        slug: Set(format!("demo-{}", partner.key)),
        name: Set(partner.name.clone()),
        sort_name: Set(fold(&partner.name)),
        site_url: Set(Some(format!("https://{}.example.org/", partner.key))),
        default_visibility: Set("NETWORK".to_owned()),
        state: Set(partner.state.clone()),
        joined_on: Set(joined),
        ..Default::default()
    }
}

fn structure_row(structure: &Structure, places: &Places) -> structure::ActiveModel {
    let branch_of = structure.branch_of.as_deref();
    // Most invented bodies have no number: a made-up one could be somebody's.
    let siret = structure.siret.as_deref();
    let is_unnumbered = branch_of.is_none() && siret.is_none();
    let waiver = structure.waiver.clone().or_else(|| is_unnumbered.then(|| "OTHER".to_owned()));
    structure::ActiveModel {
        id: Set(structure_id(&structure.key)),
        kind: Set(structure.kind.clone()),
        name: Set(structure.name.clone()),
        partner_id: Set(structure.partner.as_deref().map(partner_id)),
        parent_id: Set(branch_of.map(structure_id)),
        is_branch: Set(branch_of.is_some()),
        siren: Set(siret.and_then(|siret| siret.get(..9)).map(str::to_owned)),
        siret: Set(siret.map(str::to_owned)),
        identifier_waiver: Set(waiver),
        description: Set(structure.about.as_ref().map(|about| json!(about))),
        email: Set(Some(format!("contact@{}.example.org", structure.key))),
        website: Set(Some(format!("https://{}.example.org/", structure.key))),
        territory_id: Set(places.get(&structure.place).copied()),
        geo_precision: Set("COMMUNE".to_owned()),
        status: Set(structure.status.clone().unwrap_or_else(|| "ACTIVE".to_owned())),
        registry_state: Set("UNKNOWN".to_owned()),
        ..Default::default()
    }
}

fn label_row(tx: &Tx<'_>, structure: &Structure, label: &Label) -> quality_label::ActiveModel {
    quality_label::ActiveModel {
        id: Set(id("label", &format!("{}:{}", structure.key, label.scheme))),
        structure_id: Set(structure_id(&structure.key)),
        scheme: Set(label.scheme.clone()),
        scopes: Set(json!(label.scopes)),
        number: Set(label.number.clone()),
        issuer: Set(label.issuer.clone()),
        valid_from: Set(Some(day(tx.scene.today, label.valid_days - 1_095))),
        valid_to: Set(Some(day(tx.scene.today, label.valid_days))),
    }
}
