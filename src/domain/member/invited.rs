//! A person whom a structure invites, known by an e-mail address.

use uuid::Uuid;

use super::model::MemberState;
use super::provided::{self, ProvidedMember};
use super::repo;
use crate::access::{self, Administer, Granted};
use crate::domain::record::Checks;
use crate::kernel::email;
use crate::kernel::error::{Fault, Result};
use crate::kernel::kind::Kind;
use crate::store::Tx;

/// The longest name, in characters.
const MAX_NAME: usize = 200;

/// A person to be invited: checked.
#[derive(Clone, Debug)]
pub struct NewMember {
    pub(super) email: String,
    pub(super) display_name: String,
}

impl NewMember {
    /// Checks what a caller says of a person in `input { email, displayName }`.
    ///
    /// # Errors
    /// The faults, each on its field.
    pub fn check(email: &str, display_name: &str) -> Result<Self, Vec<Fault>> {
        let mut checks = Checks::default();
        let address = email::normalise(email);
        checks.that(address.is_some(), "input.email", "this has not the form of an e-mail address");
        let name = checks.line("input.displayName", Some(display_name), MAX_NAME);
        let named = name.is_some() || display_name.chars().count() > MAX_NAME;
        checks.that(named, "input.displayName", "say what others will call the person");
        let new = address.zip(name).map(|(email, display_name)| Self { email, display_name });
        checks.finish(new)
    }
}

/// The member with this address; made, and owned by the structure that invites, when there is none.
///
/// # Errors
/// `FORBIDDEN` on `input.structure` for who may not make members there.
pub async fn find_or_create_in_tx(
    tx: &mut Tx<'_>,
    structure: &Granted<Administer>,
    new: &NewMember,
) -> Result<Uuid> {
    if let Some(member) = repo::by_email(tx, &new.email).await? {
        return Ok(member);
    }
    let owner = Some(structure.id());
    let granted = access::create(&tx.scene.viewer, Kind::Member, owner, "input.structure")?;
    let provided = ProvidedMember {
        display_name: new.display_name.clone(),
        given_name: None,
        family_name: None,
        email: Some(new.email.clone()),
        state: MemberState::Invited,
    };
    provided::insert(tx, &granted, &provided).await
}
