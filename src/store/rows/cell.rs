//! Values of columns, from either database.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sqlx::postgres::{PgRow, PgValueFormat};
use sea_orm::sqlx::{Row as _, ValueRef as _};
use serde_json::Value;
use uuid::Uuid;

/// Why a cell could not be read.
type Fault = String;

/// A type of which columns hold values.
pub trait Cell<'r>: Sized {
    /// The value of a column of PostgreSQL's.
    ///
    /// # Errors
    /// When the column holds another type.
    fn of_postgres(row: &'r PgRow, at: usize) -> Result<Option<Self>, Fault>;

    /// The value that a text of JSON stands for.
    ///
    /// # Errors
    /// When it stands for another type.
    fn of_json(raw: &'r str) -> Result<Option<Self>, Fault>;
}

/// The text of a JSON document that a column holds.
#[derive(Debug)]
pub struct JsonText<'r>(pub Cow<'r, str>);

/// Implements [`Cell`] for types that PostgreSQL's driver decodes. It is not asked, cell by cell, whether the column has
/// that type: declarations do not change while the hub runs, and a test selects each of them.
macro_rules! decoded {
    ($($type:ty, |$raw:ident| $read:expr;)+) => {
        $(impl<'r> Cell<'r> for $type {
            fn of_postgres(row: &'r PgRow, at: usize) -> Result<Option<Self>, Fault> {
                row.try_get_unchecked(at).map_err(told)
            }

            fn of_json($raw: &'r str) -> Result<Option<Self>, Fault> {
                $read
            }
        })+
    };
}

decoded! {
    i32, |raw| raw.parse().map(Some).map_err(told);
    i64, |raw| raw.parse().map(Some).map_err(told);
    f64, |raw| raw.parse().map(Some).map_err(told);
    bool, |raw| match raw {
        "0" | "false" => Ok(Some(false)),
        "1" | "true" => Ok(Some(true)),
        _ => Err(format!("{raw} is neither true nor false")),
    };
    String, |raw| text(raw).map(|text| Some(text.into_owned()));
    NaiveDate, |raw| text(raw)?.parse().map(Some).map_err(told);
    DateTime<Utc>, |raw| text(raw)?.parse().map(Some).map_err(told);
    // SQLite says nothing in hexadecimal for null.
    Uuid, |raw| match text(raw)?.as_ref() {
        "" => Ok(None),
        digits => digits.parse().map(Some).map_err(told),
    };
    Value, |raw| serde_json::from_str(&JsonText::read(raw)?.0).map(Some).map_err(told);
}

impl<'r> Cell<'r> for Cow<'r, str> {
    fn of_postgres(row: &'r PgRow, at: usize) -> Result<Option<Self>, Fault> {
        Ok(row.try_get_unchecked::<Option<&'r str>, _>(at).map_err(told)?.map(Cow::Borrowed))
    }

    fn of_json(raw: &'r str) -> Result<Option<Self>, Fault> {
        text(raw).map(Some)
    }
}

impl<'r> Cell<'r> for JsonText<'r> {
    fn of_postgres(row: &'r PgRow, at: usize) -> Result<Option<Self>, Fault> {
        let value = row.try_get_raw(at).map_err(told)?;
        if value.is_null() {
            return Ok(None);
        }
        let bytes = value.as_bytes().map_err(told)?;
        // In binary, `jsonb` begins with the number of its version, 1, which no JSON begins with.
        let bytes = match value.format() {
            PgValueFormat::Binary => bytes.strip_prefix(&[1]).unwrap_or(bytes),
            PgValueFormat::Text => bytes,
        };
        std::str::from_utf8(bytes).map(|text| Some(Self(Cow::Borrowed(text)))).map_err(told)
    }

    fn of_json(raw: &'r str) -> Result<Option<Self>, Fault> {
        Self::read(raw).map(Some)
    }
}

impl<'r> JsonText<'r> {
    /// A document is packed as the text that holds it, or as itself when SQLite knows that it is one.
    fn read(raw: &'r str) -> Result<Self, Fault> {
        Ok(Self(if raw.starts_with('"') { text(raw)? } else { Cow::Borrowed(raw) }))
    }
}

/// The text that a JSON string stands for.
fn text(raw: &str) -> Result<Cow<'_, str>, Fault> {
    let inner = raw.strip_prefix('"').and_then(|raw| raw.strip_suffix('"'));
    match inner.ok_or_else(|| format!("{raw} is no text"))? {
        plain if !plain.contains('\\') => Ok(Cow::Borrowed(plain)),
        _ => serde_json::from_str(raw).map(Cow::Owned).map_err(told),
    }
}

fn told(error: impl ToString) -> Fault {
    error.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<'r, T: Cell<'r>>(raw: &'r str) -> Option<T> {
        T::of_json(raw).ok().flatten()
    }

    #[test]
    fn a_text_without_escapes_is_lent() {
        assert!(matches!(read::<Cow<'_, str>>("\"forêt\""), Some(Cow::Borrowed("forêt"))));
        assert_eq!(read::<String>(r#""\"a\"\n""#).as_deref(), Some("\"a\"\n"));
        assert_eq!(read::<String>("1"), None);
    }

    #[test]
    fn a_document_is_the_same_in_both_packings() {
        for raw in [r#""{\"fr\":\"a\"}""#, r#"{"fr":"a"}"#] {
            assert_eq!(read::<JsonText<'_>>(raw).unwrap().0, r#"{"fr":"a"}"#);
            assert_eq!(read::<Value>(raw).unwrap()["fr"], "a");
        }
    }

    #[test]
    fn nothing_in_hexadecimal_is_no_id() {
        assert_eq!(read::<Uuid>("\"\""), None);
        let id = read::<Uuid>("\"018D2198325878F189818690F559A9DA\"").unwrap();
        assert_eq!(id.to_string(), "018d2198-3258-78f1-8981-8690f559a9da");
    }

    #[test]
    fn moments_and_days_are_read_as_they_are_kept() {
        assert_eq!(read::<NaiveDate>("\"2026-03-01\"").unwrap().to_string(), "2026-03-01");
        let at: DateTime<Utc> = read("\"2026-03-01T12:00:00.5+00:00\"").unwrap();
        assert_eq!(at.timestamp_subsec_millis(), 500);
    }
}
