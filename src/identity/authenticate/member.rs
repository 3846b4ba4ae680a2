//! The person behind a session.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use sea_orm::QueryResult;

use crate::identity::row::get;
use crate::identity::token;
use crate::kernel::actor::{ActiveMembership, MemberActor, Role};
use crate::kernel::error::Result;
use crate::store::Store;

/// The member of an open session, with what is ACTIVE of its memberships.
pub(super) async fn actor(store: &Store, session: &str) -> Result<Option<MemberActor>> {
    let hash = token::hash(session);
    Ok(actors(store, std::slice::from_ref(&hash)).await?.remove(&hash))
}

/// The members of those of these sessions that are open, by the hashes of their tokens: one row for each membership, or one
/// with none.
pub(super) async fn actors(store: &Store, hashes: &[String]) -> Result<HashMap<String, MemberActor>> {
    if hashes.is_empty() {
        return Ok(HashMap::new());
    }
    let mut sql = store.sql();
    sql.push(
        "select s.token_hash, s.id as session_id, m.id, m.operator, s.expires_at, sr.id as structure_id, ms.role, p.id as partner_id \
         from session s \
         join member m on m.id = s.member_id and m.state = 'ACTIVE' \
         join record mr on mr.id = m.id and mr.deleted_at is null \
         left join membership ms on ms.member_id = m.id and ms.state = 'ACTIVE' \
         left join record sr on sr.id = ms.structure_id and sr.deleted_at is null \
         left join structure st on st.id = sr.id \
         left join partner p on p.id = st.partner_id and p.state = 'ACTIVE' where ",
    );
    match hashes {
        [one] => sql.push("s.token_hash = ").bind(one.as_str()),
        many => sql.any_text("s.token_hash", many),
    };
    sql.push(" and s.ended_at is null and s.expires_at > ").bind(store.clock().now());
    let mut members: HashMap<String, MemberActor> = HashMap::new();
    for row in store.all(sql).await? {
        let member = match members.entry(get(&row, "token_hash")?) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(MemberActor {
                member: get(&row, "id")?,
                memberships: Vec::new(),
                operator: get(&row, "operator")?,
                session: Some(get(&row, "session_id")?),
                expires_at: Some(get(&row, "expires_at")?),
            }),
        };
        member.memberships.extend(membership(&row)?);
    }
    Ok(members)
}

fn membership(row: &QueryResult) -> Result<Option<ActiveMembership>> {
    let role = get::<Option<String>>(row, "role")?.and_then(|name| Role::parse(&name));
    let (Some(structure), Some(role)) = (get(row, "structure_id")?, role) else { return Ok(None) };
    Ok(Some(ActiveMembership { structure, role, partner: get(row, "partner_id")? }))
}
