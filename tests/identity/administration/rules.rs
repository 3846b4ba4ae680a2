//! Rules of providers.

use respyrem::kernel::actor::Actor;
use serde_json::{Value, json};

use super::provider;
use crate::on_both;
use crate::support::TestHub;
use crate::support::build::{refusals, structure_id};
use crate::support::partner::{Partners, Party};

const SELECTED: &str = "identityProvider { version rules { claim value role structure { id } } }";

async fn set(hub: &TestHub, actor: &Actor, id: &str, version: i32, rules: Value) -> Value {
    let input = json!({ "id": id, "expectedVersion": version, "rules": rules });
    hub.mutate(actor, "setProviderRules", input, SELECTED).await
}

on_both!(the_rules_of_a_provider_are_said_all_at_once, |hub| {
    let partners = Partners::of(&hub).await;
    let adam = partners.actor(&hub, Party::Administrator).await;
    let id = provider(&hub, &adam, &partners).await;
    let own = structure_id(partners.own);
    let rule = |value: &str, role: &str| json!({ "claim": "groups", "value": value, "structure": own, "role": role });
    set(&hub, &adam, &id, 1, json!([rule("edu", "EDITOR"), rule("rh", "ADMIN")])).await;
    let answer = set(&hub, &adam, &id, 2, json!([rule("edu", "VIEWER")])).await;
    let kept = json!([{ "claim": "groups", "value": "edu", "role": "VIEWER", "structure": { "id": own } }]);
    let provider = &answer["identityProvider"];
    assert_eq!((&provider["rules"], &provider["version"]), (&kept, &json!(3)), "{answer}");
});

on_both!(rules_name_structures_of_the_partner_each_value_once, |hub| {
    let partners = Partners::of(&hub).await;
    let adam = partners.actor(&hub, Party::Administrator).await;
    let id = provider(&hub, &adam, &partners).await;
    let rule = |structure| json!({ "claim": "g", "value": "v", "structure": structure_id(structure), "role": "MEMBER" });
    let rules = json!([rule(partners.own), rule(partners.own), rule(partners.others_own)]);
    let refused = set(&hub, &adam, &id, 1, rules).await;
    assert_eq!(refusals(&refused), ["INVALID input.rules.1.value", "INVALID input.rules.2.structure"]);
});

on_both!(a_provider_has_two_hundred_rules_at_most, |hub| {
    let partners = Partners::of(&hub).await;
    let adam = partners.actor(&hub, Party::Administrator).await;
    let id = provider(&hub, &adam, &partners).await;
    let own = structure_id(partners.own);
    let rules = |count: usize| -> Value {
        let rule = |n| json!({ "claim": "g", "value": format!("v{n}"), "structure": own, "role": "MEMBER" });
        (0..count).map(rule).collect()
    };
    let refused = set(&hub, &adam, &id, 1, rules(201)).await;
    assert_eq!(refusals(&refused), ["INVALID input.rules"]);
    let kept = set(&hub, &adam, &id, 1, rules(200)).await;
    assert_eq!(kept["identityProvider"]["rules"].as_array().map(Vec::len), Some(200));
});
