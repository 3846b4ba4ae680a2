//! Names as they are compared, sorted and searched by, and what is made from that form.
//!
//! The folded form is plain text in one fixed spelling, so that both databases sort and match it byte by byte,
//! without a collation of their own. Must not change lightly: it is stored.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The longest slug, in bytes.
const SLUG_MAX: usize = 80;

/// The form that names are compared by: no accents, lower case, words parted by one space.
///
/// Ligatures are written out (`œuvre` → `oeuvre`, `ß` → `ss`) and the Catalan *ela geminada* joined
/// (`col·lectiu` → `collectiu`).
#[must_use]
pub fn fold(text: &str) -> String {
    let plain: String = text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    let mut folded = String::with_capacity(plain.len());
    for letter in plain.replace("l·l", "ll").chars() {
        match letter {
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            _ if is_word(letter) => folded.push(letter),
            _ if folded.ends_with(' ') || folded.is_empty() => {}
            _ => folded.push(' '),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// Letters and digits, without the apostrophes that Unicode counts among the letters (U+02BC in `c’hoari`).
fn is_word(c: char) -> bool {
    c.is_alphanumeric() && !matches!(c, '\u{2b0}'..='\u{2ff}')
}

/// A readable part of an address: `a-z`, `0-9` and single dashes, 80 at most; `x` when nothing is left.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    for letter in fold(text).chars() {
        if slug.len() == SLUG_MAX {
            break;
        }
        if letter.is_ascii_alphanumeric() {
            slug.push(letter);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    if slug.is_empty() { "x".to_owned() } else { slug }
}

/// How alike two texts are, from 0 to 1, as PostgreSQL's `pg_trgm` counts it: the share of their trigrams that
/// both have. Accents count as they do there: give it folded names.
#[must_use]
pub fn trigram_similarity(left: &str, right: &str) -> f64 {
    let (left, right) = (trigrams(left), trigrams(right));
    let shared = left.intersection(&right).count();
    let all = left.len() + right.len() - shared;
    if all == 0 {
        return 0.0;
    }
    #[expect(clippy::cast_precision_loss, reason = "a text has far fewer than 2^52 trigrams")]
    let share = shared as f64 / all as f64;
    share
}

/// The trigrams of each word, with two blanks before it and one after.
fn trigrams(text: &str) -> BTreeSet<[char; 3]> {
    let lower = text.to_lowercase();
    let mut trigrams = BTreeSet::new();
    for word in lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let mut window = [' ', ' ', ' '];
        for next in word.chars().chain([' ']) {
            window = [window[1], window[2], next];
            trigrams.insert(window);
        }
    }
    trigrams
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn accents_case_and_ligatures_do_not_part_names() {
        assert_eq!(fold("Sant Llorenç de CERDANS"), "sant llorenc de cerdans");
        assert_eq!(fold("Cœur d’Hérault"), "coeur d herault");
        assert_eq!(fold("STRAẞE, Straße, Æther"), "strasse strasse aether");
        assert_eq!(fold("ﬁlière Ⅻ, n° 2"), "filiere xii n 2");
    }

    #[test]
    fn composed_and_decomposed_accents_are_the_same() {
        assert_eq!(fold("Cérdagne"), fold("Ce\u{301}rdagne"));
    }

    #[test]
    fn the_geminate_l_is_joined_however_it_is_typed() {
        for text in ["col·lectiu", "COL·LECTIU", "co\u{140}lectiu", "CO\u{13f}LECTIU"] {
            assert_eq!(fold(text), "collectiu", "{text}");
        }
        assert_eq!(fold("a·b"), "a b");
    }

    #[test]
    fn punctuation_is_one_space_and_none_at_the_ends() {
        assert_eq!(fold("  — L'école-du \u{a0} bois (66) !"), "l ecole du bois 66");
        assert_eq!(fold("c\u{2bc}hoari"), "c hoari");
        assert_eq!(fold("…"), "");
    }

    #[test]
    fn a_slug_keeps_ascii_words() {
        assert_eq!(slug("L'Œuvre d'Élise & Cie — 2026"), "l-oeuvre-d-elise-cie-2026");
        assert_eq!(slug("日本"), "x");
        assert_eq!(slug(""), "x");
    }

    #[test]
    fn a_long_slug_is_cut_without_a_dash_at_its_end() {
        let slug = slug(&format!("{} {}", "a".repeat(SLUG_MAX - 1), "b".repeat(40)));
        assert_eq!(slug, "a".repeat(SLUG_MAX - 1));
    }

    #[test]
    fn similarity_is_that_of_pg_trgm() {
        assert!((trigram_similarity("word", "words") - 4.0 / 7.0).abs() < 1e-12); // the manual's own example
        assert!((trigram_similarity("word", "two words") - 4.0 / 11.0).abs() < 1e-12);
        assert!((trigram_similarity("Foo|Bar", "foo bar") - 1.0).abs() < 1e-12);
    }

    #[test]
    fn nothing_is_like_nothing() {
        assert!(trigram_similarity("", "").abs() < 1e-12);
        assert!(trigram_similarity("abc", "!").abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn a_folded_text_stays_as_it_is(text in any::<String>()) {
            let folded = fold(&text);
            prop_assert_eq!(fold(&folded), folded);
        }

        #[test]
        fn a_slug_is_fit_for_an_address(text in any::<String>()) {
            let slug = slug(&text);
            prop_assert!((1..=SLUG_MAX).contains(&slug.len()));
            prop_assert!(slug.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'));
            prop_assert!(!slug.starts_with('-') && !slug.ends_with('-') && !slug.contains("--"));
        }

        #[test]
        fn similarity_does_not_depend_on_the_order(left in "[a-c ]{0,12}", right in "[a-c ]{0,12}") {
            prop_assert!((trigram_similarity(&left, &right) - trigram_similarity(&right, &left)).abs() < 1e-12);
        }
    }

    #[test]
    fn every_letter_of_the_basic_plane_folds_to_what_stays_as_it_is() {
        for c in (0..=0xffff).filter_map(char::from_u32) {
            let folded = fold(c.encode_utf8(&mut [0; 4]));
            assert_eq!(fold(&folded), folded, "U+{:04X}", u32::from(c));
        }
    }
}
