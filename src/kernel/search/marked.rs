//! A text with what was found in it.

use std::ops::Range;

use super::query::Query;
use super::word::words;
use crate::kernel::locale::Locale;

/// How much of a text is shown, in bytes.
const SHOWN: usize = 240;
/// How much of that comes before what was found first.
const BEFORE: usize = 80;

/// A run of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its letters.
    pub text: String,
    /// Whether it is a word that was looked for.
    pub is_match: bool,
}

/// The text cut where what was looked for begins and ends; a long one around the first of it, with `…` for what is left out.
/// `None` when nothing of it was looked for.
#[must_use]
pub fn marked(text: &str, language: Option<Locale>, query: &Query) -> Option<Vec<Part>> {
    let found: Vec<Range<usize>> =
        words(text, language).into_iter().filter(|word| query.finds(word)).map(|word| word.range).collect();
    let shown = window(text, found.first()?.start);
    let mut parts = Vec::new();
    let mut push = |text: String, is_match: bool| {
        if !text.is_empty() {
            parts.push(Part { text, is_match });
        }
    };
    let mut at = shown.start;
    let mut before = if shown.start > 0 { "…" } else { "" }.to_owned();
    for word in found.into_iter().filter(|word| word.end <= shown.end) {
        before.push_str(text.get(at..word.start)?);
        push(std::mem::take(&mut before), false);
        push(text.get(word.clone())?.to_owned(), true);
        at = word.end;
    }
    before.push_str(text.get(at..shown.end)?);
    if shown.end < text.len() {
        before.push('…');
    }
    push(before, false);
    Some(parts)
}

/// What is shown of a text in which something is found at `first`: cut between words where it can be.
fn window(text: &str, first: usize) -> Range<usize> {
    if text.len() <= SHOWN {
        return 0..text.len();
    }
    let start = first.saturating_sub(BEFORE);
    let start = if start == 0 {
        0
    } else {
        text[boundary(text, start)..first].find(' ').map_or(first, |space| boundary(text, start) + space + 1)
    };
    let end = boundary(text, (start + SHOWN).min(text.len()));
    let cut = text[start..end].rfind(' ').map(|space| start + space).filter(|cut| *cut > first);
    start..if end == text.len() { end } else { cut.unwrap_or(end) }
}

/// The next place at or after `at` where a letter begins.
fn boundary(text: &str, at: usize) -> usize {
    (at..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str, query: &str) -> Option<String> {
        let query = Query::read(query, "query").unwrap()?;
        let parts = marked(text, Some(Locale::Fr), &query)?;
        let show = |part: Part| if part.is_match { format!("[{}]", part.text) } else { part.text };
        Some(parts.into_iter().map(show).collect())
    }

    #[test]
    fn what_was_looked_for_is_marked() {
        assert_eq!(
            shown("L'atelier, les Ateliers d'été", "ateliers ete").as_deref(),
            Some("L'[atelier], les [Ateliers] d'[été]")
        );
        assert_eq!(shown("Boulangerie", "boul").as_deref(), Some("[Boulangerie]"));
        assert_eq!(shown("Rien de tel", "atelier"), None);
    }

    #[test]
    fn a_long_text_is_cut_around_what_was_found() {
        let text = format!("{}cuisine {}", "avant ".repeat(60), "après ".repeat(60));
        let shown = shown(&text, "cuisine").unwrap();
        assert!(shown.starts_with("…avant ") && shown.ends_with('…'), "{shown}");
        assert!(shown.contains("[cuisine]") && shown.len() < SHOWN + 20, "{shown}");
    }

    proptest! {
        #[test]
        fn marking_keeps_the_text(text in "[a-zéè' ]{0,100}", query in "[a-zé]{1,4}") {
            if let Some(parts) = Query::read(&query, "query").unwrap().and_then(|query| marked(&text, None, &query)) {
                prop_assert_eq!(parts.into_iter().map(|part| part.text).collect::<String>(), text);
            }
        }

        #[test]
        fn any_text_can_be_marked(text in any::<String>(), tail in "( é){0,300}", query in "[a-zé]{1,4}") {
            if let Some(query) = Query::read(&query, "query").unwrap() {
                let _ = marked(&format!("{text}{tail} {text}"), None, &query);
            }
        }
    }
}
