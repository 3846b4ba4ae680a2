//! The language in which commands speak: that of the terminal, and French where it names none of the hub's three. The help
//! of the command line is in English, as the settings are.

use respyrem::kernel::locale::Locale;

/// The language of the terminal.
pub(super) fn locale() -> Locale {
    std::env::var("LANG").ok().and_then(|tag| Locale::from_tag(&tag)).unwrap_or(Locale::Fr)
}

/// Of what is said in French, Catalan and English, the one in the language of the terminal.
pub(super) fn say<T>(words: [T; 3]) -> T {
    locale().of(words)
}
