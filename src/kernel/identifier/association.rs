//! The number of the national directory of associations (RNA). Associations under the local law of Alsace and
//! Moselle have none.

use super::fault::IdentifierFault;
use super::form::{compact, follows, is_digits};
use super::hint::Hint;

identifier! {
    /// An association: W, the code of its département or territory, and the number there. It has no check key.
    Rna, check = rna, groups = []
}

fn rna(text: &str) -> Result<String, IdentifierFault> {
    let number = compact(text);
    if ["W#########", "W2A#######", "W2B#######", "W9@#######"].iter().any(|shape| follows(&number, shape)) {
        Ok(number)
    } else {
        Err(IdentifierFault::format(hint(&number)))
    }
}

fn hint(refused: &str) -> Hint {
    if refused.is_empty() {
        Hint::Empty
    } else if refused.starts_with("ASS") {
        Hint::RnaAnnouncement
    } else if is_old_file(refused) {
        Hint::RnaOldFile
    } else if matches!(refused.len(), 9 | 14) && is_digits(refused) {
        Hint::SirenInRna
    } else {
        Hint::RnaShape
    }
}

/// A file number of the prefectures' former WALDEC software: the office (`751P`, `2A1S`), then digits.
fn is_old_file(text: &str) -> bool {
    text.split_at_checked(4).is_some_and(|(office, number)| {
        ["###P", "###S", "2A#P", "2A#S", "2B#P", "2B#S"].iter().any(|shape| follows(office, shape))
            && is_digits(number)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hint_of(text: &str) -> Hint {
        Rna::parse(text).unwrap_err().hint
    }

    #[test]
    fn other_numbers_of_associations_are_named_in_the_hint() {
        assert_eq!(hint_of("ASS01469"), Hint::RnaAnnouncement);
        assert_eq!(hint_of("751P00188854"), Hint::RnaOldFile);
        assert_eq!(hint_of("2A1S00012345"), Hint::RnaOldFile);
    }

    #[test]
    fn a_siren_in_the_field_is_sent_to_its_own() {
        assert_eq!(hint_of("732 829 320"), Hint::SirenInRna);
        assert_eq!(hint_of("732 829 320 00074"), Hint::SirenInRna);
    }
}
