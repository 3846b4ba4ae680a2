//! What must come out: each record as the steps that were accepted leave it.

use respyrem::kernel::kind::Kind;
use serde_json::{Value, json};

/// Words that are in no other text, and none of which begins another.
const WORDS: [&str; 6] = ["fournil", "tramontane", "cabane", "sardane", "vendange", "moulin"];

/// A record.
#[derive(Clone, Debug)]
pub(super) struct Modelled {
    pub(super) kind: Kind,
    pub(super) id: String,
    pub(super) title: String,
    pub(super) version: i64,
    pub(super) visibility: Option<String>,
    pub(super) status: Option<String>,
    pub(super) is_archived: bool,
}

/// A participation that was proposed.
#[derive(Clone, Debug)]
pub(super) struct Tie {
    pub(super) id: String,
    pub(super) version: i64,
}

/// All of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Model {
    pub(super) records: Vec<Modelled>,
    pub(super) ties: Vec<Tie>,
}

impl Model {
    /// The record that a number means; of one of these kinds.
    pub(super) fn record(&self, number: u8, kinds: &[Kind]) -> Option<usize> {
        self.one(number, |record| kinds.contains(&record.kind))
    }

    /// The archived record that a number means.
    pub(super) fn archived(&self, number: u8) -> Option<usize> {
        self.one(number, |record| record.is_archived)
    }

    fn one(&self, number: u8, fits: impl Fn(&Modelled) -> bool) -> Option<usize> {
        let fit: Vec<usize> = (0..self.records.len()).filter(|at| fits(&self.records[*at])).collect();
        (!fit.is_empty()).then(|| fit[usize::from(number) % fit.len()])
    }
}

/// The words that titles are made of.
pub(super) const fn words() -> [&'static str; 6] {
    WORDS
}

/// A title of two words.
pub(super) fn title(number: u8) -> String {
    let word = |number: u8| WORDS[usize::from(number) % WORDS.len()];
    format!("{} {}", word(number), word(number / 16))
}

/// How a kind is written: the mutations that make it, rename it and move it, and the field of their payloads.
pub(super) struct Writing {
    pub(super) create: &'static str,
    pub(super) update: &'static str,
    pub(super) status: Option<&'static str>,
    pub(super) payload: &'static str,
}

pub(super) const fn writing(kind: Kind) -> Writing {
    let (create, update, status, payload) = match kind {
        Kind::Structure => ("createStructure", "updateStructure", Some("changeStructureStatus"), "structure"),
        Kind::Project => ("createProject", "updateProject", Some("changeProjectStatus"), "project"),
        Kind::Action => ("createAction", "updateAction", Some("changeActionStatus"), "action"),
        Kind::FundingSource => {
            ("createFundingSource", "updateFundingSource", Some("changeFundingSourceStatus"), "fundingSource")
        }
        Kind::Resource => ("createResource", "updateResource", Some("changeResourceStatus"), "resource"),
        Kind::TrainingPath => {
            ("createTrainingPath", "updateTrainingPath", Some("changeTrainingPathStatus"), "trainingPath")
        }
        Kind::Note | Kind::Member => ("addNote", "updateNote", None, "note"),
    };
    Writing { create, update, status, payload }
}

/// What a record is made of: `under` is its owner, its project, or what it tells of.
pub(super) fn news(kind: Kind, under: &str, title: &str) -> Value {
    let text = json!({ "fr": title });
    match kind {
        Kind::Structure => {
            json!({ "name": title, "kind": "ASSOCIATIVE", "identifierWaiver": "IN_CREATION", "allowDuplicate": true })
        }
        Kind::Action => json!({ "project": under, "title": text }),
        Kind::Note | Kind::Member => json!({ "record": under, "body": text }),
        Kind::FundingSource => {
            json!({ "owner": under, "title": text, "aidType": "GRANT", "recurrence": "PERMANENT" })
        }
        Kind::TrainingPath => json!({ "owner": under, "title": text, "modality": "ONSITE" }),
        Kind::Project | Kind::Resource => json!({ "owner": under, "title": text }),
    }
}

/// The field under which an update gives the name.
pub(super) fn renamed(kind: Kind, title: &str) -> (&'static str, Value) {
    match kind {
        Kind::Structure => ("name", json!(title)),
        Kind::Note | Kind::Member => ("body", json!({ "fr": title })),
        _ => ("title", json!({ "fr": title })),
    }
}
