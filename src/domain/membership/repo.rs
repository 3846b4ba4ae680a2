//! Memberships in the database.

use chrono::{DateTime, Utc};
use entities::membership::{self, Column, Entity};
use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryResult};
use uuid::Uuid;

use super::Membership;
use super::model::{MembershipOrigin, MembershipRole, MembershipState};
use super::party::Party;
use crate::domain::record::BATCH;
use crate::gql::plan;
use crate::kernel::error::{Error, Result};
use crate::store::{Tx, fault};

/// A membership as it is now.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) id: Uuid,
    pub(super) member: Uuid,
    pub(super) structure: Uuid,
    pub(super) role: MembershipRole,
    /// EXPIRED from the moment when the invitation is, whether or not that was written down.
    pub(super) state: MembershipState,
    pub(super) version: i32,
    /// The provider whose rules gave it.
    pub(super) provider: Option<Uuid>,
    pub(super) decided_by: Option<Uuid>,
    pub(super) decided_at: Option<DateTime<Utc>>,
}

impl Found {
    /// Whether it gives the rights of an administrator.
    pub(super) fn administers(&self) -> bool {
        self.role == MembershipRole::Admin && self.state == MembershipState::Active
    }
}

/// A membership to be made.
#[derive(Clone, Copy, Debug)]
pub(super) struct NewMembership {
    pub(super) member: Uuid,
    pub(super) structure: Uuid,
    pub(super) role: MembershipRole,
    pub(super) state: MembershipState,
    pub(super) origin: MembershipOrigin,
    pub(super) expires_at: Option<DateTime<Utc>>,
    /// The provider whose rules give it.
    pub(super) provider: Option<Uuid>,
}

/// The membership, if there is one and the viewer sees it; held until the end of the transaction, so that what was read
/// of it stays true.
pub(super) async fn hold(tx: &Tx<'_>, id: Uuid) -> Result<Option<Found>> {
    if plan::hold::<Membership>(tx, id, "1").await?.is_none() {
        return Ok(None);
    }
    let row = Entity::find_by_id(id).one(tx.connection()).await.map_err(fault)?;
    row.map(|row| read(tx, row)).transpose()
}

/// The membership of this person in this structure that is not over, seen or not.
pub(super) async fn live(tx: &Tx<'_>, member: Uuid, structure: Uuid) -> Result<Option<Found>> {
    let row = Entity::find()
        .filter(Column::MemberId.eq(member))
        .filter(Column::StructureId.eq(structure))
        .filter(Column::State.is_in(["INVITED", "REQUESTED", "ACTIVE", "SUSPENDED"]))
        .one(tx.connection())
        .await
        .map_err(fault)?;
    row.map(|row| read(tx, row)).transpose()
}

/// The memberships of a person that are in force since the rules of this provider gave them.
pub(super) async fn given_by(tx: &Tx<'_>, provider: Uuid, member: Uuid) -> Result<Vec<Found>> {
    let rows = Entity::find()
        .filter(Column::MemberId.eq(member))
        .filter(Column::ProviderId.eq(provider))
        .filter(Column::State.eq(MembershipState::Active.as_str()))
        .all(tx.connection())
        .await
        .map_err(fault)?;
    rows.into_iter().map(|row| read(tx, row)).collect()
}

/// Whether a provider ever proposed this membership.
pub(super) async fn was_proposed(tx: &Tx<'_>, member: Uuid, structure: Uuid) -> Result<bool> {
    let found = Entity::find()
        .filter(Column::MemberId.eq(member))
        .filter(Column::StructureId.eq(structure))
        .filter(Column::Origin.eq(MembershipOrigin::Sso.as_str()));
    Ok(found.one(tx.connection()).await.map_err(fault)?.is_some())
}

fn read(tx: &Tx<'_>, row: membership::Model) -> Result<Found> {
    let unknown = |what: &str| Error::Internal(format!("a membership's {what} is none: {}", row.id));
    let state = MembershipState::parse(&row.state).ok_or_else(|| unknown("state"))?;
    let expired = state == MembershipState::Invited && row.expires_at.is_some_and(|at| at <= tx.scene.now);
    Ok(Found {
        id: row.id,
        member: row.member_id,
        structure: row.structure_id,
        role: MembershipRole::parse(&row.role).ok_or_else(|| unknown("role"))?,
        state: if expired { MembershipState::Expired } else { state },
        version: row.version,
        provider: row.provider_id,
        decided_by: row.decided_by,
        decided_at: row.decided_at,
    })
}

/// Inserts a membership that one side proposes to the other.
pub(super) async fn insert(tx: &Tx<'_>, _by: &Party, new: &NewMembership) -> Result<Uuid> {
    let id = tx.new_id();
    let row = membership::ActiveModel {
        id: Set(id),
        member_id: Set(new.member),
        structure_id: Set(new.structure),
        role: Set(new.role.as_str().to_owned()),
        state: Set(new.state.as_str().to_owned()),
        origin: Set(new.origin.as_str().to_owned()),
        invited_by: Set(tx.actor.id().filter(|_| new.origin == MembershipOrigin::Invite)),
        decided_by: Set(None),
        decided_at: Set(None),
        expires_at: Set(new.expires_at),
        created_at: Set(tx.scene.now),
        version: Set(1),
        provider_id: Set(new.provider),
    };
    tx.insert(row).await?;
    Ok(id)
}

/// Writes the membership's next role and state.
pub(super) async fn set(
    tx: &Tx<'_>,
    _by: &Party,
    found: &Found,
    role: MembershipRole,
    state: MembershipState,
) -> Result<()> {
    let row = membership::ActiveModel {
        id: Unchanged(found.id),
        role: Set(role.as_str().to_owned()),
        state: Set(state.as_str().to_owned()),
        decided_by: Set(tx.actor.id()),
        decided_at: Set(Some(tx.scene.now)),
        version: Set(found.version + 1),
        ..Default::default()
    };
    row.update(tx.connection()).await.map_err(fault)?;
    Ok(())
}

/// An invitation that nobody answered in its time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Past {
    pub(super) id: Uuid,
    pub(super) structure: Uuid,
}

/// Invitations that expired, and are not written down as such; those into a structure that is archived wait.
pub(super) async fn past_invitations(tx: &Tx<'_>) -> Result<Vec<Past>> {
    let mut sql = tx.sql();
    sql.push(
        "select t.id, t.structure_id from membership t join record r on r.id = t.structure_id \
        where t.state = 'INVITED' and r.deleted_at is null and r.archived_at is null and t.expires_at <= ",
    );
    sql.bind(tx.scene.now).push(&format!(" order by t.expires_at, t.id limit {BATCH}"));
    let read = |row: &QueryResult| {
        Ok(Past {
            id: row.try_get_by_index(0).map_err(fault)?,
            structure: row.try_get_by_index(1).map_err(fault)?,
        })
    };
    tx.all(sql).await?.iter().map(read).collect()
}

/// Writes down that an invitation expired; answers whether nobody had, nor answered it, before.
pub(super) async fn expire(tx: &Tx<'_>, _by: &Party, id: Uuid) -> Result<bool> {
    let done = Entity::update_many()
        .col_expr(Column::State, Expr::value(MembershipState::Expired.as_str()))
        .col_expr(Column::DecidedAt, Expr::value(tx.scene.now))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq(MembershipState::Invited.as_str()))
        .exec(tx.connection())
        .await
        .map_err(fault)?;
    Ok(done.rows_affected == 1)
}

/// The ACTIVE partner that the structure belongs to, if any.
pub(super) async fn active_partner(tx: &Tx<'_>, structure: Uuid) -> Result<Option<Uuid>> {
    let mut sql = tx.sql();
    sql.push("select p.id from structure s join partner p on p.id = s.partner_id and p.state = 'ACTIVE' where s.id = ");
    sql.bind(structure);
    tx.all(sql).await?.first().map(|row| row.try_get_by_index(0).map_err(fault)).transpose()
}

/// Whether somebody else than the holder of this membership administers its structure.
pub(super) async fn has_other_admin(tx: &Tx<'_>, found: &Found) -> Result<bool> {
    let mut sql = tx.sql();
    sql.push(
        "select 1 from membership o join member m on m.id = o.member_id and m.state = 'ACTIVE' \
         where o.role = 'ADMIN' and o.state = 'ACTIVE' and o.structure_id = ",
    );
    sql.bind(found.structure).push(" and o.id <> ").bind(found.id).push(" limit 1");
    Ok(!tx.all(sql).await?.is_empty())
}
