//! Writing the demonstration data: through the same records and log as any other.

pub(super) mod action;
pub(super) mod funding_source;
pub(super) mod member;
pub(super) mod project;
pub(super) mod resource;
pub(super) mod structure;
pub(super) mod term;
pub(super) mod training_path;

use entities::record;
use sea_orm::EntityTrait;
use uuid::Uuid;

use super::data::{Demo, id};
use crate::access::Visibility;
use crate::kernel::error::Result;
use crate::kernel::kind::Kind;
use crate::store::record::NewRecord;
use crate::store::{Tx, fault};

/// Whether the data is there: whether its first structure is.
pub(super) async fn is_loaded(tx: &Tx<'_>, demo: &Demo) -> Result<bool> {
    let Some(first) = demo.structures.first() else { return Ok(true) };
    let found = record::Entity::find_by_id(id("structure", &first.key)).one(tx.connection()).await;
    Ok(found.map_err(fault)?.is_some())
}

/// A record that nothing narrows.
fn top<'a>(kind: Kind, name: &'a str, visibility: Visibility, event: &'static str) -> NewRecord<'a> {
    NewRecord {
        kind,
        visibility,
        under: None,
        withheld: false,
        project: None,
        origin_partner: None,
        name,
        event,
    }
}

fn structure_id(key: &str) -> Uuid {
    id("structure", key)
}

fn member_id(key: &str) -> Uuid {
    id("member", key)
}

fn project_id(key: &str) -> Uuid {
    id("project", key)
}

fn partner_id(key: &str) -> Uuid {
    id("partner", key)
}
