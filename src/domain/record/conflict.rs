//! What a stale write answers: the record as it is, who changed what since, and when. Nothing was written then.

use crate::access::{self, Facts, Granted, Right};
use crate::kernel::error::{Code, Fault, Result};
use crate::store::Tx;
use crate::store::record::Since;

/// What a change begins with: what may be changed, or what to answer to who read an older version of it.
#[derive(Debug)]
pub enum Opened<T, S> {
    /// It may be changed.
    Granted(T),
    /// Somebody changed it since.
    Stale(S),
}

impl<T, S> Opened<T, S> {
    /// The same, with what `more` makes of what may be changed.
    pub fn map<U>(self, more: impl FnOnce(T) -> U) -> Opened<U, S> {
        match self {
            Self::Granted(granted) => Opened::Granted(more(granted)),
            Self::Stale(stale) => Opened::Stale(stale),
        }
    }
}

/// Opens the record that the caller names in `field`, having read its version `expected`; `stale` makes the answer of
/// what happened to it since.
///
/// # Errors
/// The caller has no right `R` over it, or the database does not answer.
pub async fn open<R: Right, S>(
    tx: &Tx<'_>,
    (facts, field): (Option<Facts>, &str),
    expected: i32,
    stale: impl FnOnce(&Facts, Since) -> S,
) -> Result<Opened<Granted<R>, S>> {
    let granted: Granted<R> = access::over(&tx.scene.viewer, facts, field)?;
    Ok(match tx.since(&granted, expected).await? {
        None => Opened::Granted(granted),
        Some(since) => Opened::Stale(stale(granted.facts(), since)),
    })
}

/// What an act may change; to who read an older version, the act answers that at once.
macro_rules! opened {
    ($opened:expr) => {
        match $opened {
            $crate::domain::record::Opened::Granted(granted) => granted,
            $crate::domain::record::Opened::Stale(answer) => return Ok(answer),
        }
    };
}
pub(crate) use opened;

/// What the caller is told beside the conflict itself.
#[must_use]
pub fn stale() -> Fault {
    Fault::on(
        "input.expectedVersion",
        Code::Conflict,
        "somebody changed it since this version, and nothing was written: see `conflict`, and start again from there",
    )
}

/// Declares the conflict of a noun: `conflict! { /// … pub struct ActionConflict of Action }`.
macro_rules! conflict {
    ($(#[$meta:meta])* pub struct $name:ident of $noun:ty) => {
        $(#[$meta])*
        #[derive(Debug, async_graphql::SimpleObject, serde::Serialize, serde::Deserialize)]
        pub struct $name {
            /// What it is now.
            current: Option<$crate::gql::plan::Ref<$noun>>,
            /// The person who changed it last; null for a program, or for a person whom you may not see.
            changed_by: Option<$crate::gql::plan::Ref<$crate::domain::member::Member>>,
            /// The fields that changed since the version that you named.
            changed_fields: Vec<String>,
            /// When it last changed.
            changed_at: Option<$crate::gql::scalar::DateTime>,
        }

        impl $name {
            /// What happened to `id` since the caller read it.
            #[must_use]
            pub fn new(id: uuid::Uuid, since: $crate::store::record::Since) -> Self {
                Self {
                    current: Some($crate::gql::plan::Ref::new(id)),
                    changed_by: since.member.map($crate::gql::plan::Ref::new),
                    changed_fields: since.fields,
                    changed_at: since.at.map($crate::gql::scalar::DateTime),
                }
            }
        }
    };
}
pub(crate) use conflict;
