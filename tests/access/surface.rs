//! The surfaces on which a record can be seen.

use respyrem::exchange::export::{Format, export};
use respyrem::exchange::record::RecordKind;
use respyrem::kernel::actor::Actor;
use respyrem::kernel::kind::Kind;
use serde_json::{Value, json};

use super::world::Subject;
use crate::support::TestHub;

/// A way in which a record, or its existence, can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Surface {
    /// `node` and `nodes`.
    Node,
    /// The field that finds one of the kind.
    Single,
    /// The list of the kind.
    List,
    /// How many the list says there are.
    TotalCount,
    /// What a refused mutation says: `NOT_FOUND` when the record does not exist for the caller.
    ErrorMessage,
    /// What is exported of the kind.
    Export,
}

impl Surface {
    /// Those of a kind: some kinds are not exported.
    pub(super) fn of(kind: Kind) -> Vec<Self> {
        let everywhere = [Self::Node, Self::Single, Self::List, Self::TotalCount, Self::ErrorMessage];
        everywhere.into_iter().chain(exported(kind).map(|_| Self::Export)).collect()
    }

    /// Whether the record shows to `actor` here.
    pub(super) async fn shows(self, hub: &TestHub, actor: &Actor, subject: &Subject) -> bool {
        let (single, plural) = roots(subject.kind);
        let ty = type_name(subject.kind);
        let variables = json!({ "id": subject.id, "ids": [subject.id] });
        let ask = async |query: String| {
            let answer = hub.ask_as(actor, &query, variables.clone()).await;
            assert!(answer.get("errors").is_none(), "{query}: {answer}");
            answer["data"].clone()
        };
        match self {
            Self::Node => {
                let data =
                    ask("query($id: ID!, $ids: [ID!]!) { node(id: $id) { id } nodes(ids: $ids) { id } }"
                        .to_owned())
                    .await;
                assert_eq!(data["node"], data["nodes"][0]);
                !data["node"].is_null()
            }
            Self::Single => {
                !ask(format!("query($id: ID!) {{ one: {single}(id: $id) {{ id }} }}")).await["one"].is_null()
            }
            Self::List => {
                let query = format!(
                    "query($ids: [ID!]) {{ all: {plural}(filter: {{ id: $ids }}) {{ nodes {{ id }} edges {{ node {{ id }} }} }} }}"
                );
                let data = ask(query).await;
                let nodes = data["all"]["nodes"].as_array().map_or(0, Vec::len);
                assert_eq!(nodes, data["all"]["edges"].as_array().map_or(0, Vec::len), "{ty}");
                nodes == 1
            }
            Self::TotalCount => {
                let query = format!(
                    "query($ids: [ID!]) {{ all: {plural}(filter: {{ id: $ids }}) {{ totalCount }} }}"
                );
                ask(query).await["all"]["totalCount"] == 1
            }
            Self::ErrorMessage => refusal(hub, actor, subject).await != Some("NOT_FOUND".to_owned()),
            Self::Export => {
                let kind = exported(subject.kind).expect("a kind that is exported");
                let mut out = Vec::new();
                export(&hub.store, actor, kind, Format::Ndjson, &mut out).await.expect("an export");
                let called = format!("\"externalId\":\"{}\"", subject.id);
                String::from_utf8(out).expect("a text").contains(&called)
            }
        }
    }
}

/// The kind, as files know it.
const fn exported(kind: Kind) -> Option<RecordKind> {
    match kind {
        Kind::Structure => Some(RecordKind::Structure),
        Kind::Project => Some(RecordKind::Project),
        Kind::FundingSource => Some(RecordKind::FundingSource),
        Kind::Resource => Some(RecordKind::Resource),
        Kind::TrainingPath => Some(RecordKind::TrainingPath),
        Kind::Member | Kind::Action | Kind::Note => None,
    }
}

/// The code with which the caller is refused to change who reads the record, if it is.
pub(super) async fn refusal(hub: &TestHub, actor: &Actor, subject: &Subject) -> Option<String> {
    let mutation = "mutation($input: ChangeVisibilityInput!) { changeVisibility(input: $input) { userErrors { code message field } } }";
    // A version that no record has: who may change it is told of the conflict, and nothing is written.
    let input = json!({ "id": subject.id, "to": subject.level.as_str(), "expectedVersion": 999 });
    let answer = hub.ask_as(actor, mutation, json!({ "input": input })).await;
    let errors: &Value = &answer["data"]["changeVisibility"]["userErrors"];
    assert!(errors.is_array(), "{answer}");
    errors[0]["code"].as_str().map(str::to_owned)
}

/// The root fields that find one and list all of a kind.
pub(super) const fn roots(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Structure => ("structure", "structures"),
        Kind::Member => ("member", "members"),
        Kind::Project => ("project", "projects"),
        Kind::Action => ("action", "actions"),
        Kind::FundingSource => ("fundingSource", "fundingSources"),
        Kind::Resource => ("resource", "resources"),
        Kind::TrainingPath => ("trainingPath", "trainingPaths"),
        Kind::Note => ("note", "notes"),
    }
}

const fn type_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Structure => "Structure",
        Kind::Member => "Member",
        Kind::Project => "Project",
        Kind::Action => "Action",
        Kind::FundingSource => "FundingSource",
        Kind::Resource => "TeachingResource",
        Kind::TrainingPath => "TrainingPath",
        Kind::Note => "Note",
    }
}
