//! Stems of words: the Snowball algorithms of the three languages.

use snowball_stemmers_rs::{Algorithm, Stemmer};

use crate::kernel::locale::Locale;

/// What a word of a language, in lower case, has in common with its plural and its kin.
pub(super) fn stem(word: &str, language: Locale) -> String {
    let algorithm = match language {
        Locale::Fr => Algorithm::French,
        Locale::Ca => Algorithm::Catalan,
        Locale::En => Algorithm::English,
    };
    Stemmer::create(algorithm).stem(word).into_owned()
}
