//! The files of `demo/`, and the identifiers of what they tell.

pub(super) mod resource;
pub(super) mod training_path;

use std::collections::BTreeMap;

use resource::Resource;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use self::training_path::TrainingPath;
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
    /// The words of each vocabulary.
    pub(super) terms: BTreeMap<String, Vec<Word>>,
    pub(super) funding_sources: Vec<FundingSource>,
    pub(super) resources: Vec<Resource>,
    pub(super) training_paths: Vec<TrainingPath>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Partner {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) state: String,
    pub(super) joined_days_ago: Option<u64>,
    /// Its own structure.
    pub(super) structure: String,
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
    /// Of those to which partners' services add something. It begins with so many zeros that it is nobody's.
    pub(super) siret: Option<String>,
    pub(super) about: Option<Text>,
    #[serde(default)]
    pub(super) works_in: Vec<String>,
    #[serde(default)]
    pub(super) labels: Vec<Label>,
    /// Words of the vocabulary SECTOR.
    #[serde(default)]
    pub(super) sectors: Vec<String>,
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

/// A word of a vocabulary.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Word {
    pub(super) code: String,
    pub(super) label: Text,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct FundingSource {
    pub(super) key: String,
    pub(super) owner: String,
    /// A structure.
    pub(super) funder: Option<String>,
    pub(super) funder_name: Option<String>,
    pub(super) title: Text,
    pub(super) aid_type: String,
    pub(super) eu_fund: Option<String>,
    /// In basis points.
    pub(super) min_rate: Option<i32>,
    pub(super) max_rate: Option<i32>,
    /// In cents.
    pub(super) min_amount: Option<i64>,
    pub(super) max_amount: Option<i64>,
    /// First and last day, counted from today.
    pub(super) opens: Option<i64>,
    pub(super) closes: Option<i64>,
    pub(super) recurrence: String,
    pub(super) visibility: String,
    pub(super) status: String,
    /// Kinds and codes of places, as in `DEPARTMENT:66`.
    #[serde(default)]
    pub(super) territories: Vec<String>,
    #[serde(default)]
    pub(super) audiences: Vec<String>,
    #[serde(default)]
    pub(super) themes: Vec<String>,
    pub(super) confirmed_days_ago: Option<i64>,
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
            terms: parse(include_str!("../../demo/terms.json"))?,
            funding_sources: parse(include_str!("../../demo/funding_sources.json"))?,
            resources: parse(include_str!("../../demo/resources.json"))?,
            training_paths: parse(include_str!("../../demo/training_paths.json"))?,
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
        let words = |scheme| demo.terms[scheme].len();
        assert_eq!((words("THEME"), words("SKILL"), words("SECTOR")), (10, 18, 8));
        assert_eq!((demo.funding_sources.len(), demo.resources.len()), (30, 62));
        assert_eq!(demo.training_paths.len(), 15);
        assert!(demo.actions.values().all(|actions| actions.len() == 6));
    }

    #[test]
    fn names_are_plainly_invented() {
        let demo = Demo::read().unwrap();
        assert!(demo.structures.iter().all(|structure| structure.name.ends_with("(démo)")));
        assert!(demo.members.iter().all(|member| member.family.starts_with("Démo-")));
        let funders = demo.funding_sources.iter().filter_map(|source| source.funder_name.as_ref());
        assert!(funders.into_iter().all(|name| name.ends_with("(démo)")));
        let makers = demo.resources.iter().flat_map(|resource| &resource.by);
        let mut names = makers.filter(|(_, what, _)| what == "name");
        assert!(names.all(|(_, _, name)| name.ends_with("(démo)")));
    }

    #[test]
    fn resources_name_what_is_there() {
        let demo = Demo::read().unwrap();
        let structures: Vec<_> = demo.structures.iter().map(|structure| &structure.key).collect();
        let members: Vec<_> = demo.members.iter().map(|member| &member.key).collect();
        let resources: Vec<_> = demo.resources.iter().map(|resource| &resource.key).collect();
        let is_word = |scheme: &str, code: &String| demo.terms[scheme].iter().any(|word| word.code == *code);
        for resource in &demo.resources {
            assert!(structures.contains(&&resource.owner), "{}", resource.key);
            assert!(resource.themes.iter().all(|code| is_word("THEME", code)), "{}", resource.key);
            assert!(resource.skills.iter().all(|code| is_word("SKILL", code)), "{}", resource.key);
            assert!(resource.relations.iter().all(|(_, to)| resources.contains(&to)), "{}", resource.key);
            for (_, what, who) in &resource.by {
                let known = match what.as_str() {
                    "structure" => structures.contains(&who),
                    "member" => members.contains(&who),
                    what => what == "name",
                };
                assert!(known, "{}: {what} {who}", resource.key);
            }
        }
    }

    #[test]
    fn an_identifier_does_not_change() {
        assert_eq!(id("structure", "genets"), id("structure", "genets"));
        assert_ne!(id("structure", "genets"), id("member", "genets"));
    }
}
