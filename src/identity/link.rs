//! One-time sign-in links, printed by an operator's command: for the first administrator, and for emergencies.

use chrono::{DateTime, TimeDelta, Utc};
use entities::sign_in_link;
use sea_orm::ActiveValue::Set;
use secrecy::SecretString;
use serde_json::json;

use super::administrator::{self, Administrator};
use super::token;
use crate::kernel::error::Result;
use crate::store::transaction::Act;
use crate::store::{Store, Tx};

/// How long a link can be used.
pub const LINK_LIFE: TimeDelta = TimeDelta::minutes(15);

/// A link that was just made.
#[derive(Clone, Debug)]
pub struct IssuedLink {
    /// What its address ends with: this is the only time that it is known.
    pub token: SecretString,
    /// Whom it signs in.
    pub administrator: Administrator,
    /// When it stops to work.
    pub expires_at: DateTime<Utc>,
}

/// Makes a link for the member with this e-mail address, who is made an administrator of the network when there is
/// none; without an address, for the first administrator, who is made when there is none.
///
/// # Errors
/// When the address is none, or its member is not ACTIVE.
pub async fn issue_link(store: &Store, email: Option<&str>, name: Option<&str>) -> Result<IssuedLink> {
    let secret = token::fresh();
    let email = email.map(administrator::email).transpose()?;
    let expires_at = store.clock().now() + LINK_LIFE;
    let act = Issue { token_hash: token::hash(&secret), email, name: name.map(str::to_owned), expires_at };
    let administrator = store.write_as_hub(&act).await?;
    Ok(IssuedLink { token: secret.into(), administrator, expires_at })
}

struct Issue {
    token_hash: String,
    email: Option<String>,
    name: Option<String>,
    expires_at: DateTime<Utc>,
}

impl Act for Issue {
    type Outcome = Administrator;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<Administrator> {
        let administrator =
            administrator::find_or_create_in_tx(tx, self.email.as_deref(), self.name.as_deref()).await?;
        let row = sign_in_link::ActiveModel {
            token_hash: Set(self.token_hash.clone()),
            member_id: Set(administrator.member),
            created_at: Set(tx.scene.now),
            expires_at: Set(self.expires_at),
            used_at: Set(None),
        };
        tx.insert(row).await?;
        tx.audit("sign_in_link.issued", Some(administrator.member), json!({})).await?;
        Ok(administrator)
    }
}
