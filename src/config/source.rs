//! Where settings are read from, and what is known of each: a call names the setting, its default and what it is
//! for, so that the value, the message that refuses it and its lines in `.env.example` come from one declaration.
//!
//! Reading never stops at a fault: it notes it, goes on with the default, and the caller lists them all.

use std::fmt::{self, Display};
use std::ops::RangeInclusive;
use std::time::Duration;

use secrecy::SecretString;
use thiserror::Error;

/// A value that was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingFault {
    /// The variable.
    pub name: &'static str,
    /// What it held; `None` for a secret.
    pub value: Option<String>,
    /// What it should have held.
    pub expected: String,
}

impl Display for SettingFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            Some(value) => write!(f, "{} is {value:?}: expected {}", self.name, self.expected),
            None => write!(f, "{} (kept secret) is not right: expected {}", self.name, self.expected),
        }
    }
}

/// Every fault in the settings, at once.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("the settings are not right:{}", .0.iter().map(|fault| format!("\n  {fault}")).collect::<String>())]
pub struct ConfigFaults(pub Vec<SettingFault>);

/// One setting as `.env.example` shows it.
struct Entry {
    name: &'static str,
    default: String,
    about: &'static str,
}

/// Reads settings one after the other.
pub(super) struct Source<'a> {
    lookup: &'a dyn Fn(&str) -> Option<String>,
    entries: Vec<Entry>,
    faults: Vec<SettingFault>,
}

impl<'a> Source<'a> {
    pub(super) const fn new(lookup: &'a dyn Fn(&str) -> Option<String>) -> Self {
        Self { lookup, entries: Vec::new(), faults: Vec::new() }
    }

    /// Everything that was refused, if anything was.
    pub(super) fn finish<T>(self, value: T) -> Result<T, ConfigFaults> {
        if self.faults.is_empty() { Ok(value) } else { Err(ConfigFaults(self.faults)) }
    }

    /// The text of `.env.example`, in the order in which the settings were read.
    pub(super) fn example(&self) -> String {
        let entry = |entry: &Entry| format!("\n# {}\n#{}={}\n", entry.about, entry.name, entry.default);
        self.entries.iter().map(entry).collect()
    }

    /// A setting that `parse` understands. `default` must be one that it accepts.
    pub(super) fn parsed<T: Default>(
        &mut self,
        (name, default): (&'static str, &str),
        about: &'static str,
        expected: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> T {
        let text = self.text((name, default), about);
        parse(&text).unwrap_or_else(|| {
            self.refuse(name, Some(text), expected.to_owned());
            parse(default).unwrap_or_default()
        })
    }

    /// A text; an empty variable is one that is not set, here as everywhere.
    pub(super) fn text(&mut self, (name, default): (&'static str, &str), about: &'static str) -> String {
        self.entries.push(Entry { name, default: default.to_owned(), about });
        (self.lookup)(name)
            .map(|value| value.trim().to_owned())
            .filter(|value| !value.is_empty())
            .unwrap_or_else(|| default.to_owned())
    }

    /// A text that no message and no log may show.
    pub(super) fn secret(
        &mut self,
        setting: (&'static str, &str),
        about: &'static str,
        expected: &str,
        accept: impl Fn(&str) -> bool,
    ) -> SecretString {
        let text = self.text(setting, about);
        if !accept(&text) {
            self.refuse(setting.0, None, expected.to_owned());
        }
        SecretString::from(text)
    }

    /// A whole number within bounds.
    pub(super) fn number<T>(
        &mut self,
        (name, default): (&'static str, T),
        bounds: RangeInclusive<T>,
        about: &'static str,
    ) -> T
    where
        T: Copy + Default + PartialOrd + Display + std::str::FromStr,
    {
        let expected = format!("a whole number from {} to {}", bounds.start(), bounds.end());
        self.parsed((name, &default.to_string()), about, &expected, |text| {
            text.parse().ok().filter(|number| bounds.contains(number))
        })
    }

    /// A time in milliseconds, from 1 ms to an hour.
    pub(super) fn millis(&mut self, setting: (&'static str, u64), about: &'static str) -> Duration {
        Duration::from_millis(self.number(setting, 1..=3_600_000, about))
    }

    /// On or off.
    pub(super) fn flag(&mut self, (name, default): (&'static str, bool), about: &'static str) -> bool {
        self.parsed((name, if default { "true" } else { "false" }), about, "true or false", |text| {
            text.to_ascii_lowercase().parse().ok()
        })
    }

    fn refuse(&mut self, name: &'static str, value: Option<String>, expected: String) {
        self.faults.push(SettingFault { name, value, expected });
    }
}
