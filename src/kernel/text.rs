//! A text in the languages of the hub. French is always there; Catalan and English may be, written by people or by
//! a machine, and a reader is told which. Must not translate, and knows no field's own length.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::kernel::locale::Locale;

/// A text in one to three languages. What it holds is trimmed, never blank, and free of control characters other
/// than tab and line feed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Wording")]
pub struct Text {
    fr: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    ca: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    en: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    machine: Vec<Locale>,
}

/// What a [`Text`] is made from: as typed, not checked yet.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Wording {
    /// In French.
    #[serde(default)]
    pub fr: String,
    /// In Catalan.
    #[serde(default)]
    pub ca: Option<String>,
    /// In English.
    #[serde(default)]
    pub en: Option<String>,
    /// Which of them a machine wrote.
    #[serde(default)]
    pub machine: Vec<Locale>,
}

/// Why a text is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TextFault {
    /// It has no French.
    #[error("the text needs its French form")]
    Required,
    /// One of its languages is too long.
    #[error("the text may have {max} characters at most ({locale})")]
    TooLong {
        /// Which language.
        locale: Locale,
        /// How many characters it may have.
        max: usize,
    },
}

impl TextFault {
    /// Which language is at fault: the last part of the path of the input field.
    #[must_use]
    pub const fn locale(self) -> Locale {
        match self {
            Self::Required => Locale::Fr,
            Self::TooLong { locale, .. } => locale,
        }
    }

    /// What to do about it, in the reader's language.
    #[must_use]
    pub fn message(self, reader: Locale) -> String {
        match (self, reader) {
            (Self::Required, Locale::Fr) => "Saisissez le texte en français.".to_owned(),
            (Self::Required, Locale::Ca) => "Escriviu el text en francès.".to_owned(),
            (Self::Required, Locale::En) => "Type the text in French.".to_owned(),
            (Self::TooLong { max, .. }, Locale::Fr) => format!("Raccourcissez le texte à {max} caractères."),
            (Self::TooLong { max, .. }, Locale::Ca) => format!("Escurceu el text a {max} caràcters."),
            (Self::TooLong { max, .. }, Locale::En) => format!("Shorten the text to {max} characters."),
        }
    }
}

impl Text {
    /// A text of at most `max` characters in each language. Blank translations are left out.
    ///
    /// # Errors
    /// The French is blank, or a language is too long.
    pub fn new(wording: Wording, max: usize) -> Result<Self, TextFault> {
        let written = |text: Option<String>| text.map(|text| clean(&text)).filter(|text| !is_blank(text));
        let mut text = Self {
            fr: written(Some(wording.fr)).ok_or(TextFault::Required)?,
            ca: written(wording.ca),
            en: written(wording.en),
            machine: Vec::new(),
        };
        for locale in Locale::ALL {
            let Some(words) = text.get(locale) else { continue };
            if words.chars().count() > max {
                return Err(TextFault::TooLong { locale, max });
            }
            if wording.machine.contains(&locale) {
                text.machine.push(locale);
            }
        }
        Ok(text)
    }

    /// The text in exactly this language.
    #[must_use]
    pub fn get(&self, locale: Locale) -> Option<&str> {
        match locale {
            Locale::Fr => Some(&self.fr),
            Locale::Ca => self.ca.as_deref(),
            Locale::En => self.en.as_deref(),
        }
    }
}

/// A text as a row of the database lends it: it was checked when it was written.
#[derive(Debug, Deserialize)]
pub struct StoredText<'r> {
    #[serde(borrow)]
    fr: Cow<'r, str>,
    #[serde(borrow, default)]
    ca: Option<Cow<'r, str>>,
    #[serde(borrow, default)]
    en: Option<Cow<'r, str>>,
    #[serde(default)]
    machine: Vec<Locale>,
}

impl StoredText<'_> {
    /// The text in exactly this language.
    #[must_use]
    pub fn get(&self, locale: Locale) -> Option<&str> {
        match locale {
            Locale::Fr => Some(&self.fr),
            Locale::Ca => self.ca.as_deref(),
            Locale::En => self.en.as_deref(),
        }
    }

    /// The text in the first of the reader's languages that it has, and which that is; in French if it has none.
    #[must_use]
    pub fn pick(&self, preferred: &[Locale]) -> (Locale, &str) {
        let found = preferred.iter().find_map(|locale| Some((*locale, self.get(*locale)?)));
        found.unwrap_or((Locale::Fr, &self.fr))
    }

    /// Whether a machine wrote it in this language.
    #[must_use]
    pub fn is_machine(&self, locale: Locale) -> bool {
        self.machine.contains(&locale)
    }
}

/// What is stored was checked against its field's length when it was written.
impl TryFrom<Wording> for Text {
    type Error = TextFault;

    fn try_from(wording: Wording) -> Result<Self, TextFault> {
        Self::new(wording, usize::MAX)
    }
}

/// Trims and drops control characters: no reader sees them, and PostgreSQL cannot store U+0000.
#[must_use]
pub fn clean(text: &str) -> String {
    let kept: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    kept.trim().to_owned()
}

/// Nothing to be seen: white space, or the characters of no width that word processors leave behind.
fn is_blank(text: &str) -> bool {
    text.chars().all(|c| {
        c.is_whitespace() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(json: &str) -> Text {
        serde_json::from_str(json).unwrap()
    }

    fn french(fr: &str) -> Wording {
        Wording { fr: fr.to_owned(), ..Wording::default() }
    }

    #[test]
    fn what_is_absent_is_not_written() {
        let full = r#"{"fr":"Forêt","ca":"Bosc","machine":["ca"]}"#;
        assert_eq!(serde_json::to_string(&text(full)).unwrap(), full);
        assert_eq!(serde_json::to_string(&text(r#"{"fr":"Forêt","en":null}"#)).unwrap(), r#"{"fr":"Forêt"}"#);
    }

    #[test]
    fn a_text_without_french_is_refused() {
        for fr in ["", " \n", "\u{a0}", "\u{200b}\u{feff}", "\0"] {
            assert_eq!(Text::new(french(fr), 10), Err(TextFault::Required), "{fr:?}");
        }
        assert!(serde_json::from_str::<Text>(r#"{"ca":"Bosc"}"#).is_err());
    }

    #[test]
    fn a_blank_translation_is_absent() {
        let text = text(r#"{"fr":"Forêt","ca":" ","machine":["ca"]}"#);
        assert_eq!(text.get(Locale::Ca), None);
        let kept = serde_json::to_string(&text).unwrap();
        assert!(!serde_json::from_str::<StoredText<'_>>(&kept).unwrap().is_machine(Locale::Ca));
    }

    #[test]
    fn the_maximum_is_in_characters_and_for_each_language() {
        assert!(Text::new(french("éééé"), 4).is_ok());
        let wording = Wording { en: Some("Woods".to_owned()), ..french("Bois") };
        assert_eq!(Text::new(wording, 4), Err(TextFault::TooLong { locale: Locale::En, max: 4 }));
    }

    #[test]
    fn line_feeds_stay_and_other_control_characters_go() {
        let text = Text::new(french("\u{7}un\r\ndeux\0\ttrois "), 20).unwrap();
        assert_eq!(text.get(Locale::Fr), Some("un\ndeux\ttrois"));
    }

    #[test]
    fn the_reader_gets_the_first_language_there_is() {
        let text: StoredText<'_> = serde_json::from_str(r#"{"fr":"Forêt","ca":"Bosc"}"#).unwrap();
        assert_eq!(text.pick(&[Locale::En, Locale::Ca, Locale::Fr]), (Locale::Ca, "Bosc"));
        assert_eq!(text.pick(&[Locale::En]), (Locale::Fr, "Forêt"));
        assert_eq!(text.pick(&[]), (Locale::Fr, "Forêt"));
    }

    proptest! {
        #[test]
        fn a_text_reads_back_from_json(fr in any::<String>(), ca: Option<String>) {
            if let Ok(text) = Text::new(Wording { ca, ..french(&fr) }, 100) {
                let json = serde_json::to_string(&text).unwrap();
                prop_assert_eq!(serde_json::from_str::<Text>(&json).unwrap(), text);
            }
        }
    }
}
