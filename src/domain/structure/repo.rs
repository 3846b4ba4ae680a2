//! Structures in the database.

use entities::{membership, structure};
use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::{ActiveModelTrait, EntityTrait};
use uuid::Uuid;

use super::content::{Content, Details};
use super::duplicates::UniqueIdentifiers;
use super::input::NewStructure;
use super::model::{GeoPrecision, IdentifierWaiver, RegistryState, StructureKind, StructureStatus};
use crate::access::{Edit, Granted, GrantedCreate};
use crate::domain::record;
use crate::domain::term::{self, TermScheme};
use crate::kernel::error::{Error, Result};
use crate::store::{Tx, fault, policy};

/// A structure that may be the same as one about to be made.
#[derive(Clone, Debug)]
pub(super) struct Lookalike {
    pub(super) id: Uuid,
    pub(super) sort_name: String,
    pub(super) email: Option<String>,
    pub(super) same_siren: bool,
    pub(super) same_commune: bool,
}

/// Who holds an identifier that only one structure may hold.
#[derive(Clone, Copy, Debug)]
pub(super) struct Holder {
    pub(super) id: Uuid,
    pub(super) visible: bool,
}

/// Lookalikes that are compared, at most.
const MAX_LOOKALIKES: u32 = 5_000;

/// Inserts the structure's own row.
pub(super) async fn insert(
    tx: &Tx<'_>,
    _granted: &GrantedCreate,
    id: Uuid,
    new: &NewStructure,
    status: StructureStatus,
) -> Result<()> {
    let row = structure::ActiveModel {
        id: Set(id),
        is_branch: Set(false),
        siren: Set(new.siren.clone()),
        siret: Set(new.siret.clone()),
        rna: Set(new.rna.clone()),
        uai: Set(new.uai.clone()),
        status: Set(status.as_str().to_owned()),
        registry_state: Set(RegistryState::Unknown.as_str().to_owned()),
        ..columns(&new.content)
    };
    tx.insert(row).await?;
    let details = &new.content.details;
    term::say(tx, id, details.sectors.iter().chain(&details.themes)).await
}

/// What a structure says of itself, as its row holds it.
fn columns(content: &Content) -> structure::ActiveModel {
    let details = content.details.clone();
    structure::ActiveModel {
        kind: Set(content.kind.as_str().to_owned()),
        name: Set(content.name.clone()),
        acronym: Set(details.acronym),
        legal_name: Set(details.legal_name),
        nda: Set(details.nda),
        naf_version: Set(details.naf.as_ref().map(|_| "NAF2".to_owned())),
        naf_code: Set(details.naf),
        identifier_waiver: Set(details.identifier_waiver.map(|waiver| waiver.as_str().to_owned())),
        description: Set(details.description.map(|text| serde_json::json!(text))),
        email: Set(details.email),
        phone: Set(details.phone),
        website: Set(details.website),
        address_line: Set(details.address_line),
        postal_code: Set(details.postal_code),
        territory_id: Set(details.territory),
        lat: Set(details.lat),
        lon: Set(details.lon),
        geo_precision: Set(content.details.precision().as_str().to_owned()),
        ..Default::default()
    }
}

/// What a structure says of itself.
pub(super) async fn content(tx: &Tx<'_>, granted: &Granted<Edit>) -> Result<Content> {
    let row = row(tx, granted.id()).await?;
    let unknown = || Error::Internal(format!("a structure's kind is none: {}", row.id));
    Ok(Content {
        kind: StructureKind::parse(&row.kind).ok_or_else(unknown)?,
        name: row.name,
        details: Details {
            acronym: row.acronym,
            legal_name: row.legal_name,
            nda: row.nda,
            naf: row.naf_code,
            identifier_waiver: row.identifier_waiver.as_deref().and_then(IdentifierWaiver::parse),
            description: row.description.map(record::read_text).transpose()?,
            email: row.email,
            phone: row.phone,
            website: row.website,
            address_line: row.address_line,
            postal_code: row.postal_code,
            territory: row.territory_id,
            sectors: term::of(tx, row.id, TermScheme::Sector).await?,
            themes: term::of(tx, row.id, TermScheme::Theme).await?,
            lat: row.lat,
            lon: row.lon,
            geo_precision: GeoPrecision::parse(&row.geo_precision),
        },
    })
}

/// Writes what a structure says of itself.
pub(super) async fn set_content(tx: &Tx<'_>, granted: &Granted<Edit>, content: &Content) -> Result<()> {
    let row = structure::ActiveModel { id: Unchanged(granted.id()), ..columns(content) };
    row.update(tx.connection()).await.map_err(fault)?;
    term::mark(tx, granted.id(), TermScheme::Sector, &content.details.sectors).await?;
    term::mark(tx, granted.id(), TermScheme::Theme, &content.details.themes).await
}

/// The structure that stands for one that was merged into it.
///
/// # Errors
/// When the database does not answer.
pub async fn successor(tx: &Tx<'_>, id: Uuid) -> Result<Option<Uuid>> {
    let row = structure::Entity::find_by_id(id).one(tx.connection()).await.map_err(fault)?;
    Ok(row.and_then(|row| row.merged_into))
}

/// Where a structure stands, and what its next steps depend on.
#[derive(Clone, Debug)]
pub(super) struct Standing {
    pub(super) status: StructureStatus,
    pub(super) identifiers: UniqueIdentifiers,
    /// It has a public identifier, or needs none.
    pub(super) is_registered: bool,
    /// It says why it has none.
    pub(super) is_waived: bool,
}

impl Standing {
    /// Whether it has an identifier, or says why it has none.
    pub(super) const fn is_identified(&self) -> bool {
        self.is_registered || self.is_waived
    }
}

/// Where the structure stands.
pub(super) async fn standing(tx: &Tx<'_>, id: Uuid) -> Result<Standing> {
    let row = row(tx, id).await?;
    let unknown = || Error::Internal(format!("a structure's status is none: {id}"));
    let status = StructureStatus::parse(&row.status).ok_or_else(unknown)?;
    let stated = [&row.siren, &row.rna, &row.uai, &row.foreign_id];
    let is_registered = row.is_branch || stated.into_iter().any(Option::is_some);
    let is_waived = row.identifier_waiver.is_some();
    let identifiers = UniqueIdentifiers { siret: row.siret, rna: row.rna, uai: row.uai };
    Ok(Standing { status, identifiers, is_registered, is_waived })
}

/// Writes the structure's next status.
pub(super) async fn set_status<R>(tx: &Tx<'_>, granted: &Granted<R>, status: StructureStatus) -> Result<()> {
    let row = structure::ActiveModel {
        id: Unchanged(granted.id()),
        status: Set(status.as_str().to_owned()),
        ..Default::default()
    };
    row.update(tx.connection()).await.map_err(fault)?;
    Ok(())
}

/// The structure in use that holds `value` in `column`, seen or not: registry numbers are public, and the alternative
/// to saying that one is taken would be a second record of the same body.
pub(super) async fn holder(tx: &Tx<'_>, column: &'static str, value: &str) -> Result<Option<Holder>> {
    let mut sql = tx.sql();
    sql.push("select t.id, ");
    policy::visible(&mut sql, tx.scene, "r");
    sql.push(" from structure t join record r on r.id = t.id where r.deleted_at is null and t.status not in ('MERGED', 'ARCHIVED') and t.");
    sql.push(column).push(" = ").bind(value);
    let rows = tx.all(sql).await?;
    let read = |row: &sea_orm::QueryResult| {
        Ok(Holder {
            id: row.try_get_by_index(0).map_err(fault)?,
            visible: row.try_get_by_index::<Option<bool>>(1).map_err(fault)?.unwrap_or_default(),
        })
    };
    rows.first().map(read).transpose()
}

/// Structures that the viewer sees with the same SIREN or in the same commune.
pub(super) async fn lookalikes(
    tx: &Tx<'_>,
    siren: Option<&str>,
    place: Option<Uuid>,
) -> Result<Vec<Lookalike>> {
    let mut sql = tx.sql();
    let siren = siren.unwrap_or_default();
    let place = place.unwrap_or(Uuid::nil());
    sql.push("select t.id, r.sort_name, t.email, coalesce(t.siren = ").bind(siren);
    sql.push(", 1 = 0), coalesce(t.territory_id = ").bind(place);
    sql.push(", 1 = 0) from structure t join record r on r.id = t.id where r.deleted_at is null and t.status not in ('MERGED', 'ARCHIVED') and ");
    policy::visible(&mut sql, tx.scene, "r");
    sql.push(" and (t.siren = ").bind(siren).push(" or t.territory_id = ").bind(place).push(")");
    sql.push(&format!(" limit {MAX_LOOKALIKES}"));
    let rows = tx.all(sql).await?;
    let read = |row: &sea_orm::QueryResult| {
        Ok(Lookalike {
            id: row.try_get_by_index(0).map_err(fault)?,
            sort_name: row.try_get_by_index(1).map_err(fault)?,
            email: row.try_get_by_index(2).map_err(fault)?,
            same_siren: row.try_get_by_index(3).map_err(fault)?,
            same_commune: row.try_get_by_index(4).map_err(fault)?,
        })
    };
    rows.iter().map(read).collect()
}

/// Makes who declared a structure its first administrator.
pub(super) async fn make_admin(
    tx: &Tx<'_>,
    _granted: &GrantedCreate,
    member: Uuid,
    structure: Uuid,
) -> Result<()> {
    let row = membership::ActiveModel {
        id: Set(tx.new_id()),
        member_id: Set(member),
        structure_id: Set(structure),
        role: Set("ADMIN".to_owned()),
        state: Set("ACTIVE".to_owned()),
        origin: Set("REQUEST".to_owned()),
        invited_by: Set(None),
        decided_by: Set(Some(member)),
        decided_at: Set(Some(tx.scene.now)),
        expires_at: Set(None),
        created_at: Set(tx.scene.now),
        version: Set(1),
        provider_id: Set(None),
    };
    tx.insert(row).await
}

async fn row(tx: &Tx<'_>, id: Uuid) -> Result<structure::Model> {
    let row = structure::Entity::find_by_id(id).one(tx.connection()).await.map_err(fault)?;
    row.ok_or_else(|| Error::Internal(format!("the structure {id} has no row of its own")))
}
