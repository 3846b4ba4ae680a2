//! Members in the database.

use entities::member;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::invited::NewMember;
use super::model::{ContactVisibility, MemberState};
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

/// Inserts the own row of a member who never signed in.
pub(super) async fn insert(tx: &Tx<'_>, _granted: &GrantedCreate, id: Uuid, new: &NewMember) -> Result<()> {
    let row = member::ActiveModel {
        id: Set(id),
        given_name: Set(None),
        family_name: Set(None),
        display_name: Set(new.display_name.clone()),
        email: Set(Some(new.email.clone())),
        phone: Set(None),
        locale: Set(Locale::Fr.tag().to_owned()),
        contact_visibility: Set(ContactVisibility::Team.as_str().to_owned()),
        state: Set(MemberState::Invited.as_str().to_owned()),
        operator: Set(false),
    };
    member::Entity::insert(row).exec_without_returning(tx.connection()).await.map_err(fault)?;
    Ok(())
}
