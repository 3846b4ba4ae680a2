//! Why nobody was signed in.

use crate::kernel::error::Error;

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInFault {
    /// There is no such provider, or it is not in use.
    #[error("there is no such provider")]
    NoProvider,
    /// The provider does not answer, or cannot now: it may later.
    #[error("the provider is unavailable: {0}")]
    Unavailable(String),
    /// The provider and what is kept of it do not go together: its administrators have to see to it.
    #[error("the provider is misconfigured: {0}")]
    Misconfigured(String),
    /// It is not believed, or not allowed. The reason stays the same and holds nothing that anybody sent.
    #[error("refused: {0}")]
    Refused(String),
    /// The account is not in use yet, or not any more.
    #[error("the account waits: {0}")]
    Waits(&'static str),
    /// The hub itself failed.
    #[error(transparent)]
    Hub(#[from] Error),
}

impl SignInFault {
    pub(super) fn refused(reason: &str) -> Self {
        Self::Refused(reason.to_owned())
    }

    /// The reason for the audit, where there is one.
    pub(super) fn reason(&self) -> Option<&str> {
        match self {
            Self::Unavailable(reason) | Self::Misconfigured(reason) | Self::Refused(reason) => Some(reason),
            Self::Waits(reason) => Some(reason),
            Self::NoProvider | Self::Hub(_) => None,
        }
    }
}

impl From<oidc::Error> for SignInFault {
    fn from(error: oidc::Error) -> Self {
        let reason = error.reason().to_string();
        match error {
            oidc::Error::Unavailable(_) => Self::Unavailable(reason),
            oidc::Error::Refused(_) => Self::Refused(reason),
            oidc::Error::Misconfigured(_) => Self::Misconfigured(reason),
        }
    }
}
