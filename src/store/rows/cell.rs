//! Values of columns, from either database's packing.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::Value;
use uuid::Uuid;

/// Why a cell could not be read.
type Fault = String;

/// A type of which columns hold values.
pub trait Cell<'r>: Sized {
    /// The value that PostgreSQL's binary form stands for.
    ///
    /// # Errors
    /// When it stands for another type.
    fn of_binary(bytes: &'r [u8]) -> Result<Option<Self>, Fault>;

    /// The value that a text of JSON stands for, other than null.
    ///
    /// # Errors
    /// When it stands for another type.
    fn of_json(raw: &'r str) -> Result<Option<Self>, Fault>;
}

/// The text of a JSON document that a column holds.
#[derive(Debug)]
pub struct JsonText<'r>(pub Cow<'r, str>);

macro_rules! cells {
    ($($type:ty, |$bytes:ident| $binary:expr, |$raw:ident| $json:expr;)+) => {
        $(impl<'r> Cell<'r> for $type {
            fn of_binary($bytes: &'r [u8]) -> Result<Option<Self>, Fault> {
                $binary.map(Some)
            }

            fn of_json($raw: &'r str) -> Result<Option<Self>, Fault> {
                $json
            }
        })+
    };
}

cells! {
    i32, |bytes| whole(bytes).and_then(|number| number.try_into().map_err(told)),
        |raw| raw.parse().map(Some).map_err(told);
    i64, |bytes| whole(bytes), |raw| raw.parse().map(Some).map_err(told);
    f64, |bytes| fixed(bytes).map(Self::from_be_bytes), |raw| raw.parse().map(Some).map_err(told);
    bool, |bytes| fixed(bytes).map(|[byte]: [u8; 1]| byte != 0), |raw| match raw {
        "0" | "false" => Ok(Some(false)),
        "1" | "true" => Ok(Some(true)),
        _ => Err(format!("{raw} is neither true nor false")),
    };
    Cow<'r, str>, |bytes| utf8(bytes).map(Cow::Borrowed), |raw| text(raw).map(Some);
    String, |bytes| utf8(bytes).map(str::to_owned), |raw| text(raw).map(|text| Some(text.into_owned()));
    NaiveDate, |bytes| day(bytes), |raw| text(raw)?.parse().map(Some).map_err(told);
    DateTime<Utc>, |bytes| moment(bytes), |raw| text(raw)?.parse().map(Some).map_err(told);
    // SQLite says nothing in hexadecimal for null.
    Uuid, |bytes| fixed(bytes).map(Self::from_bytes), |raw| match text(raw)?.as_ref() {
        "" => Ok(None),
        digits => digits.parse().map(Some).map_err(told),
    };
    // In binary, `jsonb` begins with the number of its version, 1, which no JSON begins with.
    JsonText<'r>, |bytes| utf8(bytes.strip_prefix(&[1]).unwrap_or(bytes)).map(|text| Self(text.into())),
        |raw| Self::read(raw).map(Some);
    Value, |bytes| utf8(bytes.strip_prefix(&[1]).unwrap_or(bytes)).and_then(document),
        |raw| document(&JsonText::read(raw)?.0).map(Some);
}

impl<'r> JsonText<'r> {
    /// A document is packed as the text that holds it, or as itself when SQLite knows that it is one.
    fn read(raw: &'r str) -> Result<Self, Fault> {
        Ok(Self(if raw.starts_with('"') { text(raw)? } else { Cow::Borrowed(raw) }))
    }
}

fn document(text: &str) -> Result<Value, Fault> {
    serde_json::from_str(text).map_err(told)
}

fn fixed<const N: usize>(bytes: &[u8]) -> Result<[u8; N], Fault> {
    bytes.try_into().map_err(|_| format!("{} bytes instead of {N}", bytes.len()))
}

/// A whole number of any width.
fn whole(bytes: &[u8]) -> Result<i64, Fault> {
    match bytes.len() {
        2 => fixed(bytes).map(i16::from_be_bytes).map(i64::from),
        4 => fixed(bytes).map(i32::from_be_bytes).map(i64::from),
        _ => fixed(bytes).map(i64::from_be_bytes),
    }
}

fn utf8(bytes: &[u8]) -> Result<&str, Fault> {
    std::str::from_utf8(bytes).map_err(told)
}

/// PostgreSQL counts days from the first of January 2000.
fn day(bytes: &[u8]) -> Result<NaiveDate, Fault> {
    let days = TimeDelta::days(i32::from_be_bytes(fixed(bytes)?).into());
    let first = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap_or_default();
    first.checked_add_signed(days).ok_or_else(|| "a day beyond the calendar".to_owned())
}

/// PostgreSQL counts microseconds from the first of January 2000, UTC.
fn moment(bytes: &[u8]) -> Result<DateTime<Utc>, Fault> {
    const FIRST: i64 = 946_684_800_000_000;
    let at = FIRST.checked_add(i64::from_be_bytes(fixed(bytes)?)).and_then(DateTime::from_timestamp_micros);
    at.ok_or_else(|| "a moment beyond the calendar".to_owned())
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
        let day = NaiveDate::of_binary(&[0, 0, 0x25, 0x54]).unwrap().unwrap();
        assert_eq!(day.to_string(), "2026-03-01");
        let at = DateTime::<Utc>::of_binary(&825_681_600_500_000_i64.to_be_bytes()).unwrap().unwrap();
        assert_eq!(at.to_rfc3339(), "2026-03-01T12:00:00.500+00:00");
    }
}
