//! Words that are everywhere and say nothing: articles, prepositions, pronouns, what an elision leaves. Folded, and few: a
//! word that could be what somebody looks for is not among them.

use crate::kernel::locale::Locale;

const FRENCH: &[&str] = &[
    "a", "ai", "au", "aux", "avec", "c", "ce", "ces", "cet", "cette", "ceux", "chez", "d", "dans", "de",
    "des", "du", "elle", "elles", "en", "entre", "est", "et", "eux", "il", "ils", "j", "je", "jusqu", "l",
    "la", "le", "les", "leur", "leurs", "lorsqu", "lui", "m", "ma", "mais", "me", "mes", "mon", "n", "ne",
    "ni", "nos", "notre", "nous", "on", "ont", "ou", "par", "pas", "pour", "puisqu", "qu", "que", "qui",
    "quoi", "s", "sa", "se", "ses", "si", "sont", "sur", "t", "ta", "te", "tes", "tu", "un", "une", "vos",
    "votre", "vous", "y",
];

const CATALAN: &[&str] = &[
    "a", "al", "als", "amb", "aquest", "aquesta", "aquestes", "aquests", "d", "de", "del", "dels", "el",
    "els", "em", "en", "entre", "es", "et", "ha", "han", "hi", "ho", "i", "l", "la", "les", "li", "lo", "ls",
    "m", "mes", "n", "na", "ni", "no", "o", "on", "pel", "pels", "per", "perque", "que", "qui", "s", "sense",
    "seu", "seus", "seva", "seves", "si", "t", "tot", "un", "una", "unes", "uns", "us",
];

const ENGLISH: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "for", "from", "has", "have", "he",
    "her", "his", "if", "in", "into", "is", "it", "its", "my", "of", "on", "or", "our", "s", "she", "so",
    "t", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "to",
    "was", "we", "were", "which", "with", "you", "your",
];

/// Whether a folded word is small in one of these languages.
pub(super) fn is_small(whole: &str, languages: &[Locale]) -> bool {
    languages.iter().any(|language| {
        let small = match language {
            Locale::Fr => FRENCH,
            Locale::Ca => CATALAN,
            Locale::En => ENGLISH,
        };
        small.binary_search(&whole).is_ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::fold::fold;

    #[test]
    fn the_lists_are_sorted_and_folded() {
        for list in [FRENCH, CATALAN, ENGLISH] {
            assert!(list.is_sorted(), "{list:?}");
            assert!(list.iter().all(|word| fold(word) == *word), "{list:?}");
        }
    }
}
