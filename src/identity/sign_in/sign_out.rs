//! Signing out here, and then at the provider (OpenID Connect RP-Initiated Logout 1.0).

use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;

use super::SignIn;
use crate::identity::provider::Provider;
use crate::identity::row::get;
use crate::identity::session::{Tokens, end_session};
use crate::identity::token;
use crate::kernel::error::Result;

impl SignIn {
    /// Ends a session; answers where to send the browser so that the person signs out at the provider too, where that is
    /// possible. A provider that does not answer keeps nobody signed in here.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn sign_out(&self, session: &SecretString) -> Result<Option<SecretString>> {
        let hint = self.hint(session).await?;
        end_session(&self.store, session).await?;
        let Some((provider, id_token)) = hint else { return Ok(None) };
        let settings = provider.settings(&self.vault)?;
        let back = format!("{}/auth/signed-out", self.public_url);
        match self.client.end_session_url(&settings, &id_token, &back, &token::fresh()).await {
            Ok(url) => Ok(url),
            Err(error) => {
                tracing::info!(provider = provider.slug, %error, "signed out here only");
                Ok(None)
            }
        }
    }

    /// The provider of an open session, and the id token to show there.
    async fn hint(&self, session: &SecretString) -> Result<Option<(Provider, SecretString)>> {
        let mut sql = self.store.sql();
        sql.push(
            "select id, provider_id, sealed_tokens from session where ended_at is null and token_hash = ",
        );
        sql.bind(token::hash(session.expose_secret()));
        let rows = self.store.all(sql).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let (provider, sealed): (Option<Uuid>, Option<String>) =
            (get(row, "provider_id")?, get(row, "sealed_tokens")?);
        let Some((provider, sealed)) = provider.zip(sealed) else { return Ok(None) };
        let tokens = Tokens::open(&self.vault, get(row, "id")?, &sealed)?;
        let provider = Provider::with_id(&self.store, provider).await?;
        Ok(provider.map(|provider| (provider, tokens.id_token.into())))
    }
}
