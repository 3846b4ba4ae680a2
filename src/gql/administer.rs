//! The one way by which mutations administer what belongs to a partner, as who its people are and which services it has: what
//! is refused is written down too.

use std::sync::OnceLock;

use async_graphql::Context;
use serde_json::{Value, json};

use super::context::OperationContext;
use super::mutation::{Payload, mutate};
use crate::kernel::error::{Error, Fault, Result};
use crate::store::Tx;
use crate::store::transaction::Act;

/// Does an act as [`mutate`] does. When it is refused to somebody who is known, an audit event says which mutation it was and
/// why: the code and the field of each fault, and nothing of what was sent.
///
/// # Errors
/// What the caller cannot mend.
pub async fn administer<A>(ctx: &Context<'_>, act: A) -> async_graphql::Result<A::Outcome>
where
    A: Act,
    A::Outcome: Payload,
{
    let refused = OnceLock::new();
    let payload = mutate(ctx, Watched { act, refused: &refused }).await?;
    let operation = ctx.data::<OperationContext>()?;
    if let Some(faults) = refused.get().filter(|_| operation.caller.actor.id().is_some()) {
        let audit = AuditRefusal { mutation: ctx.field().name(), faults };
        if let Err(error) = operation.store.write(&operation.caller.actor, &operation.scene, &audit).await {
            tracing::warn!(%error, mutation = audit.mutation, "a refused act was not written down");
        }
    }
    Ok(payload)
}

/// An act of which it is kept why it was refused.
struct Watched<'a, A> {
    act: A,
    refused: &'a OnceLock<Vec<Fault>>,
}

impl<A: Act> Act for Watched<'_, A> {
    type Outcome = A::Outcome;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<A::Outcome> {
        let done = self.act.attempt(tx).await;
        if let Err(Error::Refused(faults)) = &done {
            self.refused.get_or_init(|| faults.clone());
        }
        done
    }
}

struct AuditRefusal<'a> {
    mutation: &'a str,
    faults: &'a [Fault],
}

impl Act for AuditRefusal<'_> {
    type Outcome = ();

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<()> {
        let reason = |fault: &Fault| json!({ "code": fault.code.as_str(), "field": fault.field.join(".") });
        let mut reasons: Vec<Value> = self.faults.iter().map(reason).collect();
        // A schema may have many faults, all of them on the service.
        reasons.dedup();
        let detail = json!({ "mutation": self.mutation, "reasons": reasons });
        tx.audit("administration.refused", None, detail).await
    }
}
