//! People and what they are in structures.

use entities::{member, membership};
use sea_orm::ActiveValue::Set;

use super::{member_id, structure_id, top};
use crate::access::{self, Visibility};
use crate::demo::data::{Demo, Member, id};
use crate::kernel::error::Result;
use crate::kernel::kind::Kind;
use crate::store::Tx;

/// Inserts them all.
pub(in crate::demo) async fn insert(tx: &mut Tx<'_>, demo: &Demo) -> Result<()> {
    for member in &demo.members {
        let owner = member.roles.first().map(|(structure, _)| structure_id(structure));
        let granted = access::create(&tx.scene.viewer, Kind::Member, owner, "demo")?;
        let name = display_name(member);
        let record = top(Kind::Member, &name, Visibility::Network, "member.created");
        tx.insert_record(&granted, member_id(&member.key), record).await?;
    }
    let rows = demo.members.iter().map(member_row);
    tx.insert_all(rows).await?;
    let rows = demo.members.iter().flat_map(|member| membership_rows(tx, member));
    tx.insert_all(rows).await
}

fn display_name(member: &Member) -> String {
    format!("{} {}", member.given, member.family)
}

fn member_row(member: &Member) -> member::ActiveModel {
    member::ActiveModel {
        id: Set(member_id(&member.key)),
        given_name: Set(Some(member.given.clone())),
        family_name: Set(Some(member.family.clone())),
        display_name: Set(display_name(member)),
        email: Set(Some(format!("{}@demo.example.org", member.key))),
        phone: Set(None),
        locale: Set(member.locale.clone()),
        contact_visibility: Set("TEAM".to_owned()),
        state: Set("ACTIVE".to_owned()),
        operator: Set(false),
    }
}

fn membership_rows(tx: &Tx<'_>, member: &Member) -> Vec<membership::ActiveModel> {
    let rows = member.roles.iter().map(|(structure, role)| membership::ActiveModel {
        id: Set(id("membership", &format!("{}:{structure}", member.key))),
        member_id: Set(member_id(&member.key)),
        structure_id: Set(structure_id(structure)),
        role: Set(role.clone()),
        state: Set("ACTIVE".to_owned()),
        origin: Set("OPERATOR".to_owned()),
        invited_by: Set(None),
        decided_by: Set(None),
        decided_at: Set(Some(tx.scene.now)),
        expires_at: Set(None),
        created_at: Set(tx.scene.now),
        version: Set(1),
        provider_id: Set(None),
    });
    rows.collect()
}
