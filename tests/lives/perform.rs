//! Doing one step, and saying what must have come of it.

use std::collections::HashMap;

use entities::record;
use respyrem::gql::request::Caller;
use respyrem::kernel::actor::Actor;
use respyrem::kernel::id::parse_global;
use respyrem::kernel::kind::Kind;
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use uuid::Uuid;

use super::model::{Modelled, Tie, news, renamed, title, writing};
use super::step::{How, Step, What};
use super::world::World;
use crate::support::TestHub;
use crate::support::hub::caller;

/// The kinds that are made, in the order of their numbers in a step.
pub(super) const MADE: [Kind; 7] = [
    Kind::Structure,
    Kind::Project,
    Kind::Action,
    Kind::FundingSource,
    Kind::Resource,
    Kind::TrainingPath,
    Kind::Note,
];

/// The levels of visibility, the widest first.
pub(super) const LEVELS: [&str; 5] = ["PUBLIC", "NETWORK", "SHARED", "TEAM", "PRIVATE"];

/// What a record says of itself to somebody.
const LOOK: &str = "query($id: ID!) { node(id: $id) { ... on Record { version }
    ... on Structure { viewer { edit { allowed } } visibility archivedAt called: name state: status next: allowedTransitions }
    ... on Project { viewer { edit { allowed } } visibility archivedAt title { value } projectState: status projectNext: allowedTransitions }
    ... on Action { viewer { edit { allowed } } visibility archivedAt title { value } actionState: status actionNext: allowedTransitions }
    ... on FundingSource { viewer { edit { allowed } } visibility archivedAt title { value } sourceState: status sourceNext: allowedTransitions }
    ... on TeachingResource { viewer { edit { allowed } } visibility archivedAt title { value } resourceState: status resourceNext: allowedTransitions }
    ... on TrainingPath { viewer { edit { allowed } } visibility archivedAt title { value } pathState: status pathNext: allowedTransitions }
    ... on Note { viewer { edit { allowed } } visibility archivedAt body { value } } } }";

/// A record as somebody sees it; null when they do not.
pub(super) async fn look(hub: &TestHub, actor: &Actor, id: &str) -> Value {
    let mut answer = hub.ask_as(actor, LOOK, json!({ "id": id })).await;
    assert!(answer.get("errors").is_none(), "{answer}");
    answer["data"]["node"].take()
}

/// The status in a look, and those that may follow it.
pub(super) fn state(look: &Value) -> (Value, Vec<Value>) {
    let find =
        |names: [&str; 6]| names.into_iter().map(|name| look[name].clone()).find(|value| !value.is_null());
    let state = find(["state", "projectState", "actionState", "sourceState", "resourceState", "pathState"]);
    let next = find(["next", "projectNext", "actionNext", "sourceNext", "resourceNext", "pathNext"]);
    let next = next.and_then(|next| next.as_array().cloned()).unwrap_or_default();
    (state.unwrap_or_default(), next)
}

/// A mutation about to be asked for.
struct Asked {
    name: &'static str,
    input: Value,
    selected: String,
    /// It has to be refused.
    is_refused: bool,
    /// It has to be accepted.
    is_accepted: bool,
}

/// Does a step.
pub(super) async fn perform(hub: &TestHub, world: &mut World, step: &Step) {
    let actor = world.acting(hub, step.actor).await;
    match step.what {
        What::Create(kind) => create(hub, world, step, &actor, MADE[usize::from(kind) % MADE.len()]).await,
        What::Propose => propose(hub, world, step, &actor).await,
        What::Decide | What::HandOver => decide(hub, world, step, &actor).await,
        What::Share => share(hub, world, step, &actor).await,
        _ => change(hub, world, step, &actor).await,
    }
}

/// Asks, twice where the step says so; the payload when it was accepted.
async fn ask(hub: &TestHub, world: &mut World, step: &Step, actor: &Actor, asked: &Asked) -> Option<Value> {
    world.asked += 1;
    let number = world.asked;
    let key = (step.how == How::Twice).then(|| format!("step-{number}"));
    let caller = || Caller { idempotency_key: key.clone(), ..caller(actor) };
    let before = hub.count("outbox").await;
    let payload = hub.mutate_with(caller(), asked.name, asked.input.clone(), &asked.selected).await;
    let after = hub.count("outbox").await;
    let is_refused = payload["userErrors"] != json!([]);
    let story = || format!("{} {} by {actor:?}: {payload}", asked.name, asked.input);
    assert!(!asked.is_refused || is_refused, "accepted, and must not be: {}", story());
    assert!(!asked.is_accepted || !is_refused, "refused, and must not be: {}", story());
    assert!(!is_refused || before == after, "refused, and logged: {}", story());
    if step.how == How::Twice && !matches!(actor, Actor::Anonymous) {
        let again = hub.mutate_with(caller(), asked.name, asked.input.clone(), &asked.selected).await;
        assert_eq!(again["userErrors"], payload["userErrors"], "asked again: {}", story());
        assert_eq!(hub.count("outbox").await, after, "done twice: {}", story());
    }
    let (accepted, refused) = world.tally.entry(asked.name).or_default();
    *if is_refused { refused } else { accepted } += 1;
    (!is_refused).then_some(payload)
}

async fn create(hub: &TestHub, world: &mut World, step: &Step, actor: &Actor, kind: Kind) {
    let under = match kind {
        Kind::Action => world.model.record(step.record, &[Kind::Project]),
        Kind::Note => world.model.record(step.record, &[Kind::Project, Kind::Action, Kind::Structure]),
        // The first structure has most of them.
        _ if step.record < 192 => Some(0),
        _ => world.model.record(step.record, &[Kind::Structure]),
    };
    let Some(under) = under.map(|at| world.model.records[at].id.clone()) else { return };
    let (title, writing) = (title(step.to), writing(kind));
    let asked = Asked {
        name: writing.create,
        input: news(kind, &under, &title),
        selected: format!("{} {{ id version }}", writing.payload),
        is_refused: matches!(actor, Actor::Anonymous),
        is_accepted: false,
    };
    if let Some(payload) = ask(hub, world, step, actor, &asked).await {
        let made = &payload[writing.payload];
        assert_eq!(made["version"], 1, "{payload}");
        world.model.records.push(Modelled {
            kind,
            id: made["id"].as_str().expect("an id").to_owned(),
            title,
            version: 1,
            visibility: None,
            status: None,
            is_archived: false,
        });
    }
}

/// Mostly what a step can be done to, so that lives go on.
fn target(world: &World, step: &Step) -> Option<usize> {
    match step.what {
        What::Restore if step.to < 224 => world.model.archived(step.record),
        What::Archive | What::Status if step.to < 224 => world.model.record(step.record, &MADE[1..]),
        _ => world.model.record(step.record, &MADE),
    }
}

/// Changes one record, from the version that the model says it has.
async fn change(hub: &TestHub, world: &mut World, step: &Step, actor: &Actor) {
    let Some(at) = target(world, step) else { return };
    let record = world.model.records[at].clone();
    let before = look(hub, &Actor::System, &record.id).await;
    let seen = look(hub, actor, &record.id).await;
    let may_edit = seen["viewer"]["edit"]["allowed"] == true;
    let is_stale = step.how == How::Stale;
    let expected = if is_stale { record.version - 1 } else { record.version };
    let mut input = json!({ "id": record.id, "expectedVersion": expected });
    let writing = writing(record.kind);
    let selected = format!("{} {{ version }}", writing.payload);
    let mut wanted = record.clone();
    let mut is_accepted = false;
    let mut is_refused = !may_edit || is_stale;
    let (name, selected) = match step.what {
        What::Rename => {
            wanted.title = title(step.to);
            let (field, value) = renamed(record.kind, &wanted.title);
            input[field] = value;
            is_accepted = may_edit && !is_stale;
            (writing.update, selected)
        }
        What::Status => {
            let Some(name) = writing.status else { return };
            let codes = codes(record.kind);
            let next = state(&before).1;
            let to = match next.get(usize::from(step.to % 4)) {
                // Mostly what may follow.
                Some(next) if step.to < 192 => next.as_str().expect("a code"),
                _ => codes[usize::from(step.to) % codes.len()],
            };
            is_refused |= !next.contains(&json!(to));
            wanted.status = Some(to.to_owned());
            input["to"] = json!(to);
            input["reason"] = json!("Pour voir");
            (name, selected)
        }
        What::Visibility => {
            let to = LEVELS[usize::from(step.to) % LEVELS.len()];
            wanted.visibility = Some(to.to_owned());
            input["to"] = json!(to);
            ("changeVisibility", "record { version }".to_owned())
        }
        What::Archive | What::Restore => {
            wanted.is_archived = step.what == What::Archive;
            if !wanted.is_archived {
                // What is archived is edited by nobody until it is restored.
                is_refused = is_stale || seen.is_null();
            }
            let name = if wanted.is_archived { "archiveRecord" } else { "restoreRecord" };
            (name, "record { version }".to_owned())
        }
        _ => return,
    };
    let asked = Asked { name, input, selected: selected.clone(), is_refused, is_accepted };
    if let Some(payload) = ask(hub, world, step, actor, &asked).await {
        let field = if selected.starts_with("record") { "record" } else { writing.payload };
        let truth = look(hub, &Actor::System, &record.id).await;
        wanted.version = truth["version"].as_i64().expect("a version");
        let is_same = wanted.version == record.version;
        assert!(is_same || wanted.version == record.version + 1, "{name}: {record:?} to {truth}");
        assert!(!is_same || before == truth, "{name} changed without a version: {before} to {truth}");
        // Who narrows a record may lose sight of it.
        assert!(
            payload[field].is_null() || payload[field]["version"] == wanted.version,
            "{name}: {payload} {truth}"
        );
        world.model.records[at] = wanted;
    }
    refresh(hub, world, at).await;
}

/// Takes over the versions of what changed with a record: what lies under it.
async fn refresh(hub: &TestHub, world: &mut World, changed: usize) {
    let rows = record::Entity::find().all(hub.store.connection()).await.expect("a read");
    let rows: HashMap<Uuid, record::Model> = rows.into_iter().map(|row| (row.id, row)).collect();
    for (at, known) in world.model.records.iter_mut().enumerate() {
        let (_, id) = parse_global(&known.id).expect("an id");
        let row = &rows[&id];
        let version = i64::from(row.version);
        assert!(
            version == known.version || at != changed && version == known.version + 1,
            "{known:?}: {row:?}"
        );
        known.version = version;
        if at != changed {
            known.is_archived = row.archived_at.is_some();
        }
    }
}

async fn propose(hub: &TestHub, world: &mut World, step: &Step, actor: &Actor) {
    let Some(project) = world.model.record(step.record, &[Kind::Project]) else { return };
    let structure = &world.structures[usize::from(step.to) % world.structures.len()];
    let role = ["PARTNER", "PROVIDER", "OBSERVER"][usize::from(step.to / 4) % 3];
    let input = json!({ "project": world.model.records[project].id, "structure": structure, "role": role });
    let asked = Asked {
        name: "proposeParticipation",
        input,
        selected: "participation { id version }".to_owned(),
        is_refused: matches!(actor, Actor::Anonymous),
        is_accepted: false,
    };
    if let Some(payload) = ask(hub, world, step, actor, &asked).await {
        let made = &payload["participation"];
        let id = made["id"].as_str().expect("an id").to_owned();
        let version = made["version"].as_i64().expect("a version");
        world.model.ties.push(Tie { id, version });
    }
    refresh(hub, world, project).await;
}

async fn decide(hub: &TestHub, world: &mut World, step: &Step, actor: &Actor) {
    if world.model.ties.is_empty() {
        return;
    }
    let at = usize::from(step.record) % world.model.ties.len();
    let tie = world.model.ties[at].clone();
    let is_stale = step.how == How::Stale;
    let (name, field) = match (step.what, step.to % 3) {
        (What::HandOver, _) => ("handOverLead", "lead"),
        (_, 0) => ("declineParticipation", "participation"),
        _ => ("acceptParticipation", "participation"),
    };
    let asked = Asked {
        name,
        input: json!({ "id": tie.id, "expectedVersion": tie.version - i64::from(is_stale) }),
        selected: format!("{field} {{ version }}"),
        is_refused: is_stale || matches!(actor, Actor::Anonymous),
        is_accepted: false,
    };
    if let Some(payload) = ask(hub, world, step, actor, &asked).await
        && let Some(version) = payload[field]["version"].as_i64()
    {
        world.model.ties[at].version = version;
    }
    refresh(hub, world, usize::MAX).await;
}

async fn share(hub: &TestHub, world: &mut World, step: &Step, actor: &Actor) {
    let Some(at) = world.model.record(step.record, &MADE) else { return };
    let structure = &world.structures[usize::from(step.to) % world.structures.len()];
    let level = ["READ", "COMMENT", "EDIT"][usize::from(step.to / 4) % 3];
    let record = world.model.records[at].id.clone();
    let seen = look(hub, actor, &record).await;
    let asked = Asked {
        name: "shareRecord",
        input: json!({ "record": record, "grantee": { "structure": structure }, "level": level }),
        selected: "share { id }".to_owned(),
        is_refused: seen.is_null(),
        is_accepted: false,
    };
    ask(hub, world, step, actor, &asked).await;
    refresh(hub, world, usize::MAX).await;
}

const fn codes(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Structure => &["PENDING", "ACTIVE", "SUSPENDED", "ARCHIVED", "DRAFT"],
        Kind::Project => &["IN_PROGRESS", "PAUSED", "BLOCKED", "COMPLETED", "NOT_STARTED"],
        Kind::Action => &["IN_PROGRESS", "PAUSED", "BLOCKED", "DONE", "PLANNED", "ABANDONED"],
        Kind::FundingSource => &["IN_REVIEW", "PUBLISHED", "CLOSED", "ARCHIVED", "DRAFT"],
        Kind::Resource => &["IN_REVIEW", "PUBLISHED", "WITHDRAWN", "DRAFT"],
        _ => &["IN_REVIEW", "PUBLISHED", "SUSPENDED", "ARCHIVED", "DRAFT"],
    }
}
