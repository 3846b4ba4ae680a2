//! What can be wrong with a cell, and what is said about it.

use crate::{exchange::message::Message, kernel::error::Code};

/// A fault in one cell of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellFault {
    /// The first physical line of the record, counted from 1.
    pub line: u64,
    /// The column, by its name in the file; empty when the value comes from the mapping or when the whole line is
    /// at fault.
    pub column: String,
    /// The field of the hub; empty when the whole line is at fault.
    pub field: &'static str,
    /// Which rule it breaks.
    pub code: Code,
    /// What to do about it, in the reader's language.
    pub message: String,
}

/// Why a cell is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CellProblem {
    /// Empty, and every record needs it.
    Required,
    /// Too short or too long.
    Length {
        /// Characters at least.
        min: usize,
        /// Characters at most.
        max: usize,
        /// Characters of the cell.
        found: usize,
    },
    /// Not one of a closed list.
    NotAChoice {
        /// What the cell holds.
        value: String,
        /// The list.
        known: String,
    },
    /// A value that the mapping does not translate.
    Untranslated {
        /// What the cell holds.
        value: String,
        /// Those that it does.
        known: String,
    },
    /// Not a day.
    Date,
    /// Not a number.
    Number,
    /// A number that a spreadsheet shortened.
    Scientific,
    /// A number out of bounds.
    Range {
        /// At least.
        min: String,
        /// At most.
        max: String,
    },
    /// Not a web address.
    WebAddress,
    /// Not an e-mail address.
    Email,
    /// Not a telephone number.
    Phone,
    /// Begins as a JSON array and is not one of texts.
    List,
    /// Not a language.
    Language,
    /// More items than are allowed.
    TooMany {
        /// The most.
        max: usize,
    },
}

impl Message for CellProblem {
    fn sentences(&self) -> [String; 3] {
        match self {
            Self::Length { min, max, found } => [
                format!("{found} caractères ; il en faut de {min} à {max}"),
                format!("{found} caràcters; n'hi ha d'haver de {min} a {max}"),
                format!("{found} characters; between {min} and {max} are allowed"),
            ],
            Self::NotAChoice { value, known } => [
                format!("« {value} » n'est pas une valeur connue ; valeurs connues : {known}"),
                format!("«{value}» no és un valor conegut; valors coneguts: {known}"),
                format!("“{value}” is not a known value; known values: {known}"),
            ],
            Self::Untranslated { value, known } => [
                format!("la correspondance ne traduit pas « {value} » ; elle traduit : {known}"),
                format!("la correspondència no tradueix «{value}»; tradueix: {known}"),
                format!("the mapping does not translate “{value}”; it translates: {known}"),
            ],
            Self::Range { min, max } => [
                format!("le nombre doit être entre {min} et {max}"),
                format!("el nombre ha d'estar entre {min} i {max}"),
                format!("the number must be between {min} and {max}"),
            ],
            Self::TooMany { max } => [
                format!("{max} éléments au plus"),
                format!("{max} elements com a màxim"),
                format!("at most {max} items"),
            ],
            fixed => fixed.fixed_sentences().map(str::to_owned),
        }
    }
}

impl CellProblem {
    const fn fixed_sentences(&self) -> [&'static str; 3] {
        match self {
            Self::Date => [
                "une date s'écrit 2026-03-01 ou 01/03/2026",
                "una data s'escriu 2026-03-01 o 01/03/2026",
                "a date is written 2026-03-01 or 01/03/2026",
            ],
            Self::Number => [
                "un nombre est attendu, comme 1 234,5",
                "s'espera un nombre, com 1 234,5",
                "a number is expected, such as 1 234,5",
            ],
            Self::Scientific => [
                "un tableur a abrégé ce nombre (notation E+) : mettez la colonne au format texte",
                "un full de càlcul ha abreujat aquest nombre (notació E+): poseu la columna en format text",
                "a spreadsheet shortened this number (E+ notation): give the column as text",
            ],
            Self::WebAddress => [
                "une adresse web commence par http:// ou https://",
                "una adreça web comença per http:// o https://",
                "a web address starts with http:// or https://",
            ],
            Self::Email => [
                "une adresse électronique s'écrit nom@exemple.org",
                "una adreça electrònica s'escriu nom@exemple.org",
                "an e-mail address is written name@example.org",
            ],
            Self::Phone => [
                "un numéro de téléphone s'écrit 04 68 00 00 00 ou +33 4 68 00 00 00",
                "un número de telèfon s'escriu 04 68 00 00 00 o +33 4 68 00 00 00",
                "a telephone number is written 04 68 00 00 00 or +33 4 68 00 00 00",
            ],
            Self::List => [
                "une liste entre crochets ne contient que des textes",
                "una llista entre claudàtors només conté textos",
                "a list in brackets holds texts only",
            ],
            Self::Language => [
                "une langue s'écrit par son code ISO 639, comme « fr »",
                "una llengua s'escriu amb el codi ISO 639, com «fr»",
                "a language is written as its ISO 639 code, such as “fr”",
            ],
            _ => ["ce champ est obligatoire", "aquest camp és obligatori", "this field is required"],
        }
    }
}
