//! Those who run the network: found, or made where there is none yet.

use entities::{member, record};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::access::Visibility;
use crate::kernel::email;
use crate::kernel::error::{Code, Fault, Result};
use crate::kernel::fold::fold;
use crate::kernel::id::new_id;
use crate::kernel::kind::Kind;
use crate::kernel::locale::Locale;
use crate::store::Tx;
use crate::store::fault;
use crate::store::log::Entry;

/// What an administrator is called who gave no name.
const NAMELESS: &str = "Administration";

/// Whom a link signs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Administrator {
    /// The member's record.
    pub member: Uuid,
    /// What people call the member.
    pub name: String,
    /// Whether the member was made just now.
    pub is_new: bool,
    /// Whether the member runs the network; somebody who was a member before may not.
    pub is_operator: bool,
}

/// An e-mail address as it is kept: small letters.
pub(super) fn email(text: &str) -> Result<String, Fault> {
    email::normalise(text)
        .ok_or_else(|| Fault::on("email", Code::Invalid, format!("{text} is no e-mail address")))
}

/// The member with this address, or the first operator; made when there is none.
pub(super) async fn find_or_create_in_tx(
    tx: &mut Tx<'_>,
    email: Option<&str>,
    name: Option<&str>,
) -> Result<Administrator> {
    let mut query = member::Entity::find();
    query = match email {
        Some(email) => query.filter(member::Column::Email.eq(email)),
        None => query.filter(member::Column::Operator.eq(true)).filter(member::Column::State.eq("ACTIVE")),
    };
    let found = query.order_by_asc(member::Column::Id).one(tx.connection()).await.map_err(fault)?;
    match found {
        Some(member) if member.state == "ACTIVE" => Ok(Administrator {
            member: member.id,
            name: member.display_name,
            is_new: false,
            is_operator: member.operator,
        }),
        Some(member) => {
            let message = format!("this member is {}: only ACTIVE members sign in", member.state);
            Err(Fault::on("email", Code::InvalidTransition, message).into())
        }
        None => create_in_tx(tx, email, name).await,
    }
}

async fn create_in_tx(tx: &mut Tx<'_>, email: Option<&str>, name: Option<&str>) -> Result<Administrator> {
    let member = new_id(tx.scene.now);
    let name = name.or(email).unwrap_or(NAMELESS).trim().to_owned();
    tx.insert(record_row(tx, member, &name)).await?;
    tx.insert(member_row(member, &name, email)).await?;
    tx.note(Entry {
        event: "member.created",
        record: member,
        kind: Kind::Member,
        version: 1,
        owner: None,
        project: None,
        changed_fields: Vec::new(),
        before: None,
        after: Some(Visibility::Network.standing(false)),
        notifies: Vec::new(),
    });
    Ok(Administrator { member, name, is_new: true, is_operator: true })
}

fn record_row(tx: &Tx<'_>, id: Uuid, name: &str) -> record::ActiveModel {
    let level = Visibility::Network.as_str();
    record::ActiveModel {
        id: Set(id),
        kind: Set(Kind::Member.as_str().to_owned()),
        visibility: Set(level.to_owned()),
        effective_visibility: Set(level.to_owned()),
        parent_id: Set(None),
        project_id: Set(None),
        owner_id: Set(None),
        origin_partner_id: Set(None),
        withheld: Set(false),
        archived_at: Set(None),
        archived_with: Set(None),
        slug: Set(None),
        sort_name: Set(fold(name)),
        version: Set(1),
        created_at: Set(tx.scene.now),
        created_by: Set(None),
        updated_at: Set(tx.scene.now),
        updated_by: Set(None),
        deleted_at: Set(None),
    }
}

fn member_row(id: Uuid, name: &str, email: Option<&str>) -> member::ActiveModel {
    member::ActiveModel {
        id: Set(id),
        given_name: Set(None),
        family_name: Set(None),
        display_name: Set(name.to_owned()),
        email: Set(email.map(str::to_owned)),
        phone: Set(None),
        locale: Set(Locale::Fr.tag().to_owned()),
        contact_visibility: Set("TEAM".to_owned()),
        state: Set("ACTIVE".to_owned()),
        operator: Set(true),
    }
}
