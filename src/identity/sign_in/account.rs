//! Whose account it is. The pair of provider and subject says so, and nothing else: an address never does.

use entities::{external_identity, identity_clash};
use oidc::SignedIn;
use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use uuid::Uuid;

use super::pending::Purpose;
use crate::domain::member::{self, MemberState, ProvidedMember};
use crate::identity::provider::{self, EmailTrust, JustInTime, Provider};
use crate::identity::row::get;
use crate::kernel::email;
use crate::kernel::error::Result;
use crate::store::{Tx, fault};

/// The longest name that is taken from a provider, in characters.
const MAX_NAME: usize = 200;

/// Somebody of whom the provider proved who they are.
pub(super) struct Person<'a> {
    pub(super) provider: &'a Provider,
    pub(super) signed_in: &'a SignedIn,
}

/// Whose account it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decision {
    /// This member's, who may sign in.
    Member(Uuid),
    /// Nobody is signed in: this is why. What was written stays: an account that waits, a clash to be decided.
    Refused(&'static str),
    /// The account is there and not in use.
    Waits(&'static str),
}

/// What is believed of the address that the provider gave.
enum Address {
    Believed(String),
    /// There is none, or none is taken.
    None,
    Refused(&'static str),
}

impl Person<'_> {
    /// Decides, and makes what is to be made.
    pub(super) async fn decide(&self, tx: &mut Tx<'_>, purpose: &Purpose) -> Result<Decision> {
        let known = self.known(tx).await?;
        match (purpose, known) {
            (Purpose::Link(member), Some(identity)) if identity.member_id != *member => {
                Ok(Decision::Refused("link.taken"))
            }
            (_, Some(identity)) => self.returning(tx, identity).await,
            (Purpose::Link(member), None) => {
                self.link(tx, *member).await?;
                self.standing(tx, *member).await
            }
            (Purpose::Invitation(link_hash), None) => self.invited(tx, link_hash).await,
            (Purpose::Session | Purpose::Trial(_), None) => self.unknown(tx).await,
        }
    }

    async fn known(&self, tx: &Tx<'_>) -> Result<Option<external_identity::Model>> {
        external_identity::Entity::find()
            .filter(external_identity::Column::ProviderId.eq(self.provider.id))
            .filter(external_identity::Column::Subject.eq(&self.signed_in.subject))
            .one(tx.connection())
            .await
            .map_err(fault)
    }

    /// Somebody who was here before. Whatever address comes now, the member's stays as it is.
    async fn returning(&self, tx: &mut Tx<'_>, identity: external_identity::Model) -> Result<Decision> {
        let member = identity.member_id;
        let row = external_identity::ActiveModel {
            id: Unchanged(identity.id),
            last_sign_in_at: Set(Some(tx.scene.now)),
            ..Default::default()
        };
        row.update(tx.connection()).await.map_err(fault)?;
        self.standing(tx, member).await
    }

    /// Somebody with a link that nobody has used.
    async fn invited(&self, tx: &mut Tx<'_>, link_hash: &str) -> Result<Decision> {
        let mut sql = tx.sql();
        sql.push("update invitation_link set used_at = ").bind(tx.scene.now);
        sql.push(" where token_hash = ").bind(link_hash).push(" and used_at is null and expires_at > ");
        sql.bind(tx.scene.now).push(" returning member_id");
        let Some(row) = tx.all(sql).await?.into_iter().next() else {
            return Ok(Decision::Refused("invitation.gone"));
        };
        let member = get(&row, "member_id")?;
        self.link(tx, member).await?;
        member::activate_in_tx(tx, member).await?;
        self.standing(tx, member).await
    }

    /// Somebody who was never here.
    async fn unknown(&self, tx: &mut Tx<'_>) -> Result<Decision> {
        let address = match self.address(tx).await? {
            Address::Refused(reason) => return Ok(Decision::Refused(reason)),
            Address::Believed(address) => Some(address),
            Address::None => None,
        };
        if let Some(address) = &address
            && let Some(member) = member::with_email(tx, address).await?
        {
            self.note_clash(tx, member, address).await?;
            return Ok(Decision::Refused("account.email_taken"));
        }
        let state = match self.provider.just_in_time {
            JustInTime::Off => return Ok(Decision::Refused("account.unknown")),
            JustInTime::Pending => MemberState::Pending,
            JustInTime::Active => MemberState::Active,
        };
        let Some(owner) = self.partners_structure(tx).await? else {
            return Ok(Decision::Refused("account.no_structure"));
        };
        let claim = |name: &str| self.line(name);
        let provided = ProvidedMember {
            display_name: self.name(address.as_deref()),
            given_name: claim("given_name"),
            family_name: claim("family_name"),
            email: address,
            state,
        };
        let member = member::provide_in_tx(tx, owner, &provided).await?;
        self.link(tx, member).await?;
        self.standing(tx, member).await
    }

    async fn link(&self, tx: &Tx<'_>, member: Uuid) -> Result<()> {
        let row = external_identity::ActiveModel {
            id: Set(tx.new_id()),
            provider_id: Set(self.provider.id),
            subject: Set(self.signed_in.subject.clone()),
            member_id: Set(member),
            email_at_link: Set(self.signed_in.email.as_deref().and_then(email::normalise)),
            linked_at: Set(tx.scene.now),
            last_sign_in_at: Set(Some(tx.scene.now)),
        };
        tx.insert(row).await?;
        tx.audit("identity.linked", Some(member), json!({ "provider": self.provider.id })).await
    }

    /// Whether the member may sign in.
    async fn standing(&self, tx: &Tx<'_>, member: Uuid) -> Result<Decision> {
        Ok(match member::state_of(tx, member).await? {
            Some(MemberState::Active) => Decision::Member(member),
            Some(MemberState::Pending) => Decision::Waits("account.pending"),
            Some(MemberState::Suspended) => Decision::Waits("account.suspended"),
            Some(MemberState::Invited) => Decision::Refused("account.invited"),
            Some(MemberState::Anonymised) | None => Decision::Refused("account.gone"),
        })
    }

    /// What is believed of the address that the provider gave.
    async fn address(&self, tx: &Tx<'_>) -> Result<Address> {
        let trust = self.provider.email_trust;
        let (EmailTrust::Verified | EmailTrust::Domain, Some(given)) = (trust, &self.signed_in.email) else {
            return Ok(Address::None);
        };
        let Some(address) = email::normalise(given).filter(|address| address.is_ascii()) else {
            return Ok(Address::Refused("account.email_malformed"));
        };
        let proved_by = provider::provider_of(tx, provider::of_address(&address)).await?;
        if proved_by.is_some_and(|other| other != self.provider.id) {
            return Ok(Address::Refused("account.email_foreign_domain"));
        }
        let is_own_domain = proved_by.is_some();
        let is_verified = self.signed_in.email_verified == Some(true);
        Ok(match trust {
            EmailTrust::Domain if !is_own_domain => Address::Refused("account.email_foreign_domain"),
            EmailTrust::Verified if !is_verified => Address::Refused("account.email_unverified"),
            _ => Address::Believed(address),
        })
    }

    async fn note_clash(&self, tx: &Tx<'_>, member: Uuid, address: &str) -> Result<()> {
        let row = identity_clash::ActiveModel {
            id: Set(tx.new_id()),
            provider_id: Set(self.provider.id),
            subject: Set(self.signed_in.subject.clone()),
            member_id: Set(member),
            email: Set(address.to_owned()),
            display_name: Set(self.name(Some(address))),
            created_at: Set(tx.scene.now),
        };
        let columns = [identity_clash::Column::ProviderId, identity_clash::Column::Subject];
        let known = OnConflict::columns(columns).do_nothing().to_owned();
        identity_clash::Entity::insert(row)
            .on_conflict(known)
            .exec_without_returning(tx.connection())
            .await
            .map_err(fault)?;
        Ok(())
    }

    /// The structure that the partner is: its administrators see to the accounts that come of its provider.
    async fn partners_structure(&self, tx: &Tx<'_>) -> Result<Option<Uuid>> {
        let mut sql = tx.sql();
        sql.push("select p.structure_id from partner p where p.id = ").bind(self.provider.partner);
        Ok(tx.all(sql).await?.first().map(|row| get(row, "structure_id")).transpose()?.flatten())
    }

    fn name(&self, address: Option<&str>) -> String {
        let whole = || {
            let parts: Vec<String> =
                ["given_name", "family_name"].into_iter().filter_map(|name| self.line(name)).collect();
            (!parts.is_empty()).then(|| parts.join(" "))
        };
        let local = || address.and_then(|address| address.split_once('@')).map(|(local, _)| local.to_owned());
        let name =
            self.line("name").or_else(whole).or_else(|| self.line("preferred_username")).or_else(local);
        name.unwrap_or_else(|| self.provider.label.clone())
    }

    /// A claim as one line of text.
    fn line(&self, claim: &str) -> Option<String> {
        let text = self.signed_in.claims.get(claim).and_then(Value::as_str)?;
        let words: Vec<&str> =
            text.split(|c: char| c.is_control() || c.is_whitespace()).filter(|w| !w.is_empty()).collect();
        let line: String = words.join(" ").chars().take(MAX_NAME).collect();
        (!line.is_empty()).then_some(line)
    }
}
