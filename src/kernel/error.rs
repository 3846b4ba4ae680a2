//! What can go wrong, said once for every surface. GraphQL and HTTP turn it into their own form at the edge.

use thiserror::Error;

/// Why something the caller can mend was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// Not what the field takes.
    Invalid,
    /// Missing.
    Required,
    /// Another record already holds it.
    Duplicate,
    /// No such record, or one that the caller may not see.
    NotFound,
    /// The caller sees the record but may not do that.
    Forbidden,
    /// The state machine has no such step.
    InvalidTransition,
    /// The record changed since the version that the caller named.
    Conflict,
    /// More than is allowed at once.
    TooMany,
}

impl Code {
    /// The name in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Invalid => "INVALID",
            Self::Required => "REQUIRED",
            Self::Duplicate => "DUPLICATE",
            Self::NotFound => "NOT_FOUND",
            Self::Forbidden => "FORBIDDEN",
            Self::InvalidTransition => "INVALID_TRANSITION",
            Self::Conflict => "CONFLICT",
            Self::TooMany => "TOO_MANY",
        }
    }
}

/// One fault in what the caller sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Which rule it breaks.
    pub code: Code,
    /// Where: the path of the input field (`["input", "siret"]`); empty for the whole.
    pub field: Vec<String>,
    /// What to do about it, in a sentence.
    pub message: String,
}

impl Fault {
    /// A fault in one field.
    #[must_use]
    pub fn on(field: &str, code: Code, message: impl Into<String>) -> Self {
        Self { code, field: field.split('.').map(str::to_owned).collect(), message: message.into() }
    }

    /// A fault of the whole.
    #[must_use]
    pub fn of(code: Code, message: impl Into<String>) -> Self {
        Self { code, field: Vec::new(), message: message.into() }
    }
}

/// What stops an operation.
#[derive(Debug, Error)]
pub enum Error {
    /// What the caller can mend.
    #[error("{}", .0.first().map_or("refused", |fault| fault.message.as_str()))]
    Refused(Vec<Fault>),
    /// The database could not take it now; trying again is right.
    #[error("the database is busy: try again in a moment")]
    Busy,
    /// A fault of the hub or of what it stands on; the detail is for the log only.
    #[error("internal fault: {0}")]
    Internal(String),
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::Refused(vec![fault])
    }
}

/// The result of most of the hub's functions.
pub type Result<T, E = Error> = std::result::Result<T, E>;
