//! What can be wrong with a mapping, by itself or against the columns of a file.

use crate::exchange::message::{Message, excerpt};

/// Why a mapping cannot be followed: nothing of the file is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MappingFault {
    /// Not a mapping file; the reader's own words.
    Unreadable(String),
    /// It must have either a `kind` or `records`.
    KindOrRecords,
    /// A field that the kind of record does not have.
    UnknownField {
        /// The name.
        field: String,
        /// A field of nearly that name.
        suggestion: Option<&'static str>,
        /// Those that the kind has, separated by commas.
        known: String,
    },
    /// A field fed by a column and by a constant.
    FedTwice(String),
    /// A field that every record needs and that nothing feeds.
    Unfed(&'static str),
    /// A column that the file does not have.
    MissingColumn {
        /// The name.
        column: String,
        /// A column of nearly that name.
        suggestion: Option<String>,
    },
    /// A field that may not be unknown, for it names nothing.
    NoReference(&'static str),
    /// A brace that is not closed, or not opened.
    Braces(String),
}

impl Message for MappingFault {
    fn sentences(&self) -> [String; 3] {
        match self {
            Self::Unreadable(detail) => [
                format!("le fichier de correspondance n'est pas lisible : {detail}"),
                format!("no es pot llegir el fitxer de correspondència: {detail}"),
                format!("the mapping file cannot be read: {detail}"),
            ],
            Self::KindOrRecords => [
                "la correspondance doit avoir soit « kind » avec « columns », soit « records »",
                "la correspondència ha de tenir «kind» amb «columns», o bé «records»",
                "the mapping must have either “kind” with “columns”, or “records”",
            ]
            .map(str::to_owned),
            Self::UnknownField { field, suggestion, known } => unknown_field(field, *suggestion, known),
            Self::FedTwice(field) => [
                format!("le champ « {field} » est donné par une colonne et par une constante"),
                format!("el camp «{field}» ve d'una columna i d'una constant"),
                format!("the field “{field}” is fed by a column and by a constant"),
            ],
            Self::Unfed(field) => [
                format!("le champ obligatoire « {field} » ne vient d'aucune colonne"),
                format!("el camp obligatori «{field}» no ve de cap columna"),
                format!("the required field “{field}” is fed by no column"),
            ],
            Self::MissingColumn { column, suggestion } => missing_column(column, suggestion.as_deref()),
            Self::NoReference(field) => [
                format!("le champ « {field} » ne désigne rien : « unknown » ne peut pas s'y appliquer"),
                format!("el camp «{field}» no designa res: «unknown» no s'hi pot aplicar"),
                format!("the field “{field}” names nothing: “unknown” cannot apply to it"),
            ],
            Self::Braces(template) => [
                format!("une accolade n'est pas fermée dans « {} »", excerpt(template)),
                format!("hi ha una clau sense tancar a «{}»", excerpt(template)),
                format!("a brace is not closed in “{}”", excerpt(template)),
            ],
        }
    }
}

fn unknown_field(field: &str, suggestion: Option<&str>, known: &str) -> [String; 3] {
    let field = excerpt(field);
    let [fr, ca, en] = did_you_mean(suggestion);
    [
        format!("le champ « {field} » n'existe pas{fr} ; champs connus : {known}"),
        format!("el camp «{field}» no existeix{ca}; camps coneguts: {known}"),
        format!("there is no field “{field}”{en}; known fields: {known}"),
    ]
}

fn missing_column(column: &str, suggestion: Option<&str>) -> [String; 3] {
    let column = excerpt(column);
    let [fr, ca, en] = did_you_mean(suggestion);
    [
        format!("le fichier n'a pas de colonne « {column} »{fr}"),
        format!("el fitxer no té cap columna «{column}»{ca}"),
        format!("the file has no column “{column}”{en}"),
    ]
}

fn did_you_mean(suggestion: Option<&str>) -> [String; 3] {
    suggestion.map_or_else(Default::default, |name| {
        [format!(" (peut-être « {name} »)"), format!(" (potser «{name}»)"), format!(" (perhaps “{name}”)")]
    })
}
