//! Checking an input field by field, so that a caller reads every fault at once.

use async_graphql::MaybeUndefined;

use crate::gql::scalar::Date;
use crate::gql::text::TextInput;
use crate::kernel::error::{Code, Error, Fault};
use crate::kernel::text::{Text, clean};

/// The faults found so far.
#[derive(Debug, Default)]
pub struct Checks {
    faults: Vec<Fault>,
}

impl Checks {
    /// A text of at most `max` characters in each language.
    pub fn text(&mut self, field: &str, given: Option<TextInput>, max: usize) -> Option<Text> {
        given?.check(field, max).map_err(|fault| self.faults.push(fault)).ok()
    }

    /// A short text in no particular language, at most `max` characters; blank is none.
    pub fn line(&mut self, field: &str, given: Option<&str>, max: usize) -> Option<String> {
        let line = given.map(clean).filter(|line| !line.is_empty())?;
        let short = line.chars().count() <= max;
        self.that(short, field, &format!("at most {max} characters"));
        short.then_some(line)
    }

    /// A public identifier, normalised by `read`; blank is none.
    pub fn identifier(
        &mut self,
        field: &str,
        given: &str,
        read: impl FnOnce(&str) -> Result<String, String>,
    ) -> Option<String> {
        let given = Some(given).filter(|given| !given.trim().is_empty())?;
        read(given).map_err(|message| self.that(false, field, &message)).ok()
    }

    /// A language by its ISO 639 code, in small letters.
    pub fn language(&mut self, field: &str, given: &str) -> Option<String> {
        let code = given.trim().to_ascii_lowercase();
        let is_code = matches!(code.len(), 2 | 3) && code.bytes().all(|letter| letter.is_ascii_lowercase());
        self.that(is_code, field, "a language is an ISO 639 code of two or three letters, as in `fr`");
        is_code.then_some(code)
    }

    /// At most ten languages, each once.
    pub fn languages(&mut self, field: &str, given: &[String]) -> Vec<String> {
        self.that(given.len() <= 10, field, "at most 10 languages");
        let mut kept: Vec<String> = Vec::with_capacity(given.len().min(10));
        for (at, code) in given.iter().enumerate() {
            let code = self.language(&format!("{field}.{at}"), code);
            kept.extend(code.filter(|code| !kept.contains(code)));
        }
        kept
    }

    /// The last day, given in `field`, does not come before the first.
    pub fn in_order(&mut self, field: &str, first: Option<Date>, last: Option<Date>) {
        let in_order = first.zip(last).is_none_or(|(first, last)| first.0 <= last.0);
        self.that(in_order, field, "the last day comes before the first");
    }

    /// A field that may be left alone, but not emptied.
    pub fn not_null<T>(&mut self, field: &str, given: &MaybeUndefined<T>) {
        if given.is_null() {
            let message = "it cannot be empty: leave it out to keep it as it is";
            self.faults.push(Fault::on(field, Code::Required, message));
        }
    }

    /// A rule; `message` says what to do when it does not hold.
    pub fn that(&mut self, holds: bool, field: &str, message: &str) {
        if !holds {
            self.faults.push(Fault::on(field, Code::Invalid, message));
        }
    }

    /// What a look-up in the database found; what it refused is one more fault.
    ///
    /// # Errors
    /// When the look-up failed for another reason.
    pub fn found<T>(&mut self, looked_up: Result<T, Error>) -> Result<Option<T>, Error> {
        match looked_up {
            Ok(found) => Ok(Some(found)),
            Err(Error::Refused(faults)) => {
                self.faults.extend(faults);
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// What was checked, when nothing is wrong; `checked` is `None` only when a fault was found.
    ///
    /// # Errors
    /// The faults, each on its field.
    pub fn finish<T>(self, checked: Option<T>) -> Result<T, Vec<Fault>> {
        checked.filter(|_| self.faults.is_empty()).ok_or(self.faults)
    }
}
