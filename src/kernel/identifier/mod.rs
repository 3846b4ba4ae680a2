//! The public identifiers of French bodies, places, schools and trainings: read from what people and files give,
//! kept in one normalised form, shown in the official one.
//!
//! A value of these types passed its registry's rule, never more: that the number is in use is for the registry
//! to say. A number is never completed in silence: a lost zero is named in the hint, not put back.

/// Declares an identifier from the rule that normalises and checks it, and the groups in which it is shown.
macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident, check = $check:path, groups = $groups:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
        pub struct $name(String);

        impl $name {
            /// Reads it as a person or a file writes it, spaces and lower case included.
            ///
            /// # Errors
            /// What the number fails, and what to do about it.
            pub fn parse(text: &str) -> Result<Self, $crate::kernel::identifier::IdentifierFault> {
                $check(text).map(Self)
            }

            /// The normalised form, the one to store and to compare.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The form for people.
            #[must_use]
            pub fn formatted(&self) -> String {
                $crate::kernel::identifier::form::grouped(&self.0, &$groups)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.formatted())
            }
        }

        impl From<$name> for String {
            fn from(identifier: $name) -> Self {
                identifier.0
            }
        }
    };
}

mod activity;
mod association;
mod enterprise;
mod fault;
mod form;
mod hint;
mod place;
mod school;
mod training;

#[cfg(test)]
mod cases;
#[cfg(test)]
mod tests;

pub use activity::Naf;
pub use association::Rna;
pub use enterprise::{Epci, Siren, Siret};
pub use fault::{IdentifierFault, Problem};
pub use hint::Hint;
pub use place::{CommuneCode, Departement, PostalCode};
pub use school::Uai;
pub use training::{Nda, Rncp, Rs};

/// Normalises `value` as the identifier that `kind` names: `siren`, `siret`, `epci`, `rna`, `insee`, `postal`,
/// `departement`, `uai`, `rncp`, `rs`, `naf` or `nda`.
///
/// # Errors
/// What the value fails, or [`Hint::UnknownKind`].
pub fn check(kind: &str, value: &str) -> Result<String, IdentifierFault> {
    match kind {
        "siren" => Siren::parse(value).map(String::from),
        "siret" => Siret::parse(value).map(String::from),
        "epci" => Epci::parse(value).map(String::from),
        "rna" => Rna::parse(value).map(String::from),
        "insee" => CommuneCode::parse(value).map(String::from),
        "postal" => PostalCode::parse(value).map(String::from),
        "departement" => Departement::parse(value).map(String::from),
        "uai" => Uai::parse(value).map(String::from),
        "rncp" => Rncp::parse(value).map(String::from),
        "rs" => Rs::parse(value).map(String::from),
        "naf" => Naf::parse(value).map(String::from),
        "nda" => Nda::parse(value).map(String::from),
        _ => Err(IdentifierFault::format(Hint::UnknownKind)),
    }
}
