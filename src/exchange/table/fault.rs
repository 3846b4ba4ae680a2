//! What can be wrong with the layout of a file, and what is said about it.

use crate::{
    exchange::message::{Message, excerpt},
    kernel::error::Code,
};

/// Why the columns of a file cannot be told: nothing of it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableFault {
    /// The header itself is not a record.
    Header(LineProblem),
    /// A column without a name.
    UnnamedColumn {
        /// Counted from 1.
        position: usize,
    },
    /// Two columns of the same name.
    DuplicateColumn {
        /// The name.
        name: String,
        /// Counted from 1.
        first: usize,
        /// Counted from 1.
        second: usize,
    },
    /// More columns than the limit.
    TooManyColumns {
        /// The limit.
        limit: usize,
    },
}

/// A record that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineFault {
    /// The first physical line of the record, counted from 1.
    pub line: u64,
    /// Why.
    pub problem: LineProblem,
}

/// Why a record cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineProblem {
    /// Not as many cells as the header.
    Ragged {
        /// Cells of the header.
        expected: usize,
        /// Cells of the record.
        found: usize,
    },
    /// A quote opened and never closed: the rest of the file cannot be told apart and is not read.
    UnterminatedQuote,
    /// Text between a closing quote and the delimiter.
    TextAfterQuote,
    /// Longer than the limit; the rest of the file is not read.
    TooLong {
        /// The limit, in bytes.
        limit: usize,
    },
    /// Not an object of JSON as expected.
    Json(JsonProblem),
    /// More records than the limit; the rest of the file is not read.
    TooManyRows {
        /// The limit.
        limit: u64,
    },
}

/// Why a record is not an object of JSON that can be a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JsonProblem {
    /// Not an object, or not JSON from there on.
    NotAnObject {
        /// The physical line, counted from 1.
        line: u64,
        /// Counted from 1, in bytes.
        column: usize,
    },
    /// The same key twice.
    DuplicateKey(String),
}

impl LineProblem {
    /// Which rule the record breaks.
    #[must_use]
    pub const fn code(&self) -> Code {
        match self {
            Self::TooManyRows { .. } | Self::TooLong { .. } => Code::TooMany,
            _ => Code::Invalid,
        }
    }
}

impl Message for TableFault {
    fn sentences(&self) -> [String; 3] {
        match self {
            Self::Header(problem) => {
                let [fr, ca, en] = problem.sentences();
                [format!("en-tête : {fr}"), format!("capçalera: {ca}"), format!("header: {en}")]
            }
            Self::UnnamedColumn { position } => [
                format!("la colonne {position} n'a pas de nom dans l'en-tête : nommez-la ou supprimez-la"),
                format!("la columna {position} no té nom a la capçalera: poseu-n'hi un o suprimiu-la"),
                format!("column {position} has no name in the header: name it or remove it"),
            ],
            Self::DuplicateColumn { name, first, second } => [
                format!("les colonnes {first} et {second} s'appellent toutes deux « {} »", excerpt(name)),
                format!("les columnes {first} i {second} es diuen totes dues «{}»", excerpt(name)),
                format!("columns {first} and {second} are both named “{}”", excerpt(name)),
            ],
            Self::TooManyColumns { limit } => [
                format!("le fichier a plus de {limit} colonnes"),
                format!("el fitxer té més de {limit} columnes"),
                format!("the file has more than {limit} columns"),
            ],
        }
    }
}

impl Message for LineProblem {
    fn sentences(&self) -> [String; 3] {
        match self {
            Self::Ragged { expected, found } => [
                format!("la ligne a {found} cellules, l'en-tête en a {expected}"),
                format!("la línia té {found} cel·les, la capçalera en té {expected}"),
                format!("the line has {found} cells, the header has {expected}"),
            ],
            Self::UnterminatedQuote => [
                "un guillemet ouvert ici n'est jamais fermé : la suite du fichier n'est pas lue",
                "unes cometes obertes aquí no es tanquen mai: no es llegeix la resta del fitxer",
                "a quote opened here is never closed: the rest of the file is not read",
            ]
            .map(str::to_owned),
            Self::TextAfterQuote => [
                "du texte suit un guillemet fermant : doublez les guillemets à l'intérieur d'une cellule",
                "hi ha text després d'unes cometes de tancament: dobleu les cometes dins d'una cel·la",
                "text follows a closing quote: double the quotes inside a cell",
            ]
            .map(str::to_owned),
            Self::TooLong { limit } => [
                format!("l'enregistrement dépasse {limit} octets : la suite du fichier n'est pas lue"),
                format!("el registre supera els {limit} octets: no es llegeix la resta del fitxer"),
                format!("the record is longer than {limit} bytes: the rest of the file is not read"),
            ],
            Self::Json(problem) => problem.sentences(),
            Self::TooManyRows { limit } => [
                format!("le fichier a plus de {limit} lignes : la suite n'est pas lue"),
                format!("el fitxer té més de {limit} línies: la resta no es llegeix"),
                format!("the file has more than {limit} rows: the rest is not read"),
            ],
        }
    }
}

impl Message for JsonProblem {
    fn sentences(&self) -> [String; 3] {
        match self {
            Self::NotAnObject { line, column } => [
                format!("un objet JSON est attendu (ligne {line}, colonne {column})"),
                format!("s'espera un objecte JSON (línia {line}, columna {column})"),
                format!("a JSON object is expected (line {line}, column {column})"),
            ],
            Self::DuplicateKey(key) => [
                format!("la clé « {} » est donnée deux fois", excerpt(key)),
                format!("la clau «{}» es dona dues vegades", excerpt(key)),
                format!("the key “{}” is given twice", excerpt(key)),
            ],
        }
    }
}
