//! What only the database can tell is wrong with a row.

use crate::exchange::{
    form::Form,
    message::{Message, excerpt},
};

/// Why a row does not fit what the hub knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ApplyProblem {
    /// An earlier line of the file.
    ToldBefore { line: u64 },
    /// No such place here.
    UnknownPlace(String),
    /// A place cannot lie within itself.
    WithinItself,
    /// No such record here, or none that one sees.
    UnknownRecord(String),
    /// No such word.
    UnknownTerm(String),
    /// Another line of the same source tells the structure that holds the number.
    ToldByAnother(String),
    /// Another structure holds the number.
    Taken(String),
    /// The record was deleted here.
    Deleted,
    /// Neither the row nor who imports names an owner.
    NoOwner,
    /// A person has said it since.
    Kept,
    /// A path holds no more of them.
    TooManyParts(usize),
    /// A module does not change paths.
    OtherPath,
}

impl ApplyProblem {
    /// That a cell of this form names something unknown.
    pub(super) fn unknown(form: Form, name: String) -> Self {
        match form {
            Form::Record(_) => Self::UnknownRecord(name),
            Form::Terms(_) => Self::UnknownTerm(name),
            _ => Self::UnknownPlace(name),
        }
    }
}

impl Message for ApplyProblem {
    fn sentences(&self) -> [String; 3] {
        match self {
            Self::ToldBefore { line } => [
                format!("la ligne {line} décrit déjà cet enregistrement"),
                format!("la línia {line} ja descriu aquest registre"),
                format!("line {line} already describes this record"),
            ],
            Self::UnknownPlace(code) => {
                let code = excerpt(code);
                [
                    format!("le territoire « {code} » n'est pas connu : importez-le d'abord"),
                    format!("el territori «{code}» no es coneix: importeu-lo primer"),
                    format!("the place “{code}” is not known: import it first"),
                ]
            }
            Self::UnknownRecord(name) => {
                let name = excerpt(name);
                [
                    format!("« {name} » n'est pas connu ici : importez-le d'abord, ou corrigez la référence"),
                    format!("«{name}» no es coneix aquí: importeu-lo primer, o corregiu la referència"),
                    format!("“{name}” is not known here: import it first, or mend the reference"),
                ]
            }
            Self::UnknownTerm(code) => {
                let code = excerpt(code);
                [
                    format!("« {code} » n'est pas un mot du vocabulaire : voyez `terms`"),
                    format!("«{code}» no és un mot del vocabulari: vegeu `terms`"),
                    format!("“{code}” is no word of the vocabulary: see `terms`"),
                ]
            }
            Self::TooManyParts(most) => [
                format!("ce parcours est plein : {most} au plus"),
                format!("aquest itinerari és ple: {most} com a màxim"),
                format!("this path is full: {most} at most"),
            ],
            Self::ToldByAnother(number) => [
                format!("la structure au numéro {number} vient déjà d'une autre ligne de cette source"),
                format!("l'estructura amb el número {number} ja ve d'una altra línia d'aquesta font"),
                format!("the structure with the number {number} comes from another line of this source"),
            ],
            Self::Taken(number) => [
                format!("une autre structure porte déjà le numéro {number}"),
                format!("una altra estructura ja té el número {number}"),
                format!("another structure already holds the number {number}"),
            ],
            fixed => fixed.fixed_sentences().map(str::to_owned),
        }
    }
}

impl ApplyProblem {
    const fn fixed_sentences(&self) -> [&'static str; 3] {
        match self {
            Self::WithinItself => [
                "un territoire n'est pas contenu dans lui-même",
                "un territori no es conté a si mateix",
                "a place does not lie within itself",
            ],
            Self::NoOwner => [
                "aucune structure propriétaire : donnez `owner`, ou --owner à l'import",
                "cap estructura propietària: doneu `owner`, o --owner en importar",
                "no owner structure: give `owner`, or --owner when importing",
            ],
            Self::Kept => [
                "une personne a changé ce champ ici depuis : sa valeur est gardée",
                "algú ha canviat aquest camp aquí des de llavors: se'n conserva el valor",
                "a person has changed this field here since: what it says is kept",
            ],
            Self::OtherPath => [
                "ce module est dans un autre parcours : déplacez-le ici, ou donnez-lui un autre identifiant",
                "aquest mòdul és en un altre itinerari: moveu-lo aquí, o doneu-li un altre identificador",
                "this module stands in another path: move it here, or give it another identifier",
            ],
            _ => [
                "cet enregistrement a été supprimé ici : retirez la ligne du fichier",
                "aquest registre s'ha suprimit aquí: traieu la línia del fitxer",
                "this record was deleted here: take the line out of the file",
            ],
        }
    }
}
