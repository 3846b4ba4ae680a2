//! What a stale write answers: the record as it is, who changed what since, and when. Nothing was written then.

use crate::kernel::error::{Code, Fault};

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
