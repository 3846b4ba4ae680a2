//! What a provider's codes are to the protocol.

use oidc::Usage;

pub(in crate::identity) use crate::domain::identity::{
    BackChannelLogout, ClientAuthentication, EmailTrust, JustInTime, ProtocolUsage, ProviderState,
    UserinfoForm,
};
use crate::kernel::error::{Error, Result};

impl ProtocolUsage {
    pub(super) const fn usage(self) -> Usage {
        match self {
            Self::Auto => Usage::Auto,
            Self::Always => Usage::Always,
            Self::Never => Usage::Never,
        }
    }
}

/// The value of a code that the database keeps.
pub(super) fn kept<T>(value: Option<T>, code: &str) -> Result<T> {
    value.ok_or_else(|| Error::Internal(format!("identity_provider: {code} is no code")))
}
