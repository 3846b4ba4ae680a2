//! One field of a kind of record: its name in files, its form, and where it is kept.

use serde_json::json;

use crate::{
    access::Visibility,
    exchange::{form::Form, record::Named, value::Value},
    kernel::kind::Kind,
};

/// A field that a column of a file may feed.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The name in mapping files and in the hub's own format.
    pub name: &'static str,
    /// Whether every record needs it.
    pub required: bool,
    pub(in crate::exchange) form: Form,
    pub(in crate::exchange) held: Held,
    pub(in crate::exchange) said: Said,
    /// The name in the API of what changes with it.
    pub(in crate::exchange) api: &'static str,
    first: First,
}

/// When a row's word on a field counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::exchange) enum Said {
    Always,
    /// Only when the record is made: afterwards it is for people to say.
    AtMaking,
    /// Files do not say it; it is kept here because rules depend on it.
    Never,
}

/// Where a field is kept.
#[derive(Clone, Copy, Debug)]
pub(in crate::exchange) enum Held {
    /// In nothing that a noun writes by itself.
    Nowhere,
    /// In a column of the noun's own table.
    Column(&'static str),
    /// In what this expression reads, over `t` and its record `r`; written with the record, or by the noun itself.
    Read(&'static str),
    /// In the rows that a table between names.
    Among(Among),
    /// In the rows of a table, in their order.
    Rows(Rows),
}

/// A table between a record and others.
#[derive(Clone, Copy, Debug)]
pub(in crate::exchange) struct Among {
    pub(in crate::exchange) table: &'static str,
    pub(in crate::exchange) own: &'static str,
    pub(in crate::exchange) other: &'static str,
    /// Which of the others are meant.
    pub(in crate::exchange) of: &'static str,
}

/// A table of rows that hang on a record, each with its place.
#[derive(Clone, Copy, Debug)]
pub(in crate::exchange) struct Rows {
    pub(in crate::exchange) table: &'static str,
    pub(in crate::exchange) own: &'static str,
    pub(in crate::exchange) value: &'static str,
    /// A column that is the same in all of the rows that are meant.
    pub(in crate::exchange) fixed: Option<(&'static str, &'static str)>,
}

/// What a field says of a record that is made, when the row does not.
#[derive(Clone, Copy, Debug)]
enum First {
    Nothing,
    Code(&'static str),
    Number(i64),
    Flag(bool),
    EmptyList,
    EmptyObject,
}

impl Field {
    pub(in crate::exchange) const fn new(name: &'static str, form: Form) -> Self {
        let held = Held::Nowhere;
        Self { name, required: false, form, held, said: Said::Always, api: name, first: First::Nothing }
    }

    pub(in crate::exchange) const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// Kept in this column of the noun's table.
    pub(super) const fn at(self, column: &'static str) -> Self {
        Self { held: Held::Column(column), ..self }
    }

    /// Read from this expression.
    pub(super) const fn from(self, expression: &'static str) -> Self {
        Self { held: Held::Read(expression), ..self }
    }

    /// Kept in the rows that a table between names.
    pub(super) const fn among(self, among: Among) -> Self {
        Self { held: Held::Among(among), ..self }
    }

    /// Kept in the rows of a table.
    pub(super) const fn rows(self, rows: Rows) -> Self {
        Self { held: Held::Rows(rows), ..self }
    }

    /// Known to the API by another name.
    pub(super) const fn api(self, api: &'static str) -> Self {
        Self { api, ..self }
    }

    pub(super) const fn at_making(self) -> Self {
        Self { said: Said::AtMaking, ..self }
    }

    pub(super) const fn never_said(self) -> Self {
        Self { said: Said::Never, ..self }
    }

    pub(super) const fn first_code(self, code: &'static str) -> Self {
        Self { first: First::Code(code), ..self }
    }

    pub(super) const fn first_number(self, number: i64) -> Self {
        Self { first: First::Number(number), ..self }
    }

    pub(super) const fn first_flag(self, flag: bool) -> Self {
        Self { first: First::Flag(flag), ..self }
    }

    pub(super) const fn first_empty_list(self) -> Self {
        Self { first: First::EmptyList, ..self }
    }

    pub(super) const fn first_empty_object(self) -> Self {
        Self { first: First::EmptyObject, ..self }
    }

    /// The field as mappings know it.
    pub(in crate::exchange) fn named(&self) -> Named {
        Named { name: self.name, required: self.required, reference: self.form.is_reference() }
    }

    pub(super) fn first_value(&self) -> Option<Value> {
        match self.first {
            First::Nothing => None,
            First::Code(code) => Some(Value::Text(code.to_owned())),
            First::Number(number) => Some(Value::Whole(number)),
            First::Flag(flag) => Some(Value::Flag(flag)),
            First::EmptyList => Some(Value::List(Vec::new())),
            First::EmptyObject => Some(Value::Texts(json!({}))),
        }
    }
}

/// The structure that a record belongs to.
pub(super) const fn owner() -> Field {
    Field::new("owner", Form::Record(Kind::Structure)).from("r.owner_id").at_making()
}

/// Who may read a record: no file widens what people narrowed.
pub(super) const fn visibility() -> Field {
    Field::new("visibility", Form::Code(codes!(Visibility))).from("r.visibility").at_making()
}

/// The words of a vocabulary that are said of a record.
macro_rules! terms {
    ($name:literal, $scheme:ident, $code:literal) => {
        $crate::exchange::noun::Field::new(
            $name,
            $crate::exchange::form::Form::Terms($crate::domain::term::TermScheme::$scheme),
        )
        .among($crate::exchange::noun::Among {
            table: "record_term",
            own: "record_id",
            other: "term_id",
            of: concat!("l.term_id in (select id from term where scheme = '", $code, "')"),
        })
    };
}
pub(super) use terms;
