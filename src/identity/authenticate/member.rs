//! The person behind a session.

use sea_orm::QueryResult;

use crate::identity::row::get;
use crate::identity::token;
use crate::kernel::actor::{ActiveMembership, MemberActor, Role};
use crate::kernel::error::Result;
use crate::store::Store;

/// The member of an open session, with what is ACTIVE of its memberships: one row each, or one with none.
pub(super) async fn actor(store: &Store, session: &str) -> Result<Option<MemberActor>> {
    let mut sql = store.sql();
    sql.push(
        "select m.id, m.operator, s.expires_at, sr.id as structure_id, ms.role, p.id as partner_id from session s \
         join member m on m.id = s.member_id and m.state = 'ACTIVE' \
         join record mr on mr.id = m.id and mr.deleted_at is null \
         left join membership ms on ms.member_id = m.id and ms.state = 'ACTIVE' \
         left join record sr on sr.id = ms.structure_id and sr.deleted_at is null \
         left join structure st on st.id = sr.id \
         left join partner p on p.id = st.partner_id and p.state = 'ACTIVE' where s.token_hash = ",
    );
    sql.bind(token::hash(session)).push(" and s.ended_at is null and s.expires_at > ");
    sql.bind(store.clock().now());
    let rows = store.all(sql).await?;
    let Some(first) = rows.first() else { return Ok(None) };
    let mut memberships = Vec::with_capacity(rows.len());
    for row in &rows {
        memberships.extend(membership(row)?);
    }
    Ok(Some(MemberActor {
        member: get(first, "id")?,
        memberships,
        operator: get(first, "operator")?,
        expires_at: Some(get(first, "expires_at")?),
    }))
}

fn membership(row: &QueryResult) -> Result<Option<ActiveMembership>> {
    let role = get::<Option<String>>(row, "role")?.and_then(|name| Role::parse(&name));
    let (Some(structure), Some(role)) = (get(row, "structure_id")?, role) else { return Ok(None) };
    Ok(Some(ActiveMembership { structure, role, partner: get(row, "partner_id")? }))
}
