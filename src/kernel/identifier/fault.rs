//! Why an identifier is refused, for programs ([`Problem`]) and for people ([`Hint`]).

use std::fmt;

use thiserror::Error;

use super::hint::Hint;
use crate::kernel::locale::Locale;

/// Which of the three tests an identifier fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Problem {
    /// Not written as such an identifier is.
    Format,
    /// Only digits, but too few or too many.
    Length,
    /// Well formed, with a check key that does not fit.
    Checksum,
}

impl Problem {
    /// The name that programs read (`CHECKSUM`).
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Format => "FORMAT",
            Self::Length => "LENGTH",
            Self::Checksum => "CHECKSUM",
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A refused identifier. Shown as the hint in French; surfaces that know their reader ask [`Hint::text`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("{}", .hint.text(Locale::Fr))]
pub struct IdentifierFault {
    /// Which test it fails.
    pub problem: Problem,
    /// What to do about it.
    pub hint: Hint,
}

impl IdentifierFault {
    pub(super) const fn format(hint: Hint) -> Self {
        Self { problem: Problem::Format, hint }
    }

    pub(super) const fn length(hint: Hint) -> Self {
        Self { problem: Problem::Length, hint }
    }

    pub(super) const fn checksum(hint: Hint) -> Self {
        Self { problem: Problem::Checksum, hint }
    }
}
