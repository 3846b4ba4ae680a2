//! The forms that the value of a field may have: how a cell is read, when two values are the same, and which column
//! holds one. A form knows no record.

use serde_json::json;

use super::{fields::RowReader, place::Place, value::Value};
use crate::{
    domain::term::TermScheme,
    kernel::{identifier::IdentifierFault, kind::Kind},
};

/// What a field's cells hold.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    /// A text on one line, from so many characters to so many.
    Line(usize, usize),
    /// A text on one line in the reader's language; files give the French.
    Title(usize),
    /// A text on several lines in the reader's language; files give the French.
    Prose(usize),
    /// One code of a closed list.
    Code(fn() -> Vec<&'static str>),
    /// Several codes of a closed list.
    Codes(fn() -> Vec<&'static str>),
    /// Languages by their ISO 639 codes.
    Languages,
    /// A public identifier, by its registry's rule.
    Identifier(fn(&str) -> Result<String, IdentifierFault>),
    /// A day.
    Day,
    /// A whole number between two bounds.
    Whole(i64, i64),
    /// An amount in euros, kept in cents.
    Euros,
    /// A share in per cent, kept in hundredths.
    Percent,
    /// A number between two bounds.
    Decimal(f64, f64),
    /// `true` or `false`.
    Flag,
    /// A web address.
    Web,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// Web addresses.
    WebList,
    /// Texts on one line, each of at most so many characters.
    LineList(usize),
    /// A commune, by INSEE's code.
    Commune,
    /// Places, as `KIND:code`.
    Places,
    /// A record of that kind: its identifier here, `source:externalId`, the `externalId` alone within one source, or
    /// the SIRET of a structure.
    Record(Kind),
    /// Words of a vocabulary, by their codes.
    Terms(TermScheme),
}

/// How a column holds a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Text,
    Day,
    Small,
    Big,
    Real,
    Flag,
    Json,
    List,
    Id,
}

/// The largest amount that a file may give, in euros: a rate times it stays a number that the database holds.
const MAX_EUROS: f64 = 100_000_000_000.0;

impl Form {
    /// Whether its cells name something that the database has to know.
    #[must_use]
    pub const fn is_reference(self) -> bool {
        matches!(self, Self::Commune | Self::Places | Self::Record(_) | Self::Terms(_))
    }

    /// Reads the cell of a field; `None` when it is empty or faulty, which the reader knows.
    pub(super) fn read(self, reader: &mut RowReader<'_>, field: &'static str) -> Option<Value> {
        match self {
            Self::Line(min, max) => reader.text(field, min..=max).map(Value::Text),
            Self::Title(max) => reader.text(field, 1..=max).map(Value::Text),
            Self::Prose(max) => reader.long_text(field, 1..=max).map(Value::Text),
            Self::Code(codes) => reader.code(field, &codes()).map(|code| Value::Text(code.to_owned())),
            Self::Codes(codes) => filled(reader.codes(field, &codes())),
            Self::Languages => filled(reader.languages(field)),
            Self::Identifier(parse) => reader.identifier(field, parse).map(Value::Text),
            Self::Day => reader.date(field).map(Value::Day),
            Self::Whole(min, max) => reader.integer(field, min..=max).map(Value::Whole),
            Self::Euros => reader.decimal(field, 0.0..=MAX_EUROS).map(hundredths),
            Self::Percent => reader.decimal(field, 0.0..=100.0).map(hundredths),
            Self::Decimal(min, max) => reader.decimal(field, min..=max).map(Value::Decimal),
            Self::Flag => reader.code(field, &["true", "false"]).map(|code| Value::Flag(code == "true")),
            Self::Web => reader.web_address(field).map(Value::Text),
            Self::Email => reader.email(field).map(Value::Text),
            Self::Phone => reader.phone(field).map(Value::Text),
            Self::WebList => filled(reader.web_addresses(field)),
            Self::LineList(max) => filled(reader.lines(field, max)),
            Self::Commune => {
                let code = reader.identifier(field, crate::kernel::identifier::CommuneCode::parse);
                code.map(|code| Value::Text(code.into()))
            }
            Self::Places => {
                let places = reader.list_of(field, Place::parse);
                filled(places.iter().map(Place::to_string).collect())
            }
            Self::Record(_) => reader.text(field, 1..=400).map(Value::Text),
            Self::Terms(_) => filled(reader.list(field)),
        }
    }

    /// What is kept once `said` is written over `kept`; `None` when that changes nothing. Of a text in several
    /// languages only the French is written.
    pub(super) fn over(self, kept: Option<&Value>, said: &Value) -> Option<Value> {
        match (self, kept, said) {
            (Self::Title(_) | Self::Prose(_), kept, Value::Text(french)) => {
                let mut all = match kept {
                    Some(Value::Texts(all)) if all.is_object() => all.clone(),
                    _ => json!({}),
                };
                let same = all["fr"].as_str().is_some_and(|kept| self.tidy(kept) == self.tidy(french));
                all["fr"] = json!(french);
                (!same).then_some(Value::Texts(all))
            }
            (_, Some(kept), said) if self.is_same(kept, said) => None,
            (_, _, said) => Some(said.clone()),
        }
    }

    /// Lists are the same in any order, texts whatever their spaces.
    fn is_same(self, left: &Value, right: &Value) -> bool {
        match (left, right) {
            (Value::Text(left), Value::Text(right)) => self.tidy(left) == self.tidy(right),
            (Value::List(left), Value::List(right)) => sorted(left) == sorted(right),
            (Value::Rows(left), Value::Rows(right)) => sorted(left) == sorted(right),
            (left, right) => left == right,
        }
    }

    fn tidy(self, text: &str) -> String {
        match self {
            Self::Prose(_) => text.trim().replace("\r\n", "\n"),
            _ => text.split_whitespace().collect::<Vec<_>>().join(" "),
        }
    }

    pub(super) const fn column(self) -> Column {
        match self {
            Self::Line(..) | Self::Code(_) | Self::Identifier(_) | Self::Web | Self::Email | Self::Phone => {
                Column::Text
            }
            Self::Title(_) | Self::Prose(_) => Column::Json,
            Self::Codes(_) | Self::Languages | Self::WebList | Self::LineList(_) => Column::List,
            Self::Day => Column::Day,
            Self::Whole(..) | Self::Percent => Column::Small,
            Self::Euros => Column::Big,
            Self::Decimal(..) => Column::Real,
            Self::Flag => Column::Flag,
            Self::Commune | Self::Places | Self::Record(_) | Self::Terms(_) => Column::Id,
        }
    }
}

/// A list that says something.
fn filled(list: Vec<String>) -> Option<Value> {
    (!list.is_empty()).then_some(Value::List(list))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "bounded far below what an i64 and a double hold exactly"
)]
fn hundredths(number: f64) -> Value {
    Value::Whole((number * 100.0).round() as i64)
}

fn sorted<T: Ord + Clone>(list: &[T]) -> Vec<T> {
    let mut sorted = list.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_french_is_written_over_and_other_languages_stay() {
        let kept = Value::Texts(json!({ "fr": "Atelier", "ca": "Taller" }));
        let form = Form::Title(300);
        assert_eq!(form.over(Some(&kept), &Value::Text("Atelier".into())), None);
        let after = form.over(Some(&kept), &Value::Text("Ateliers".into()));
        assert_eq!(after, Some(Value::Texts(json!({ "fr": "Ateliers", "ca": "Taller" }))));
        assert_eq!(form.over(None, &Value::Text("a".into())), Some(Value::Texts(json!({ "fr": "a" }))));
    }

    #[test]
    fn lists_are_the_same_in_any_order() {
        let list = |items: &[&str]| Value::List(items.iter().map(|item| (*item).to_owned()).collect());
        assert_eq!(Form::Languages.over(Some(&list(&["fr", "ca"])), &list(&["ca", "fr"])), None);
        assert!(Form::Languages.over(Some(&list(&["fr"])), &list(&["ca"])).is_some());
    }
}
