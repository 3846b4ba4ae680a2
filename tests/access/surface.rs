//! The surfaces on which a record can be seen.

use respyrem::exchange::export::{Format, export};
use respyrem::exchange::record::ImportKind;
use respyrem::kernel::actor::Actor;
use respyrem::kernel::kind::Kind;
use serde_json::{Value, json};

use super::way::Way;
use super::world::Subject;
use super::{dashboard, live};

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
    /// What the list's facet says there is of its kind of thing.
    Facet,
    /// The bytes of a file of the record.
    File,
    /// What `search` and a search within the list of the kind find by its name, and how many they say they find.
    Search,
    /// What `changes` tells, removals apart.
    Changes,
    /// What a refused mutation says: `NOT_FOUND` when the record does not exist for the caller.
    ErrorMessage,
    /// What is exported of the kind.
    Export,
    /// What the first screen shows.
    Dashboard,
    /// What is told to who listens.
    Live,
}

/// A facet in which every record of a kind has a value; people are not counted by anything.
const fn counted_by(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Structure | Kind::Project | Kind::Note => Some("KIND"),
        Kind::Action | Kind::FundingSource | Kind::TrainingPath => Some("STATUS"),
        Kind::Resource => Some("LANGUAGE"),
        Kind::Member => None,
    }
}

impl Surface {
    /// Those of a kind: some kinds are not exported, or not on the first screen.
    pub(super) fn of(kind: Kind) -> Vec<Self> {
        let everywhere = [
            Self::Node,
            Self::Single,
            Self::List,
            Self::TotalCount,
            Self::File,
            Self::Search,
            Self::Changes,
            Self::ErrorMessage,
            Self::Live,
        ];
        let counted = counted_by(kind).map(|_| Self::Facet);
        let exported = exported(kind).map(|_| Self::Export);
        let first_screen = dashboard::is_shown(kind).then_some(Self::Dashboard);
        everywhere.into_iter().chain(counted).chain(exported).chain(first_screen).collect()
    }

    /// Whether the record shows to `actor` here.
    pub(super) async fn shows(self, way: &impl Way, actor: &Actor, subject: &Subject) -> bool {
        let (single, plural) = roots(subject.kind);
        let ty = type_name(subject.kind);
        let variables = json!({ "id": subject.id, "ids": [subject.id] });
        let ask = async |query: String| {
            let answer = way.ask(actor, &query, variables.clone()).await;
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
            Self::Facet => {
                let name = counted_by(subject.kind).expect("a kind that is counted");
                let query = format!(
                    "query($ids: [ID!]) {{ all: {plural}(filter: {{ id: $ids }}) {{ facets(names: [{name}]) {{ buckets {{ count }} }} }} }}"
                );
                ask(query).await["all"]["facets"][0]["buckets"][0]["count"] == 1
            }
            Self::File => way.hub().files.find(actor, &subject.file).await.expect("an answer").is_some(),
            Self::Search => is_found(way, actor, subject, plural).await,
            Self::Changes => is_told(way, actor, subject).await,
            Self::ErrorMessage => refusal(way, actor, subject).await != Some("NOT_FOUND".to_owned()),
            Self::Export => {
                let kind = exported(subject.kind).expect("a kind that is exported");
                let mut out = Vec::new();
                export(&way.hub().store, actor, kind, Format::Ndjson, &mut out).await.expect("an export");
                let called = format!("\"externalId\":\"{}\"", subject.id);
                String::from_utf8(out).expect("a text").contains(&called)
            }
            Self::Dashboard => dashboard::shows(way, actor, subject).await,
            Self::Live => live::shows(way, actor, subject).await,
        }
    }
}

/// The kind, as files know it.
const fn exported(kind: Kind) -> Option<ImportKind> {
    match kind {
        Kind::Structure => Some(ImportKind::Structure),
        Kind::Project => Some(ImportKind::Project),
        Kind::FundingSource => Some(ImportKind::FundingSource),
        Kind::Resource => Some(ImportKind::Resource),
        Kind::TrainingPath => Some(ImportKind::TrainingPath),
        Kind::Member | Kind::Action | Kind::Note => None,
    }
}

/// The code with which the caller is refused to change who reads the record, if it is.
pub(super) async fn refusal(way: &impl Way, actor: &Actor, subject: &Subject) -> Option<String> {
    let mutation = "mutation($input: ChangeVisibilityInput!) { changeVisibility(input: $input) { userErrors { code message field } } }";
    // A version that no record has: who may change it is told of the conflict, and nothing is written.
    let input = json!({ "id": subject.id, "to": subject.level.as_str(), "expectedVersion": 999 });
    let answer = way.ask(actor, mutation, json!({ "input": input })).await;
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

/// Whether a search for its name finds the record, among all kinds and in the list of its own.
async fn is_found(way: &impl Way, actor: &Actor, subject: &Subject, plural: &str) -> bool {
    let query = format!(
        "query($text: String!, $kinds: [RecordKind!], $ids: [ID!]) {{
            all: search(query: $text, kinds: $kinds, first: 100) {{ totalCount nodes {{ record {{ id }} highlight {{ value }} }} }}
            list: {plural}(filter: {{ search: $text, id: $ids }}) {{ totalCount nodes {{ id }} }} }}"
    );
    let text = format!("{} {}", subject.kind, subject.level);
    let variables = json!({ "text": text, "kinds": [subject.kind.as_str()], "ids": [subject.id] });
    let answer = way.ask(actor, &query, variables).await;
    let hits = answer["data"]["all"]["nodes"].as_array().unwrap_or_else(|| panic!("{answer}"));
    assert_eq!(answer["data"]["all"]["totalCount"], hits.len());
    assert!(hits.iter().all(|hit| hit["record"]["id"].is_string()), "{answer}");
    let found = hits.iter().any(|hit| hit["record"]["id"] == subject.id.as_str());
    assert_eq!(answer["data"]["list"]["totalCount"] == 1, found, "{answer}");
    found
}

/// Whether `changes` tells of the record as of something that is there.
async fn is_told(way: &impl Way, actor: &Actor, subject: &Subject) -> bool {
    let query = "query($kinds: [RecordKind!]) { changes(first: 500, scope: { kinds: $kinds }) {
        hasMore changes { type id record { id } } } }";
    let answer = way.ask(actor, query, json!({ "kinds": [subject.kind.as_str()] })).await;
    assert_eq!(answer["data"]["changes"]["hasMore"], false, "{answer}");
    let changes = answer["data"]["changes"]["changes"].as_array().expect("changes");
    changes.iter().any(|change| {
        let is_there = change["type"] != "REMOVED";
        assert_eq!(change["record"].is_object(), is_there, "{answer}");
        is_there && change["id"] == subject.id.as_str()
    })
}
