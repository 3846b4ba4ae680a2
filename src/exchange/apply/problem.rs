//! What only the database can tell is wrong with a row.

use crate::exchange::message::{Message, excerpt};

/// Why a row does not fit what the hub knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ApplyProblem {
    /// An earlier line of the file.
    ToldBefore { line: u64 },
    /// No such place here.
    UnknownPlace(String),
    /// A place cannot lie within itself.
    WithinItself,
    /// Another line of the same source tells the structure that holds the number.
    ToldByAnother(String),
    /// Another structure holds the number.
    Taken(String),
    /// The structure was deleted here.
    Deleted,
    /// A branch holds no number of its own.
    NumberOfBranch,
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
            Self::NumberOfBranch => [
                "cette structure est une antenne : elle n'a pas de numéro à elle",
                "aquesta estructura és una antena: no té número propi",
                "this structure is a branch: it has no number of its own",
            ],
            _ => [
                "cette structure a été supprimée ici : retirez la ligne du fichier",
                "aquesta estructura s'ha suprimit aquí: traieu la línia del fitxer",
                "this structure was deleted here: take the line out of the file",
            ],
        }
    }
}
