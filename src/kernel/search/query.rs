//! What somebody looks for.

use std::collections::BTreeSet;

use super::word::{Word, words};
use crate::kernel::error::{Code, Fault};

/// The longest text that is looked for, in characters.
const LONGEST: usize = 200;
/// Words that count, at most; what follows them says nothing more.
const MOST_WORDS: usize = 10;
/// The fewest letters after which a word is taken for the beginning of one: fewer begin half of all words.
const LEAST_BEGINNING: usize = 3;

/// A search: every word has to be found, in any of its forms, in any language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    words: Vec<QueryWord>,
}

/// One word of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryWord {
    /// Folded, whole.
    pub whole: String,
    /// Everything that it finds, itself included.
    pub forms: Vec<String>,
    /// Whether somebody may still be typing it, so that it finds what begins with it too.
    pub is_beginning: bool,
}

impl Query {
    /// Reads what was given in `field`; `None` when there is no word in it.
    ///
    /// # Errors
    /// When it is too long.
    pub fn read(text: &str, field: &str) -> Result<Option<Self>, Fault> {
        if text.chars().count() > LONGEST {
            let message = format!("look for {LONGEST} characters at most");
            return Err(Fault::on(field, Code::TooMany, message));
        }
        let typed = words(text, None);
        let last = typed.last().filter(|word| word.range.end == text.len()).map(|word| word.whole.clone());
        let mut known = BTreeSet::new();
        let words: Vec<QueryWord> = typed
            .into_iter()
            .filter(|word| known.insert(word.whole.clone()))
            .take(MOST_WORDS)
            .map(|word| QueryWord {
                is_beginning: last.as_ref() == Some(&word.whole)
                    && word.whole.chars().count() >= LEAST_BEGINNING,
                forms: word.asked().into_iter().collect(),
                whole: word.whole,
            })
            .collect();
        Ok((!words.is_empty()).then_some(Self { words }))
    }

    /// Its words, at least one.
    #[must_use]
    pub fn words(&self) -> &[QueryWord] {
        &self.words
    }

    /// Whether a word of a text is one of those that it looks for.
    #[must_use]
    pub fn finds(&self, word: &Word) -> bool {
        let said = word.said();
        self.words.iter().any(|asked| {
            asked.forms.iter().any(|form| said.contains(form))
                || (asked.is_beginning && said.iter().any(|form| form.starts_with(&asked.whole)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, bool)> {
        let query = Query::read(text, "query").unwrap();
        let words = query.map(|query| query.words).unwrap_or_default();
        words.into_iter().map(|word| (word.whole, word.is_beginning)).collect()
    }

    fn plain(words: &[(&str, bool)]) -> Vec<(String, bool)> {
        words.iter().map(|(word, is_beginning)| ((*word).to_owned(), *is_beginning)).collect()
    }

    #[test]
    fn the_last_word_may_still_be_typed() {
        assert_eq!(read("Ateliers de cuis"), plain(&[("ateliers", false), ("cuis", true)]));
        assert_eq!(read("cuisine "), plain(&[("cuisine", false)]));
        assert_eq!(read("pa"), plain(&[("pa", false)]));
        assert_eq!(read("atelier de"), plain(&[("atelier", false)]));
    }

    #[test]
    fn a_word_counts_once_and_nothing_is_nothing() {
        assert_eq!(read("Pain, pain"), plain(&[("pain", true)]));
        assert_eq!(read(" … "), plain(&[]));
        assert_eq!(Query::read("", "query"), Ok(None));
    }

    #[test]
    fn ten_words_count_and_long_texts_are_refused() {
        let many: Vec<String> = (0..30).map(|number| format!("w{number}")).collect();
        assert_eq!(read(&many.join(" ")).len(), MOST_WORDS);
        assert_eq!(Query::read(&"a".repeat(201), "query").unwrap_err().code, Code::TooMany);
    }
}
