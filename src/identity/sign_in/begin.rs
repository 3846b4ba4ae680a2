//! The beginning of a sign-in: where the browser goes.

use oidc::Hints;
use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;

use super::pending::{Browser, Purpose};
use super::{SignIn, SignInFault};
use crate::identity::provider::{Provider, ProviderState};
use crate::identity::token;
use crate::kernel::actor::Actor;
use crate::kernel::error::Result;
use crate::store::policy;

/// What somebody wants who begins to sign in.
#[derive(Clone, Debug, Default)]
pub struct Beginning {
    /// Where they go afterwards: a path of the hub's own.
    pub return_to: String,
    /// The address that they typed.
    pub login_hint: Option<String>,
    /// The link by which they were invited.
    pub invitation: Option<SecretString>,
    /// To add an identity to the account that they are signed in with.
    pub links: bool,
    /// To see what the provider says, without a session coming of it.
    pub is_trial: bool,
}

impl SignIn {
    /// Begins a sign-in through the provider called `slug`, by `actor`, in `browser`: where to send it.
    ///
    /// # Errors
    /// When there is no such provider, it cannot be asked, or the actor may not do that.
    pub async fn begin(
        &self,
        slug: &str,
        actor: &Actor,
        browser: &Browser,
        beginning: Beginning,
    ) -> Result<SecretString, SignInFault> {
        let provider = Provider::with_slug(&self.store, slug).await?.ok_or(SignInFault::NoProvider)?;
        let begun = self.begin_with(&provider, actor, browser, &beginning).await;
        if let Err(fault) = &begun {
            self.audit_refusal(Some(&provider), fault).await;
        }
        begun
    }

    async fn begin_with(
        &self,
        provider: &Provider,
        actor: &Actor,
        browser: &Browser,
        beginning: &Beginning,
    ) -> Result<SecretString, SignInFault> {
        let purpose = self.purpose(provider, actor, beginning).await?;
        let settings = provider.settings(&self.vault)?;
        let hints = Hints { login: beginning.login_hint.clone() };
        let begun = self.client.begin(&settings, &self.callback(&provider.slug), &hints).await?;
        self.keep(provider.id, browser, &begun.pending, purpose, &beginning.return_to).await?;
        Ok(begun.url)
    }

    async fn purpose(
        &self,
        provider: &Provider,
        actor: &Actor,
        beginning: &Beginning,
    ) -> Result<Purpose, SignInFault> {
        if beginning.is_trial {
            let member = self.governor(provider, actor).await?.ok_or(SignInFault::NoProvider)?;
            return Ok(Purpose::Trial(member));
        }
        if provider.state != ProviderState::Active {
            return Err(SignInFault::NoProvider);
        }
        if let Some(link) = &beginning.invitation {
            return Ok(Purpose::Invitation(token::hash(link.expose_secret())));
        }
        match actor.member().filter(|_| beginning.links) {
            Some(member) => Ok(Purpose::Link(member)),
            None if beginning.links => Err(SignInFault::refused("link.signed_out")),
            None => Ok(Purpose::Session),
        }
    }

    /// The actor, if it is a person who governs the provider's partner.
    async fn governor(&self, provider: &Provider, actor: &Actor) -> Result<Option<Uuid>> {
        let mut sql = self.store.sql();
        sql.push("select 1 from partner p where p.id = ").bind(provider.partner).push(" and ");
        policy::governs(&mut sql, &self.store.scene(actor), "p.id");
        let governs = !self.store.all(sql).await?.is_empty();
        Ok(actor.member().filter(|_| governs))
    }
}
