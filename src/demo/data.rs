//! The files of `demo/`, and the identifiers of what they tell.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::kernel::error::{Error, Result};
use crate::kernel::text::Text;

/// 1 January 2026, in milliseconds: where the identifiers stand among those of other records.
const EPOCH: u64 = 1_767_225_600_000;

/// Everything but the places.
#[derive(Debug)]
pub(super) struct Demo {
    pub(super) partners: Vec<Partner>,
    pub(super) structures: Vec<Structure>,
    pub(super) members: Vec<Member>,
    pub(super) projects: Vec<Project>,
    /// The actions of the projects of each theme.
    pub(super) actions: BTreeMap<String, Vec<Action>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Partner {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) state: String,
    pub(super) joined_days_ago: Option<u64>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Structure {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) kind: String,
    /// A commune's INSEE code.
    pub(super) place: String,
    pub(super) partner: Option<String>,
    pub(super) branch_of: Option<String>,
    pub(super) visibility: String,
    pub(super) status: Option<String>,
    pub(super) waiver: Option<String>,
    pub(super) about: Option<Text>,
    #[serde(default)]
    pub(super) works_in: Vec<String>,
    #[serde(default)]
    pub(super) labels: Vec<Label>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Label {
    pub(super) scheme: String,
    #[serde(default)]
    pub(super) scopes: Vec<String>,
    pub(super) number: Option<String>,
    pub(super) issuer: Option<String>,
    /// Days left.
    pub(super) valid_days: i64,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Member {
    pub(super) key: String,
    pub(super) given: String,
    pub(super) family: String,
    pub(super) locale: String,
    /// Structures and roles; the first structure owns the member's record.
    pub(super) roles: Vec<(String, String)>,
}

/// A project; a programme when it belongs to none.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Project {
    pub(super) key: String,
    pub(super) programme: Option<String>,
    pub(super) theme: Option<String>,
    /// The structure that bears it.
    pub(super) lead: String,
    pub(super) title: Text,
    pub(super) summary: Option<Text>,
    pub(super) visibility: String,
    pub(super) phase: String,
    pub(super) status: String,
    pub(super) reason: Option<String>,
    /// First and last day, counted from today.
    pub(super) days: [i64; 2],
    /// How many of its actions are done.
    #[serde(default)]
    pub(super) done: usize,
    /// In cents.
    pub(super) budget: Option<i64>,
    /// Structures and roles.
    #[serde(default)]
    pub(super) partners: BTreeMap<String, String>,
    /// Members and roles.
    #[serde(default)]
    pub(super) team: BTreeMap<String, String>,
    /// Structures and levels.
    #[serde(default)]
    pub(super) shares: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Action {
    pub(super) title: Text,
    pub(super) priority: String,
    pub(super) steps: Vec<String>,
}

impl Demo {
    /// Reads the files, which are part of the program.
    pub(super) fn read() -> Result<Self> {
        Ok(Self {
            partners: parse(include_str!("../../demo/partners.json"))?,
            structures: parse(include_str!("../../demo/structures.json"))?,
            members: parse(include_str!("../../demo/members.json"))?,
            projects: parse(include_str!("../../demo/projects.json"))?,
            actions: parse(include_str!("../../demo/actions.json"))?,
        })
    }
}

fn parse<T: DeserializeOwned>(json: &str) -> Result<T> {
    serde_json::from_str(json).map_err(|error| Error::Internal(format!("demonstration data: {error}")))
}

/// The identifier of what `key` names among its kind, the same in every database.
pub(super) fn id(kind: &str, key: &str) -> Uuid {
    let digest = Sha256::digest(format!("{kind}:{key}"));
    let mut random = [0; 10];
    random.copy_from_slice(&digest[..10]);
    uuid::Builder::from_unix_timestamp_millis(EPOCH, &random).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_can_be_read() {
        let demo = Demo::read().unwrap();
        let count = |is_project| demo.projects.iter().filter(|p| p.programme.is_some() == is_project).count();
        assert_eq!((demo.partners.len(), demo.structures.len(), demo.members.len()), (4, 40, 12));
        assert_eq!((count(false), count(true)), (3, 25));
        assert!(demo.actions.values().all(|actions| actions.len() == 6));
    }

    #[test]
    fn names_are_plainly_invented() {
        let demo = Demo::read().unwrap();
        assert!(demo.structures.iter().all(|structure| structure.name.ends_with("(démo)")));
        assert!(demo.members.iter().all(|member| member.family.starts_with("Démo-")));
    }

    #[test]
    fn an_identifier_does_not_change() {
        assert_eq!(id("structure", "genets"), id("structure", "genets"));
        assert_ne!(id("structure", "genets"), id("member", "genets"));
    }
}
