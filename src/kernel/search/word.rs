//! The words of a text, in the forms by which they are compared.

use std::collections::BTreeSet;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{stem, stop};
use crate::kernel::fold::fold;
use crate::kernel::locale::Locale;

/// What of a word is compared, in characters: longer ones differ before that.
const LONGEST: usize = 40;
/// The shortest stem that stands for a word, in bytes.
const SHORTEST_STEM: usize = 2;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where it stands in the text, in bytes.
    pub range: Range<usize>,
    /// Folded, whole.
    pub whole: String,
    /// Its stems in the languages that it may be of, folded.
    stems: BTreeSet<(Locale, String)>,
    /// The language that its text is in.
    language: Option<Locale>,
}

/// What a stem in the index ends with: the language of its text. So `garden` does not find the French `garder`, for all that a
/// Catalan verb could look like that. The stems of a text without a language are of any.
const fn mark(language: Option<Locale>) -> &'static str {
    match language {
        Some(Locale::Fr) => "/f",
        Some(Locale::Ca) => "/c",
        Some(Locale::En) => "/e",
        None => "/n",
    }
}

impl Word {
    /// What it is found by as a word of a text: whole, and by each stem that is something else.
    #[must_use]
    pub fn said(&self) -> BTreeSet<String> {
        let stems = self.stems.iter().filter(|(_, stem)| *stem != self.whole);
        let marked = stems.map(|(_, stem)| format!("{stem}{}", mark(self.language)));
        marked.chain([self.whole.clone()]).collect()
    }

    /// What it finds when it is looked for: what is so whole, what is its stem whole, and what has that stem.
    #[must_use]
    pub fn asked(&self) -> BTreeSet<String> {
        let stems = self.stems.iter().flat_map(|(language, stem)| {
            [stem.clone(), format!("{stem}{}", mark(Some(*language))), format!("{stem}{}", mark(None))]
        });
        stems.chain([self.whole.clone()]).collect()
    }
}

/// The words of a text that say something: without the small ones of its languages, unless it has no others. A text
/// without a language, such as a name, is read in all of them.
#[must_use]
pub fn words(text: &str, language: Option<Locale>) -> Vec<Word> {
    let languages = language.as_ref().map_or(&Locale::ALL[..], std::slice::from_ref);
    let all: Vec<Word> = ranges(text)
        .into_iter()
        .filter_map(|range| Some(Word { language, ..word(text, range, languages)? }))
        .collect();
    let telling: Vec<Word> =
        all.iter().filter(|word| !stop::is_small(&word.whole, languages)).cloned().collect();
    if telling.is_empty() { all } else { telling }
}

fn word(text: &str, range: Range<usize>, languages: &[Locale]) -> Option<Word> {
    let written: String = text.get(range.clone())?.chars().take(LONGEST).collect();
    let whole = joined(&written);
    if whole.is_empty() {
        return None;
    }
    let mut stems = BTreeSet::new();
    if !whole.bytes().any(|byte| byte.is_ascii_digit()) {
        let spelled = written.nfkc().flat_map(char::to_lowercase).collect::<String>().replace("l·l", "ll");
        for language in languages {
            // Stemmers know words by their accents, and people leave them out: either way has to come to the same.
            for stem in [joined(&stem::stem(&spelled, *language)), stem::stem(&whole, *language)] {
                if stem.len() >= SHORTEST_STEM {
                    stems.insert((*language, stem));
                }
            }
        }
    }
    Some(Word { range, whole, stems, language: None })
}

/// A word folded. One letter may be written as several words, such as the ligature of an Arabic blessing: they stay one.
fn joined(word: &str) -> String {
    fold(word).replace(' ', "")
}

/// Where the words of a text stand: apostrophes and dashes part them, the Catalan middle point does not.
fn ranges(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    let mut letters = text.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, letter)) = letters.next() {
        let after = letters.peek().map_or(' ', |(_, letter)| *letter);
        let is_point = letter == '·' && [before, after].iter().all(|beside| matches!(beside, 'l' | 'L'));
        if is_letter(letter) || is_point {
            start.get_or_insert(at);
        } else if let Some(start) = start.take() {
            found.push(start..at);
        }
        before = letter;
    }
    found.extend(start.map(|start| start..text.len()));
    found
}

/// Letters, digits and the accents written after them; not the apostrophes that Unicode counts among the letters.
fn is_letter(letter: char) -> bool {
    (letter.is_alphanumeric() && !matches!(letter, '\u{2b0}'..='\u{2ff}')) || is_combining_mark(letter)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn wholes(text: &str, language: Option<Locale>) -> Vec<String> {
        words(text, language).into_iter().map(|word| word.whole).collect()
    }

    /// Whether each word of `asked`, without a language, is found in `text` of that language.
    fn finds(asked: &str, text: &str, language: Option<Locale>) -> bool {
        let there: BTreeSet<String> = words(text, language).iter().flat_map(Word::said).collect();
        words(asked, None).iter().all(|word| !word.asked().is_disjoint(&there))
    }

    #[test]
    fn small_words_and_elisions_say_nothing() {
        assert_eq!(wholes("L'école d’Élise et les enfants", Some(Locale::Fr)), ["ecole", "elise", "enfants"]);
        assert_eq!(wholes("L'escola de la vall", Some(Locale::Ca)), ["escola", "vall"]);
        assert_eq!(wholes("The school of the valley", Some(Locale::En)), ["school", "valley"]);
    }

    #[test]
    fn a_text_of_small_words_keeps_them() {
        assert_eq!(wholes("À nous", None), ["a", "nous"]);
        assert_eq!(wholes("…", None), Vec::<String>::new());
    }

    #[test]
    fn plurals_and_accents_do_not_part_words() {
        for (asked, text, language) in [
            ("ateliers cuisine", "Atelier de cuisine", Locale::Fr),
            ("tallers de cuina", "Taller de cuina", Locale::Ca),
            ("workshops", "Cooking workshop", Locale::En),
            ("evenements", "Un événement", Locale::Fr),
            ("evenement", "Des événements", Locale::Fr),
            ("associations", "Association", Locale::Fr),
            ("chevaux", "Cheval", Locale::Fr),
            ("cuisiniere", "Cuisinière", Locale::Fr),
            ("formations", "La formation", Locale::Fr),
            ("escoles", "L'escola", Locale::Ca),
            ("muntanyes", "La muntanya", Locale::Ca),
            ("collectius", "El col·lectiu", Locale::Ca),
            ("activitats", "Una activitat", Locale::Ca),
            ("cooking", "They cook", Locale::En),
        ] {
            assert!(finds(asked, text, Some(language)), "{asked} in {text}");
            assert!(finds(asked, text, None), "{asked} in {text}, a name");
        }
    }

    #[test]
    fn other_words_are_not_found() {
        for (asked, text) in [("cuisine", "Cuivre"), ("pain", "Paix"), ("art", "Arbre"), ("garden", "Garder")]
        {
            assert!(!finds(asked, text, Some(Locale::Fr)), "{asked} in {text}");
        }
    }

    #[test]
    fn a_letter_that_is_written_as_several_words_is_one() {
        let forms: BTreeSet<String> = words("\u{fdfa}", None).iter().flat_map(Word::said).collect();
        assert!(forms.iter().all(|form| !form.contains(' ')), "{forms:?}");
    }

    #[test]
    fn the_middle_point_joins_and_other_marks_part() {
        assert_eq!(wholes("Col·lectiu; co\u{140}lectiu a·b", None), ["collectiu", "collectiu", "b"]);
        assert_eq!(wholes("arts-plastiques 66/11", None), ["arts", "plastiques", "66", "11"]);
    }

    proptest! {
        #[test]
        fn a_word_is_where_it_says(text in any::<String>()) {
            for word in words(&text, None) {
                prop_assert!(text.get(word.range.clone()).is_some());
                prop_assert!(word.said().contains(&word.whole));
                prop_assert!(word.said().iter().all(|form| !form.is_empty() && !form.contains(' ')));
                prop_assert!(!word.said().is_disjoint(&word.asked()));
            }
        }

        #[test]
        fn case_does_not_matter(text in "[a-zàâçéèêëîïôùûœ' ]{0,40}") {
            prop_assert_eq!(wholes(&text, None), wholes(&text.to_uppercase(), None));
        }
    }
}
