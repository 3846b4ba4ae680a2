//! Who reads how to reach a person.

use respyrem::access::Visibility;
use respyrem::kernel::actor::{Actor, Role};
use serde_json::{Value, json};

use crate::on_both;
use crate::support::build::member_id;

on_both!(a_person_is_reached_by_those_whom_the_person_lets, |hub| {
    let ours = hub.structure("Cal Forn").visibility(Visibility::Public).partner(true).await;
    let theirs = hub.structure("Parc").partner(true).await;
    let ada = hub.person("Ada", ours, Role::Member).await;
    let id = ada.member().expect("a member");
    hub.publish(id).await;
    let viewers = [
        ("herself", ada),
        ("colleague", hub.person("Col", ours, Role::Viewer).await),
        ("network", hub.person("Net", theirs, Role::Admin).await),
        ("stranger", Actor::Anonymous),
    ];
    let table = [
        ("PUBLIC", [true, true, true, true]),
        ("NETWORK", [true, true, true, false]),
        ("TEAM", [true, true, false, false]),
        ("PRIVATE", [true, false, false, false]),
    ];
    for (level, reached) in table {
        hub.reach(id, level).await;
        for ((name, viewer), reached) in viewers.iter().zip(reached) {
            let query = "query($id: ID!) { member(id: $id) { displayName email phone } }";
            let answer = hub.ask_as(viewer, query, json!({ "id": member_id(id) })).await;
            let member = &answer["data"]["member"];
            assert_eq!(member["displayName"], "Ada", "{level} {name}: {answer}");
            assert_eq!(member["email"] != Value::Null, reached, "{level} {name}");
            assert_eq!(member["phone"] != Value::Null, reached, "{level} {name}");
        }
    }
});
