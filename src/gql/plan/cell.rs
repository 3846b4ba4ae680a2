//! From a database value to the bytes of the answer: one implementation for each type that a field may have.

use async_graphql::OutputType;
use async_graphql::registry::Registry;
use sea_orm::DbErr;

use crate::access::Scene;
use crate::store::Row;
use crate::store::rows::{Cell, JsonText};

/// Writes one column of a row as JSON.
pub type WriteCell = fn(Row<'_>, usize, &Scene, &mut Vec<u8>) -> Result<(), DbErr>;

/// Writes one value made from several columns of a row.
pub type WriteComputed = fn(Cells<'_>, &Scene, &mut Vec<u8>) -> Result<(), DbErr>;

/// The columns that a computed field asked for, in its own order.
#[derive(Clone, Copy, Debug)]
pub struct Cells<'a> {
    pub(crate) row: Row<'a>,
    pub(crate) at: &'a [usize],
}

impl<'a> Cells<'a> {
    /// The value of the field's `index`th expression; `None` for null.
    ///
    /// # Errors
    /// When the column holds another type.
    pub fn find<T: Cell<'a>>(self, index: usize) -> Result<Option<T>, DbErr> {
        self.row.find(self.at.get(index).copied().unwrap_or(usize::MAX))
    }

    /// The value of the field's `index`th expression, which is never null.
    ///
    /// # Errors
    /// When the column is null, or holds another type.
    pub fn get<T: Cell<'a>>(self, index: usize) -> Result<T, DbErr> {
        self.row.get(self.at.get(index).copied().unwrap_or(usize::MAX))
    }
}

/// A type that a field may have, with how it is published and written.
pub trait FieldType {
    /// Writes the column.
    const WRITE: WriteCell;
    /// Registers the type and answers its qualified name.
    fn publish(registry: &mut Registry) -> String;
}

/// Makes `Type` and `Option<Type>` types that a field may have: `raw` is what the database holds.
#[macro_export]
macro_rules! cell {
    ($type:ty, $raw:ty, |$value:ident, $out:ident| $write:expr) => {
        impl $crate::gql::plan::cell::FieldType for $type {
            const WRITE: $crate::gql::plan::cell::WriteCell = |row, at, _, $out| {
                let $value: $raw = row.get(at)?;
                $write;
                Ok(())
            };
            fn publish(registry: &mut async_graphql::registry::Registry) -> String {
                <$type as async_graphql::OutputType>::create_type_info(registry)
            }
        }
        impl $crate::gql::plan::cell::FieldType for Option<$type> {
            const WRITE: $crate::gql::plan::cell::WriteCell = |row, at, _, $out| {
                match row.find::<$raw>(at)? {
                    Some($value) => $write,
                    None => $out.extend_from_slice(b"null"),
                }
                Ok(())
            };
            fn publish(registry: &mut async_graphql::registry::Registry) -> String {
                <Option<$type> as async_graphql::OutputType>::create_type_info(registry)
            }
        }
    };
}

/// Writes a JSON string.
pub fn write_text(text: &str, out: &mut Vec<u8>) {
    // Writing into memory cannot fail.
    let _ = serde_json::to_writer(out, text);
}

/// Writes a JSON string that is known to need no escape: codes, identifiers, dates.
pub fn write_plain(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    out.extend_from_slice(text.as_bytes());
    out.push(b'"');
}

/// Writes a whole number.
pub fn write_integer(number: i64, out: &mut Vec<u8>) {
    out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
}

/// Writes `true` or `false`.
pub fn write_bool(value: bool, out: &mut Vec<u8>) {
    out.extend_from_slice(if value { b"true" } else { b"false" });
}

cell!(String, std::borrow::Cow<'_, str>, |value, out| write_text(&value, out));
cell!(i32, i32, |value, out| write_integer(i64::from(value), out));
cell!(bool, bool, |value, out| write_bool(value, out));
cell!(f64, f64, |value, out| {
    // A database holds no infinity here; JSON could not either.
    let _ = serde_json::to_writer(out, &value);
});

/// Lists of texts are kept as JSON, and written as they are kept.
impl FieldType for Vec<String> {
    const WRITE: WriteCell = |row, at, _, out| {
        let document: JsonText<'_> = row.get(at)?;
        out.extend_from_slice(document.0.as_bytes());
        Ok(())
    };
    fn publish(registry: &mut Registry) -> String {
        <Self as OutputType>::create_type_info(registry)
    }
}

/// What clients give meaning to themselves is kept as JSON, and written as it is kept.
impl FieldType for serde_json::Value {
    const WRITE: WriteCell = <Vec<String> as FieldType>::WRITE;
    fn publish(registry: &mut Registry) -> String {
        <Self as OutputType>::create_type_info(registry)
    }
}

/// An object that one column holds whole.
#[derive(Clone, Copy, Debug)]
pub struct EmbeddedType {
    /// Name in the API.
    pub name: &'static str,
    /// Turns the selected names into something quick to write from.
    pub select: fn(&str) -> Option<EmbeddedField>,
    /// Reads the column, and writes the parts asked for, or null.
    pub write: WriteEmbedded,
}

/// Writes the parts asked for of what a column holds.
pub type WriteEmbedded = fn(Row<'_>, usize, &Scene, &[EmbeddedPart], &mut Vec<u8>) -> Result<(), DbErr>;

/// The position of a field in its embedded type.
pub type EmbeddedField = u8;

/// One selected field of an embedded object.
#[derive(Debug)]
pub struct EmbeddedPart {
    /// `"key":`, ready to write.
    pub key: Box<[u8]>,
    /// Which field; `None` is `__typename`.
    pub field: Option<EmbeddedField>,
    /// Its own selection, for a field that is a list of objects.
    pub parts: Vec<EmbeddedPart>,
}
