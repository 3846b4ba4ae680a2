//! What the reading of a file says to the person who sent it, in the hub's three languages.
//!
//! Each problem keeps its three sentences side by side, so that a change of one shows the other two.

use crate::kernel::{identifier::IdentifierFault, locale::Locale};

/// Something that can be said.
pub trait Message {
    /// The sentence in French, Catalan and English, in that order.
    fn sentences(&self) -> [String; 3];

    /// The sentence in the reader's language.
    fn text(&self, locale: Locale) -> String {
        locale.of(self.sentences())
    }
}

impl Message for IdentifierFault {
    fn sentences(&self) -> [String; 3] {
        [Locale::Fr, Locale::Ca, Locale::En].map(|locale| self.hint.text(locale).to_owned())
    }
}

/// A value as it is quoted in a sentence: short, whatever the cell held.
#[must_use]
pub fn excerpt(value: &str) -> String {
    const LONGEST: usize = 60;
    if value.chars().count() <= LONGEST {
        return value.to_owned();
    }
    value.chars().take(LONGEST).chain(['…']).collect()
}

/// The known name nearest to one that is not known, when it is near enough to be a slip.
#[must_use]
pub fn nearest<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let wanted = name.to_lowercase();
    known
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&wanted, &candidate.to_lowercase()), candidate))
        .filter(|(score, _)| *score >= 0.85)
        .max_by(|(left, _), (right, _)| left.total_cmp(right))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_keyboard_finds_its_name() {
        let known = ["externalId", "name", "postalCode"];
        assert_eq!(nearest("postal_code", known), Some("postalCode"));
        assert_eq!(nearest("Name", known), Some("name"));
        assert_eq!(nearest("budget", known), None);
    }

    #[test]
    fn a_long_value_is_quoted_short() {
        assert_eq!(excerpt("é".repeat(300).as_str()).chars().count(), 61);
    }
}
