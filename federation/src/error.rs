//! What composition refuses, said so that the developer of a service can mend it.

use std::fmt;

/// Why services could not be composed. One for each fault, so that all are mended at once.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, serde::Serialize)]
pub struct CompositionError {
    /// A stable word for programs, as `INVALID_FIELD_SHARING`: that of the Apollo Federation specification where it has
    /// one.
    pub code: &'static str,
    /// The service whose schema has to change, where it is one.
    pub service: Option<String>,
    /// What it is about: `Type`, `Type.field` or `Type.field(argument:)`.
    pub coordinate: Option<String>,
    /// What is wrong and what to do about it.
    pub message: String,
}

impl CompositionError {
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, service: None, coordinate: None, message: message.into() }
    }

    pub(crate) fn of(mut self, service: &str) -> Self {
        self.service = Some(service.to_owned());
        self
    }

    pub(crate) fn at(mut self, coordinate: impl fmt::Display) -> Self {
        self.coordinate = Some(coordinate.to_string());
        self
    }
}

impl fmt::Display for CompositionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code)?;
        if let Some(service) = &self.service {
            write!(f, " in {service}")?;
        }
        if let Some(coordinate) = &self.coordinate {
            write!(f, " at {coordinate}")?;
        }
        write!(f, ": {}", self.message)
    }
}

/// Names in a sentence: `a`, `a and b`, `a, b and c`.
pub(crate) fn listed<I: IntoIterator<Item = S>, S: AsRef<str>>(names: I) -> String {
    let names: Vec<S> = names.into_iter().collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}
