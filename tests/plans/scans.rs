//! The test itself.

use std::collections::{BTreeSet, HashSet};

use respyrem::kernel::actor::Actor;
use respyrem::kernel::kind::Kind;
use sea_orm::Statement;
use serde_json::{Value, json};

use super::crowd::{gather, large_tables};
use super::explain::Explainer;
use super::questions::{self, Question};
use super::words::Family;
use crate::support::hub::SCHEMA;
use crate::support::{Backend, TestHub};

/// The one who stands for all where the same indexes serve everyone.
const MEMBER: &str = "member";

async fn every_question_is_answered_by_indexes(backend: Backend) {
    let hub = gather(backend).await;
    let explainer = Explainer::new(&hub, large_tables(&hub).await).await;
    let schema = SCHEMA.compiled();
    let member = |n: u64| hub.actor_of(Family::Record(Kind::Member).uuid(n));
    let lookers =
        [("anonymous", Actor::Anonymous), (MEMBER, member(17).await), ("operator", member(1).await)];
    let mut known = HashSet::new();
    let mut faults = BTreeSet::new();
    for question in questions::all(schema) {
        for (looker, actor) in &lookers {
            if question.by_one && *looker != MEMBER {
                continue;
            }
            for statement in asked(&hub, actor, &question).await {
                if !known.insert(statement.sql.clone()) {
                    continue;
                }
                for step in explainer.faults(&statement, question.may_walk).await {
                    if !is_allowed(backend, &question, &step) {
                        faults.insert(format!(
                            "{looker}: {}: {step}\n    {:.2000}",
                            question.about, statement.sql
                        ));
                    }
                }
            }
        }
    }
    let faults: Vec<String> = faults.into_iter().collect();
    assert!(faults.is_empty(), "{} read a large table from end to end:\n{}", faults.len(), faults.join("\n"));
}

/// PostgreSQL keeps one plan for all words, and takes them to be found in a good part of what there is: it counts what is
/// found by way of all rows. Less than twice the work of a walk over the words, where they are found that often.
fn is_allowed(backend: Backend, question: &Question, step: &str) -> bool {
    backend == Backend::Postgres
        && question.about.contains(" where { search: ")
        && step.starts_with("Seq Scan")
}

/// The statements by which a question is answered, its second page included.
async fn asked(hub: &TestHub, actor: &Actor, question: &Question) -> Vec<Statement> {
    let ask = async |variables: Value| {
        let (answer, statements) = hub.recorded(hub.ask_as(actor, &question.query, variables)).await;
        assert!(answer.get("errors").is_none(), "{}: {answer}\n{}", question.about, question.query);
        (answer, statements)
    };
    let (answer, mut statements) = ask(json!({})).await;
    if let Some(list) = &question.pages {
        let cursor = &answer["data"][list]["pageInfo"]["endCursor"];
        // Who is nobody in particular is told nothing in person; programs are read by who governs their partner.
        let is_empty = match list.as_str() {
            "notifications" => actor.member().is_none(),
            "apiClients" | "identityProviders" | "identityClashes" | "subgraphs" => {
                !matches!(actor, Actor::Member(member) if member.operator)
            }
            _ => false,
        };
        assert!(cursor.is_string() || is_empty, "{}: no page to go on from", question.about);
        statements.extend(ask(json!({ "after": cursor })).await.1);
    }
    statements
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_sqlite() {
    every_question_is_answered_by_indexes(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_postgres() {
    every_question_is_answered_by_indexes(Backend::Postgres).await;
}
