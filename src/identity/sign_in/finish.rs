//! The end of a sign-in: the callback becomes an account, its memberships and a session.

use std::collections::BTreeMap;

use oidc::{Callback, SignedIn};
use sea_orm::QueryResult;
use secrecy::SecretString;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::account::{Decision, Person};
use super::pending::{Browser, Purpose};
use super::{SignIn, SignInFault};
use crate::domain::membership::{self, MembershipRole};
use crate::identity::provider::{Provider, ProviderState};
use crate::identity::row::get;
use crate::identity::rules;
use crate::identity::session::{NewSession, Opened};
use crate::kernel::error::Result;
use crate::store::Tx;
use crate::store::transaction::Act;

/// Somebody came back from their provider.
#[derive(Debug)]
pub enum Finished {
    /// They are signed in.
    SignedIn {
        /// What their cookie holds.
        session: SecretString,
        /// Where they wanted to go.
        return_to: String,
    },
    /// An administrator tried the provider: no session came of it.
    Tried(Tried),
}

/// What a trial showed.
#[derive(Clone, Debug)]
pub struct Tried {
    /// What people call the provider.
    pub label: String,
    /// What it says of the person: only the claims that are of use here.
    pub claims: Map<String, Value>,
    /// The memberships that its rules would give: the structure's name and the role.
    pub memberships: Vec<(String, String)>,
}

impl SignIn {
    /// Ends a sign-in with the query of its callback.
    ///
    /// # Errors
    /// Why nobody is signed in; an audit event holds the reason.
    pub async fn finish(
        &self,
        slug: &str,
        browser: Option<&Browser>,
        query: &str,
        previous: Option<&SecretString>,
        user_agent: Option<&str>,
    ) -> Result<Finished, SignInFault> {
        let provider = Provider::with_slug(&self.store, slug).await?.ok_or(SignInFault::NoProvider)?;
        let finished = self.finish_with(&provider, browser, query, previous, user_agent).await;
        if let Err(fault) = &finished {
            self.audit_refusal(Some(&provider), fault).await;
        }
        finished
    }

    async fn finish_with(
        &self,
        provider: &Provider,
        browser: Option<&Browser>,
        query: &str,
        previous: Option<&SecretString>,
        user_agent: Option<&str>,
    ) -> Result<Finished, SignInFault> {
        let callback = Callback::parse(query)?;
        let lost = || SignInFault::refused("callback.state");
        let (browser, state) = browser.zip(callback.state()).ok_or_else(lost)?;
        let taken = self.take(provider.id, browser, state).await?.ok_or_else(lost)?;
        let settings = provider.settings(&self.vault)?;
        let signed_in = self.client.finish(&settings, &taken.pending, &callback).await?;
        if let Purpose::Trial(member) = taken.purpose {
            let act = Try { provider, signed_in: &signed_in, by: member };
            return Ok(Finished::Tried(self.store.write_as_hub(&act).await?));
        }
        if provider.state != ProviderState::Active {
            return Err(SignInFault::NoProvider);
        }
        let session =
            NewSession::through(&self.store, provider, &signed_in, &self.vault, (previous, user_agent))?;
        let act = Finish { provider, signed_in: &signed_in, purpose: &taken.purpose, session: &session };
        match self.store.write_as_hub(&act).await? {
            Decided::Opened(opened) => {
                Ok(Finished::SignedIn { session: session.token(&opened), return_to: taken.return_to })
            }
            Decided::Refused(reason) => Err(SignInFault::refused(reason)),
            Decided::Waits(reason) => Err(SignInFault::Waits(reason)),
        }
    }

    /// Writes down that nobody was signed in, and why. What fails here is logged: the person is told the reason all the same.
    pub(super) async fn audit_refusal(&self, provider: Option<&Provider>, fault: &SignInFault) {
        let Some(reason) = fault.reason() else { return };
        let act = AuditRefusal { provider: provider.map(|provider| provider.id), reason };
        if let Err(error) = self.store.write_as_hub(&act).await {
            tracing::warn!(%error, reason, "a refused sign-in was not written down");
        }
        metrics::counter!("respyrem_sign_in_refused_total", "reason" => reason.to_owned()).increment(1);
    }
}

struct AuditRefusal<'a> {
    provider: Option<Uuid>,
    reason: &'a str,
}

impl Act for AuditRefusal<'_> {
    type Outcome = ();

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<()> {
        let detail = json!({ "provider": self.provider, "reason": self.reason });
        tx.audit("sign_in.refused", None, detail).await
    }
}

enum Decided {
    Opened(Opened),
    Refused(&'static str),
    Waits(&'static str),
}

struct Finish<'a> {
    provider: &'a Provider,
    signed_in: &'a SignedIn,
    purpose: &'a Purpose,
    session: &'a NewSession,
}

impl Act for Finish<'_> {
    type Outcome = Decided;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<Decided> {
        let person = Person { provider: self.provider, signed_in: self.signed_in };
        let member = match person.decide(tx, self.purpose).await? {
            Decision::Member(member) => member,
            Decision::Refused(reason) => return Ok(Decided::Refused(reason)),
            Decision::Waits(reason) => return Ok(Decided::Waits(reason)),
        };
        let wanted = rules::wanted(tx, self.provider, &self.signed_in.claims).await?;
        membership::provide(tx, self.provider.id, member, &wanted).await?;
        if let Some(structure) = rules::proposed(tx, self.provider, &self.signed_in.claims).await? {
            membership::propose(tx, self.provider.id, member, structure).await?;
        }
        Ok(Decided::Opened(self.session.open_in_tx(tx, member).await?))
    }
}

/// What a trial shows of the claims: those that say who somebody is to the hub.
const SHOWN: [&str; 9] = [
    "sub",
    "name",
    "given_name",
    "family_name",
    "preferred_username",
    "email",
    "email_verified",
    "acr",
    "siret",
];

/// The same with the names of the structures.
async fn named(tx: &Tx<'_>, wanted: &BTreeMap<Uuid, MembershipRole>) -> Result<Vec<(String, String)>> {
    let ids: Vec<Uuid> = wanted.keys().copied().collect();
    let mut sql = tx.sql();
    sql.push("select id, name from structure where ").any_id("id", &ids).push(" order by name");
    let rows = tx.all(sql).await?;
    let named = |row: &QueryResult| {
        let role = wanted.get(&get::<Uuid>(row, "id")?).map(ToString::to_string).unwrap_or_default();
        Ok((get(row, "name")?, role))
    };
    rows.iter().map(named).collect()
}

struct Try<'a> {
    provider: &'a Provider,
    signed_in: &'a SignedIn,
    by: Uuid,
}

impl Act for Try<'_> {
    type Outcome = Tried;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<Tried> {
        let claims = &self.signed_in.claims;
        let used = rules::claims_used(tx, self.provider).await?;
        let is_shown = |name: &str| SHOWN.contains(&name) || used.iter().any(|used| used == name);
        let shown = claims.iter().filter(|(name, _)| is_shown(name));
        let wanted = rules::wanted(tx, self.provider, claims).await?;
        let mut sql = tx.sql();
        sql.push("update identity_provider set tried_at = ").bind(tx.scene.now);
        sql.push(" where id = ").bind(self.provider.id).push(" and version = ").bind(self.provider.version);
        tx.run(sql).await?;
        tx.audit("provider.tried", None, json!({ "provider": self.provider.id, "by": self.by })).await?;
        Ok(Tried {
            label: self.provider.label.clone(),
            claims: shown.map(|(name, value)| (name.clone(), value.clone())).collect(),
            memberships: named(tx, &wanted).await?,
        })
    }
}
