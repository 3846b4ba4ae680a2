//! A person whom a provider brought: known by the provider, not by an address.

use uuid::Uuid;

use super::model::MemberState;
use super::repo;
use crate::access::{self, GrantedCreate, Visibility};
use crate::kernel::error::Result;
use crate::kernel::kind::Kind;
use crate::store::Tx;
use crate::store::record::NewRecord;

/// What a provider says of a person, as far as it is believed.
#[derive(Clone, Debug)]
pub struct ProvidedMember {
    /// What others call the person.
    pub display_name: String,
    /// The given name.
    pub given_name: Option<String>,
    /// The family name.
    pub family_name: Option<String>,
    /// The address, in its kept form; no other member has it.
    pub email: Option<String>,
    /// Where the account stands at its beginning.
    pub state: MemberState,
}

/// Makes the member, whose record belongs to the structure `owner`. For the hub itself.
///
/// # Errors
/// When the database refuses it, or somebody else than the hub asks.
pub async fn provide_in_tx(tx: &mut Tx<'_>, owner: Uuid, provided: &ProvidedMember) -> Result<Uuid> {
    let granted = access::create(&tx.scene.viewer, Kind::Member, Some(owner), "owner")?;
    insert(tx, &granted, provided).await
}

/// Inserts the member with its record.
pub(super) async fn insert(
    tx: &mut Tx<'_>,
    granted: &GrantedCreate,
    provided: &ProvidedMember,
) -> Result<Uuid> {
    let id = tx.new_id();
    let record = NewRecord {
        kind: Kind::Member,
        visibility: Visibility::Network,
        under: None,
        withheld: false,
        project: None,
        origin_partner: None,
        name: &provided.display_name,
        event: "member.created",
    };
    tx.insert_record(granted, id, record).await?;
    repo::insert(tx, granted, id, provided).await?;
    Ok(id)
}

/// The member with this address, whoever may see it.
///
/// # Errors
/// When the database does not answer.
pub async fn with_email(tx: &Tx<'_>, email: &str) -> Result<Option<Uuid>> {
    repo::by_email(tx, email).await
}

/// Where a member stands; `None` when there is none.
///
/// # Errors
/// When the database does not answer.
pub async fn state_of(tx: &Tx<'_>, member: Uuid) -> Result<Option<MemberState>> {
    repo::state(tx, member).await
}

/// Puts a member in use who was invited or waits.
///
/// # Errors
/// When the database refuses it.
pub async fn activate_in_tx(tx: &mut Tx<'_>, member: Uuid) -> Result<()> {
    if !repo::activate(tx, member).await? {
        return Ok(());
    }
    if let Some(facts) = tx.facts(member).await? {
        tx.note_beside(&facts, "member.updated", "state");
    }
    Ok(())
}
