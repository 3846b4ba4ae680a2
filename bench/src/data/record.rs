//! The common row of each record that is made.

use chrono::{DateTime, Duration, Utc};
use entities::record;
use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;

use super::draw::Draw;

/// From the widest to the narrowest.
const LEVELS: [&str; 5] = ["PUBLIC", "NETWORK", "SHARED", "TEAM", "PRIVATE"];

/// A new record of `kind` called `name`; eight in ten are public, one in a hundred is deleted.
pub(super) fn make(draw: &mut Draw, kind: &str, name: &str) -> record::Model {
    let created_at = draw.moment();
    let updated_at = created_at + Duration::days(draw.between(0, 60).into());
    let visibility = draw.weighted(&[(80, "PUBLIC"), (10, "NETWORK"), (7, "TEAM"), (3, "PRIVATE")]);
    let deleted_at = deletion(draw, updated_at);
    record::Model {
        id: draw.id(created_at),
        kind: kind.to_owned(),
        visibility: visibility.to_owned(),
        effective_visibility: if deleted_at.is_some() { "NONE" } else { visibility }.to_owned(),
        parent_id: None,
        project_id: None,
        owner_id: None,
        origin_partner_id: None,
        withheld: false,
        archived_at: None,
        archived_with: None,
        slug: None,
        sort_name: fold(name),
        version: draw.between(1, 4),
        created_at,
        created_by: None,
        updated_at,
        updated_by: None,
        deleted_at,
    }
}

/// Puts `child` under `parent`, which narrows who may see it.
pub(super) fn place_under(child: &mut record::Model, parent: &record::Model) {
    child.parent_id = Some(parent.id);
    child.owner_id = parent.owner_id;
    child.project_id = parent.project_id;
    if child.deleted_at.is_none() {
        child.effective_visibility =
            LEVELS[rank(&child.visibility).max(rank(&parent.effective_visibility))].to_owned();
    }
}

/// Lower case without accents: what lists are ordered by, and how searches spell words.
pub(crate) fn fold(text: &str) -> String {
    text.nfd().filter(|letter| !('\u{300}'..='\u{36f}').contains(letter)).collect::<String>().to_lowercase()
}

fn rank(level: &str) -> usize {
    LEVELS.iter().position(|known| *known == level).unwrap_or(LEVELS.len() - 1)
}

fn deletion(draw: &mut Draw, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    draw.chance(1).then_some(at)
}

/// A record and the row of its kind.
pub(super) struct Recorded<T> {
    pub record: record::Model,
    pub detail: T,
}

impl<T> Recorded<T> {
    pub(super) fn id(&self) -> Uuid {
        self.record.id
    }
}
