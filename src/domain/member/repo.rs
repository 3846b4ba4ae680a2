//! Members in the database.

use entities::member;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::model::{ContactVisibility, MemberState};
use super::provided::ProvidedMember;
use crate::access::GrantedCreate;
use crate::kernel::error::Result;
use crate::kernel::locale::Locale;
use crate::store::{Tx, fault};

/// The member with this address, seen or not: an address belongs to one member.
pub(super) async fn by_email(tx: &Tx<'_>, email: &str) -> Result<Option<Uuid>> {
    let found = member::Entity::find().filter(member::Column::Email.eq(email));
    let found = found.one(tx.connection()).await.map_err(fault)?;
    Ok(found.map(|member| member.id))
}

/// Where a member stands.
pub(super) async fn state(tx: &Tx<'_>, id: Uuid) -> Result<Option<MemberState>> {
    let mut sql = tx.sql();
    sql.push(
        "select m.state from member m join record r on r.id = m.id and r.deleted_at is null where m.id = ",
    );
    sql.bind(id);
    let rows = tx.all(sql).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let code: String = row.try_get_by_index(0).map_err(fault)?;
    Ok(MemberState::parse(&code))
}

/// Puts a member in use; answers whether it was not.
pub(super) async fn activate(tx: &Tx<'_>, id: Uuid) -> Result<bool> {
    let mut sql = tx.sql();
    sql.push("update member set state = 'ACTIVE' where state in ('INVITED', 'PENDING') and id = ").bind(id);
    Ok(tx.run(sql).await? == 1)
}

/// Inserts the own row of a member.
pub(super) async fn insert(
    tx: &Tx<'_>,
    _granted: &GrantedCreate,
    id: Uuid,
    new: &ProvidedMember,
) -> Result<()> {
    let row = member::ActiveModel {
        id: Set(id),
        given_name: Set(new.given_name.clone()),
        family_name: Set(new.family_name.clone()),
        display_name: Set(new.display_name.clone()),
        email: Set(new.email.clone()),
        phone: Set(None),
        locale: Set(Locale::Fr.tag().to_owned()),
        contact_visibility: Set(ContactVisibility::Team.as_str().to_owned()),
        state: Set(new.state.as_str().to_owned()),
        operator: Set(false),
    };
    tx.insert(row).await
}
