//! What several servers of a network tell one another by.

use secrecy::{ExposeSecret, SecretString};

use super::source::Source;

/// The Redis that servers share.
#[derive(Clone, Debug)]
pub struct RedisSettings {
    /// Its address; a secret, since it may hold a password. `None` when this server is alone, or does without.
    pub url: Option<SecretString>,
    /// What the keys and channels of this hub begin with.
    pub prefix: String,
}

impl RedisSettings {
    pub(super) fn read(source: &mut Source<'_>) -> Self {
        let url = source.secret(
            ("REDIS_URL", ""),
            "The Redis by which several servers tell one another: redis:// or rediss://. Empty: none.",
            "redis://… or rediss://…",
            |url| url.is_empty() || ["redis://", "rediss://"].iter().any(|scheme| url.starts_with(scheme)),
        );
        Self {
            url: Some(url).filter(|url| !url.expose_secret().is_empty()),
            prefix: source.text(
                ("REDIS_PREFIX", "respyrem"),
                "What this hub's keys in Redis begin with; another word for each hub that shares it.",
            ),
        }
    }
}
