//! The licence of a resource: what others may do with it.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use serde::{Deserialize, Serialize};

use crate::cell;
use crate::gql::plan::cell::write_plain;

/// The licences there are.
const KNOWN: [&str; 18] = [
    "CC0-1.0",
    "CC-BY-4.0",
    "CC-BY-SA-4.0",
    "CC-BY-NC-4.0",
    "CC-BY-NC-SA-4.0",
    "CC-BY-ND-4.0",
    "CC-BY-NC-ND-4.0",
    "CC-BY-3.0",
    "CC-BY-SA-3.0",
    "CC-BY-NC-SA-3.0",
    "etalab-2.0",
    "ODbL-1.0",
    "GFDL-1.3-or-later",
    "GPL-3.0-or-later",
    "MIT",
    "LAL-1.3",
    "LicenseRef-AllRightsReserved",
    "UNKNOWN",
];

/// What others may do with a resource.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Licence(pub String);

/// A licence by its SPDX identifier, as in `CC-BY-SA-4.0`; `LicenseRef-AllRightsReserved` where nothing is allowed
/// without asking, `UNKNOWN` where nobody knows.
#[Scalar(specified_by_url = "https://spdx.org/licenses/")]
impl ScalarType for Licence {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = value else { return Err(InputValueError::expected_type(value)) };
        Ok(Self(text))
    }

    fn to_value(&self) -> Value {
        self.0.clone().into()
    }
}

cell!(Licence, std::borrow::Cow<'_, str>, |value, out| write_plain(&value, out));

impl Licence {
    /// The licences that resources of schools and associations have, by their SPDX identifiers, and what stands for no
    /// licence that anybody knows of.
    pub const KNOWN: [&'static str; 18] = KNOWN;

    /// The identifier as it is kept, whatever the case in which it was given.
    ///
    /// # Errors
    /// A sentence that lists those there are.
    pub(super) fn read(text: &str) -> Result<String, String> {
        let known = KNOWN.into_iter().find(|known| known.eq_ignore_ascii_case(text.trim()));
        known.map(str::to_owned).ok_or_else(|| format!("give one of: {}", KNOWN.join(", ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_kept_as_spdx_writes_it() {
        assert_eq!(Licence::read(" cc-by-sa-4.0").as_deref(), Ok("CC-BY-SA-4.0"));
        assert_eq!(Licence::read("unknown").as_deref(), Ok("UNKNOWN"));
    }

    #[test]
    fn what_is_no_licence_is_refused_with_those_there_are() {
        assert!(Licence::read("CC BY").unwrap_err().contains("CC-BY-4.0"));
    }
}
