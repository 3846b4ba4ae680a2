//! The trades, and which structures belong to them.

use chrono::{DateTime, Utc};
use entities::{record_term, structure, term};

use super::draw::Draw;
use super::record::Recorded;
use super::words::SECTORS;

pub(super) fn sectors(draw: &mut Draw) -> Vec<term::Model> {
    SECTORS
        .into_iter()
        .zip(1..)
        .map(|((code, fr, ca), position)| term::Model {
            id: draw.id(DateTime::<Utc>::UNIX_EPOCH),
            scheme: "SECTOR".to_owned(),
            code: code.to_owned(),
            label: serde_json::json!({ "fr": fr, "ca": ca }),
            parent_id: None,
            position,
        })
        .collect()
}

/// Two structures in ten are said to belong to no trade, three to two of them.
pub(super) fn said(
    draw: &mut Draw,
    sectors: &[term::Model],
    structures: &[Recorded<structure::Model>],
) -> Vec<record_term::Model> {
    let mut all = Vec::new();
    for structure in structures {
        let first = draw.index(sectors.len());
        let second = first + 1 + draw.index(sectors.len() - 1);
        let count = draw.weighted(&[(20, 0), (50, 1), (30, 2)]);
        all.extend([first, second].into_iter().take(count).map(|place| record_term::Model {
            record_id: structure.id(),
            term_id: sectors[place % sectors.len()].id,
        }));
    }
    all
}
