//! The demonstration joins the services of two of its partners.

use respyrem::demo::QUERY;
use serde_json::{Value, json};

use super::world::{SETTINGS, Server, answers};
use crate::on_both;
use crate::support::ateliers::Ateliers;
use crate::support::process::command;
use crate::support::subgraph::TestSubgraph;

on_both!(the_services_of_two_partners_answer_with_the_hub, |hub| {
    let ateliers = Ateliers::of_the_demonstration();
    let stock = TestSubgraph::start(answers(stock::schema("00000001800010".to_owned()))).await;
    let services = [format!("--service=ateliers={}", ateliers.url), format!("--service=stock={}", stock.url)];
    // Again, and nothing is done twice.
    for _ in 0..2 {
        let mut command = command(&hub.database, &["demo", &services[0], &services[1]]);
        let output = command.envs(SETTINGS).output().expect("the command runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let server = Server::start(&hub).await;
    let answer = server.ask(QUERY).await;
    assert_eq!(answer["errors"], Value::Null, "{answer}");
    let structure = &answer["data"]["structure"];
    let workshop = json!({ "title": "Charpente de montagne (démo)", "hours": 14, "host": { "name": "L'Atelier des Cimes (démo)" } });
    assert_eq!(structure["workshops"][0], workshop);
    assert_eq!(structure["banner"], "L'Atelier des Cimes (démo) : 2 atelier(s)");
    assert_eq!((&structure["greenBadge"], &structure["reach"]), (&json!(true), &json!(210)));
});
