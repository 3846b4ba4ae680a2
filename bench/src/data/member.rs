//! People and where they belong.

use entities::{member, membership, structure};

use super::draw::Draw;
use super::record::{self, Recorded};
use super::words::{FAMILY_NAMES, GIVEN_NAMES};

pub(super) fn make(draw: &mut Draw, count: usize) -> Vec<Recorded<member::Model>> {
    (0..count)
        .map(|number| {
            let (given, family) = (*draw.pick(&GIVEN_NAMES), *draw.pick(&FAMILY_NAMES));
            let record = record::make(draw, "MEMBER", &format!("{given} {family}"));
            let detail = member::Model {
                id: record.id,
                given_name: Some(given.to_owned()),
                family_name: Some(family.to_owned()),
                display_name: format!("{given} {family}"),
                email: Some(format!("member{number}@example.org")),
                phone: None,
                locale: "fr".to_owned(),
                contact_visibility: "TEAM".to_owned(),
                state: "ACTIVE".to_owned(),
                operator: false,
            };
            Recorded { record, detail }
        })
        .collect()
}

/// One a member.
pub(super) fn memberships(
    draw: &mut Draw,
    members: &[Recorded<member::Model>],
    structures: &[Recorded<structure::Model>],
) -> Vec<membership::Model> {
    members
        .iter()
        .map(|member| membership::Model {
            id: draw.id(member.record.created_at),
            member_id: member.id(),
            structure_id: draw.pick(structures).id(),
            role: draw.weighted(&[(10, "ADMIN"), (30, "EDITOR"), (50, "MEMBER"), (10, "VIEWER")]).to_owned(),
            state: "ACTIVE".to_owned(),
            origin: "INVITE".to_owned(),
            invited_by: None,
            decided_by: None,
            decided_at: Some(member.record.created_at),
            expires_at: None,
            created_at: member.record.created_at,
            version: 1,
            provider_id: None,
        })
        .collect()
}
