//! The scalars of the API.

use async_graphql::{InputObject, InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{DateTime as ChronoDateTime, NaiveDate, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

use crate::cell;
use crate::gql::plan::cell::{write_integer, write_plain};
use crate::kernel::identifier;
use crate::kernel::locale::Locale;

/// Whole cents of euro. A JSON number: amounts of the network stay far below 2^53.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cents(pub i64);

/// Whole cents of euro.
#[Scalar]
impl ScalarType for Cents {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::Number(number) => {
                number.as_i64().filter(|cents| *cents >= 0).map(Self).ok_or_else(|| {
                    InputValueError::custom("an amount is a whole number of cents, zero or more")
                })
            }
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        self.0.into()
    }
}

cell!(Cents, i64, |value, out| write_integer(value, out));

/// A day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Date(pub NaiveDate);

/// A day: `YYYY-MM-DD` (ISO 8601).
#[Scalar(specified_by_url = "https://scalars.graphql.org/andimarek/local-date")]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        text.parse().map(Self).map_err(|_| InputValueError::custom("a day is written YYYY-MM-DD"))
    }

    fn to_value(&self) -> Value {
        self.0.to_string().into()
    }
}

cell!(Date, NaiveDate, |value, out| write_plain(&value.to_string(), out));

/// Days from one to another, both counted; an end that is not given is open.
#[derive(Clone, Copy, Debug, InputObject)]
pub struct DateRange {
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
}

/// A moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateTime(pub ChronoDateTime<Utc>);

/// A moment: RFC 3339, in UTC, as in `2026-03-01T12:00:00Z`.
#[Scalar(specified_by_url = "https://scalars.graphql.org/andimarek/date-time")]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        text.parse()
            .map(Self)
            .map_err(|_| InputValueError::custom("a moment is written as in 2026-03-01T12:00:00Z"))
    }

    fn to_value(&self) -> Value {
        self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true).into()
    }
}

cell!(DateTime, ChronoDateTime<Utc>, |value, out| {
    write_plain(&value.to_rfc3339_opts(SecondsFormat::AutoSi, true), out);
});

/// A place in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor(pub String);

/// A place in a list, in one order: opaque. Give it to `after` or `before` of the same list.
#[Scalar]
impl ScalarType for Cursor {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = value else { return Err(InputValueError::expected_type(value)) };
        Ok(Self(text))
    }

    fn to_value(&self) -> Value {
        self.0.clone().into()
    }
}

/// Declares a scalar that is one of the public identifiers: checked by its registry's rule, stored normalised.
macro_rules! identifier_scalar {
    ($name:ident, $doc:literal) => {
        #[doc = $doc]
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub struct $name(pub String);

        #[doc = $doc]
        #[Scalar]
        impl ScalarType for $name {
            fn parse(value: Value) -> InputValueResult<Self> {
                let Value::String(text) = value else { return Err(InputValueError::expected_type(value)) };
                Ok(Self(text))
            }

            fn to_value(&self) -> Value {
                self.0.clone().into()
            }
        }

        impl $name {
            /// Checks and normalises what was given.
            ///
            /// # Errors
            /// A sentence that says what is wrong with it.
            pub fn read(text: &str) -> Result<String, String> {
                identifier::$name::parse(text)
                    .map(|identifier| identifier.as_str().to_owned())
                    .map_err(|fault| fault.hint.text(Locale::En).to_owned())
            }
        }

        cell!($name, std::borrow::Cow<'_, str>, |value, out| write_plain(&value, out));
    };
}

identifier_scalar!(
    Siren,
    "A French legal unit: 9 digits, the last a Luhn key. Spaces, dots and dashes are ignored on input."
);
identifier_scalar!(
    Siret,
    "A French establishment: 14 digits, the last a Luhn key (La Poste apart). Spaces, dots and dashes are ignored on input."
);
identifier_scalar!(Rna, "A French association in the national register: W and 9 characters.");
identifier_scalar!(Uai, "A French school: 7 digits and a key letter.");
identifier_scalar!(Nda, "The activity number of a French training body: 11 characters.");
