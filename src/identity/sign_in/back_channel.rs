//! The provider says that somebody signed out there (OpenID Connect Back-Channel Logout 1.0).

use entities::logout_token_seen;
use oidc::LogoutToken;
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;
use sea_orm::sea_query::OnConflict;

use super::{SignIn, SignInFault};
use crate::identity::provider::{BackChannelLogout, Provider};
use crate::identity::session::{Ended, end_where};
use crate::identity::token;
use crate::kernel::error::{Error, Result};
use crate::store::transaction::Act;
use crate::store::{Tx, fault};

/// Why a logout token was not acted upon.
#[derive(Debug)]
pub enum LogoutFault {
    /// It is not believed: nothing ended.
    Refused,
    /// It cannot be told now: the provider may send it again.
    Unavailable,
    /// The hub itself failed.
    Hub(Error),
}

impl SignIn {
    /// Ends the sessions that a logout token names, of this provider and no other. A token is believed once.
    ///
    /// # Errors
    /// When it is not believed, or cannot be checked now.
    pub async fn log_out_at_provider(&self, slug: &str, logout_token: &str) -> Result<(), LogoutFault> {
        let provider = Provider::with_slug(&self.store, slug).await.map_err(LogoutFault::Hub)?;
        let provider = provider.ok_or(LogoutFault::Refused)?;
        let done = self.log_out_with(&provider, logout_token).await;
        if let Err(fault) = &done {
            self.audit_refusal(Some(&provider), fault).await;
        }
        done.map_err(|fault| match fault {
            SignInFault::Unavailable(_) => LogoutFault::Unavailable,
            SignInFault::Hub(error) => LogoutFault::Hub(error),
            _ => LogoutFault::Refused,
        })
    }

    async fn log_out_with(&self, provider: &Provider, logout_token: &str) -> Result<(), SignInFault> {
        let settings = provider.settings(&self.vault)?;
        let token = self.client.check_logout_token(&settings, logout_token).await?;
        let act = LogOut { provider, token: &token };
        if self.store.write_as_hub(&act).await? {
            Ok(())
        } else {
            Err(SignInFault::refused("logout_token.replayed"))
        }
    }
}

struct LogOut<'a> {
    provider: &'a Provider,
    token: &'a LogoutToken,
}

impl Act for LogOut<'_> {
    /// Whether the token is new.
    type Outcome = bool;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let row = logout_token_seen::ActiveModel {
            provider_id: Set(self.provider.id),
            jti_hash: Set(token::hash(&self.token.jti)),
            expires_at: Set(self.token.forget_at),
        };
        let columns = [logout_token_seen::Column::ProviderId, logout_token_seen::Column::JtiHash];
        let seen = OnConflict::columns(columns).do_nothing().to_owned();
        let inserted = logout_token_seen::Entity::insert(row)
            .on_conflict(seen)
            .exec_without_returning(tx.connection())
            .await
            .map_err(fault)?;
        if inserted == 0 {
            return Ok(false);
        }
        if self.provider.back_channel_logout == BackChannelLogout::Ignore {
            return Ok(true);
        }
        end_where(tx, Ended::BackChannel, |sql| {
            sql.push("provider_id = ").bind(self.provider.id);
            if let Some(sid) = &self.token.sid {
                sql.push(" and provider_session = ").bind(sid.as_str());
            }
            if let Some(sub) = &self.token.sub {
                sql.push(" and subject = ").bind(sub.as_str());
            }
        })
        .await?;
        Ok(true)
    }
}
