//! The three languages of the hub.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A language in which a text may exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    /// French: every text has it.
    Fr,
    /// Catalan.
    Ca,
    /// English.
    En,
}

impl Locale {
    /// All of them, French first.
    pub const ALL: [Self; 3] = [Self::Fr, Self::Ca, Self::En];

    /// The language tag (`ca`).
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::Ca => "ca",
            Self::En => "en",
        }
    }

    /// Reads a language tag, whatever its region (`ca-ES` is Catalan).
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let language = tag.trim().split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|locale| locale.tag().eq_ignore_ascii_case(language))
    }

    /// Of what is told in French, Catalan and English, in that order, the one in this language.
    pub fn of<T>(self, [fr, ca, en]: [T; 3]) -> T {
        match self {
            Self::Fr => fr,
            Self::Ca => ca,
            Self::En => en,
        }
    }

    /// The reader's languages in order of preference, from an `Accept-Language` header (RFC 9110, 12.5.4).
    /// Tags with weight 0 and languages the hub does not have are left out; French ends the list.
    #[must_use]
    pub fn from_accept_language(header: &str) -> Vec<Self> {
        let mut weighted: Vec<(f32, Self)> = header
            .split(',')
            .filter_map(|part| {
                let (tag, parameters) = part.split_once(';').unwrap_or((part, ""));
                let weight = parameters
                    .trim()
                    .strip_prefix("q=")
                    .map_or(Some(1.0), |weight| weight.trim().parse::<f32>().ok())?;
                Some((weight, Self::from_tag(tag)?)).filter(|(weight, _)| *weight > 0.0)
            })
            .collect();
        weighted.sort_by(|(left, _), (right, _)| right.total_cmp(left));
        let mut locales = Vec::with_capacity(3);
        for locale in weighted.into_iter().map(|(_, locale)| locale).chain([Self::Fr]) {
            if !locales.contains(&locale) {
                locales.push(locale);
            }
        }
        locales
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accept_language_is_read_by_weight() {
        assert_eq!(
            Locale::from_accept_language("en;q=0.5, ca-ES, de, fr;q=0"),
            [Locale::Ca, Locale::En, Locale::Fr]
        );
        assert_eq!(Locale::from_accept_language(""), [Locale::Fr]);
    }
}
