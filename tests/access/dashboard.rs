//! What the first screen shows of a record.

use respyrem::kernel::actor::Actor;
use respyrem::kernel::kind::Kind;
use serde_json::{Value, json};

use super::way::Way;
use super::world::Subject;

const DASHBOARD: &str = "query($project: ID) { dashboard(projectId: $project) {
    actionStats { total late byStatus { count } } lateActions(first: 100) { id } fundingDeadlines(withinDays: 30) { id } } }";

/// Whether records of a kind are on the first screen: a project asked for, late actions, sources about to close.
pub(super) const fn is_shown(kind: Kind) -> bool {
    matches!(kind, Kind::Project | Kind::Action | Kind::FundingSource)
}

/// Whether the record is on it, for the project that it belongs to. The numbers say the same as the lists.
pub(super) async fn shows(way: &impl Way, actor: &Actor, subject: &Subject) -> bool {
    let answer = way.ask(actor, DASHBOARD, json!({ "project": subject.project })).await;
    assert!(answer.get("errors").is_none(), "{answer}");
    let board = &answer["data"]["dashboard"];
    let lists = |name: &str| {
        let listed = board[name].as_array().unwrap_or_else(|| panic!("{answer}"));
        assert!(listed.iter().all(Value::is_object), "{answer}");
        listed.iter().any(|one| one["id"] == subject.id.as_str())
    };
    match subject.kind {
        Kind::Project => board.is_object(),
        Kind::FundingSource => lists("fundingDeadlines"),
        _ => {
            let is_listed = lists("lateActions");
            // It is the only one of its project.
            let stats = &board["actionStats"];
            assert_eq!(
                (&stats["total"], &stats["late"]),
                (&json!(u8::from(is_listed)), &json!(u8::from(is_listed)))
            );
            assert_eq!(stats["byStatus"].as_array().map(Vec::len), Some(usize::from(is_listed)), "{answer}");
            is_listed
        }
    }
}
