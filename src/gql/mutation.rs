//! What every mutation shares: one transaction, what the caller can mend as `userErrors`, and `Idempotency-Key`.

use async_graphql::{Context, Enum, SimpleObject};
use entities::idempotency;
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::context::OperationContext;
use crate::kernel::actor::ActiveMembership;
use crate::kernel::error::{Code, Error, Fault, Result};
use crate::store::transaction::Act;
use crate::store::{Tx, fault};

/// Why something that the caller can mend was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum, Serialize, Deserialize)]
#[graphql(remote = "Code", name = "UserErrorCode")]
pub enum UserErrorCode {
    /// Not what the field takes.
    Invalid,
    /// Missing.
    Required,
    /// Another record already holds it.
    Duplicate,
    /// No such record, or one that you may not see.
    NotFound,
    /// You see the record but may not do that.
    Forbidden,
    /// From the present state, there is no such step.
    InvalidTransition,
    /// The record changed since the version that you named.
    Conflict,
    /// More than is allowed at once.
    TooMany,
}

/// Something that the caller can mend. Nothing was written.
#[derive(Clone, Debug, SimpleObject, Serialize, Deserialize)]
pub struct UserError {
    /// Which rule it breaks.
    code: UserErrorCode,
    /// The path of the input field that it is about; empty when it is about the whole.
    field: Vec<String>,
    /// What to do about it.
    message: String,
}

impl From<Fault> for UserError {
    fn from(fault: Fault) -> Self {
        Self { code: fault.code.into(), field: fault.field, message: fault.message }
    }
}

/// What a mutation answers.
pub trait Payload: Serialize + DeserializeOwned + Send + Sync {
    /// The answer when nothing was written.
    fn refused(errors: Vec<Fault>) -> Self;
}

/// Declares that a mutation answers so: a refusal is told in `user_errors`, and the rest is empty then.
macro_rules! payload {
    ($name:ty) => {
        impl $crate::gql::mutation::Payload for $name {
            fn refused(faults: Vec<$crate::kernel::error::Fault>) -> Self {
                let user_errors = faults.into_iter().map($crate::gql::mutation::UserError::from).collect();
                Self { user_errors, ..Self::default() }
            }
        }
    };
}
pub(crate) use payload;

/// Runs `act` for the mutation being resolved.
///
/// With an `Idempotency-Key`, the payload is kept in the same transaction: the same request sent again is answered
/// with it, under the rights that the caller then has, and nothing is done twice.
///
/// # Errors
/// What the caller cannot mend.
pub async fn mutate<A>(ctx: &Context<'_>, act: A) -> async_graphql::Result<A::Outcome>
where
    A: Act,
    A::Outcome: Payload,
{
    let operation = ctx.data::<OperationContext>()?;
    let field = ctx.field().alias().unwrap_or(ctx.field().name());
    let key = operation.caller.idempotency_key.as_ref().map(|key| format!("{key}#{field}"));
    let once = Once { act, key, fingerprint: operation.fingerprint.clone() };
    match operation.store.write(&operation.caller.actor, &operation.scene, &once).await {
        Ok((payload, gained)) => {
            operation.gained.extend(gained);
            Ok(payload)
        }
        Err(Error::Refused(faults)) => Ok(A::Outcome::refused(faults)),
        Err(error) => Err(async_graphql::Error::new_with_source(error)),
    }
}

/// An act that is not done again for the same key.
struct Once<A> {
    act: A,
    key: Option<String>,
    /// Tells one request from another.
    fingerprint: String,
}

impl<A> Act for Once<A>
where
    A: Act,
    A::Outcome: Payload,
{
    type Outcome = (A::Outcome, Vec<ActiveMembership>);

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<Self::Outcome> {
        let payload = self.payload(tx).await?;
        Ok((payload, tx.gained().to_vec()))
    }
}

impl<A> Once<A>
where
    A: Act,
    A::Outcome: Payload,
{
    async fn payload(&self, tx: &mut Tx<'_>) -> Result<A::Outcome> {
        let (Some(key), Some(actor)) = (&self.key, tx.actor.id()) else { return self.act.attempt(tx).await };
        let kept = idempotency::Entity::find_by_id((actor.to_string(), key.clone()))
            .one(tx.connection())
            .await
            .map_err(fault)?;
        if let Some(kept) = kept {
            return self.replay(kept);
        }
        let payload = self.act.attempt(tx).await?;
        let row = idempotency::ActiveModel {
            actor: Set(actor.to_string()),
            key: Set(key.clone()),
            fingerprint: Set(self.fingerprint.clone()),
            payload: Set(serde_json::to_value(&payload).map_err(unreadable)?),
            at: Set(tx.scene.now),
        };
        tx.insert(row).await?;
        Ok(payload)
    }

    fn replay(&self, kept: idempotency::Model) -> Result<A::Outcome> {
        if kept.fingerprint == self.fingerprint {
            return serde_json::from_value(kept.payload).map_err(unreadable);
        }
        Err(Fault::of(Code::Invalid, "this Idempotency-Key was used for another request: make a new key")
            .into())
    }
}

fn unreadable(error: serde_json::Error) -> Error {
    Error::Internal(format!("a kept payload: {error}"))
}
