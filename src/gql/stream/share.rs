//! One message for many: who asks the same, in the same languages and with the same rights, reads the same.

use std::time::Duration;

use moka::future::Cache;
use sha2::{Digest, Sha256};

use super::Message;
use crate::access::{Rights, Scene};
use crate::feed::Told;
use crate::gql::document::CheckedOperation;
use crate::gql::pipeline::Call;

/// Bytes of messages that are kept, at most.
const BYTES: u64 = 64 * 1024 * 1024;
/// How long a message is shared. It holds the record as it was when it was first told: who comes later reads it anew.
const SHARED_FOR: Duration = Duration::from_secs(2);

/// Those who read the same messages: the digest of all that decides what they read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Audience([u8; 32]);

impl Audience {
    pub(super) fn of(call: &Call, scene: &Scene, rights: Rights) -> Self {
        let operation = &call.prepared.operation;
        let mut digest = Sha256::new();
        let cursor = cursor_variable(operation);
        for (name, value) in call.variables.as_map() {
            if cursor.is_some_and(|cursor| cursor == name) {
                continue;
            }
            digest.update(format!("{name}={value};"));
        }
        digest.update(format!(
            "{:?} {:?} {:?} {:?} {:?} {:?}",
            operation.digest(),
            operation.name(),
            scene.locales,
            scene.today,
            scene.viewer,
            rights
        ));
        Self(digest.finalize().into())
    }
}

/// Messages that several listeners read.
#[derive(Debug)]
pub(crate) struct SharedMessages(Cache<(Audience, (i64, Told)), Message>);

/// The database did not answer.
#[derive(Debug)]
struct NotTold;

impl SharedMessages {
    pub(crate) fn new() -> Self {
        let kept = Cache::builder()
            .weigher(|_, message: &Message| u32::try_from(message.body.len() + 256).unwrap_or(u32::MAX))
            .max_capacity(BYTES)
            .time_to_live(SHARED_FOR)
            .build();
        Self(kept)
    }

    /// The message for this audience, made once; `None` when it cannot be made now.
    pub(super) async fn get(
        &self,
        key: (Audience, (i64, Told)),
        make: impl Future<Output = Option<Message>>,
    ) -> Option<Message> {
        self.0.try_get_with(key, async { make.await.ok_or(NotTold) }).await.ok()
    }
}

/// The variable that says from where the stream goes on, and nothing else: messages do not depend on it.
fn cursor_variable(operation: &CheckedOperation) -> Option<&str> {
    let root = operation.operation().root_fields(operation.document()).next()?;
    let name = root.specified_argument_by_name("after")?.as_variable()?.as_str();
    let uses = operation.text().match_indices('$').filter(|(at, _)| {
        let rest = operation.text().get(at + 1..).unwrap_or_default();
        rest.strip_prefix(name)
            .is_some_and(|rest| !rest.starts_with(|c: char| c == '_' || c.is_alphanumeric()))
    });
    (uses.count() == 2).then_some(name)
}
