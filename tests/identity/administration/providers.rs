//! Providers: made, read, changed, tried, put in use.

use respyrem::kernel::actor::Actor;
use serde_json::{Value, json};

use super::{SELECTED, execute, new_provider, provider};
use crate::on_both;
use crate::support::TestHub;
use crate::support::build::refusals;
use crate::support::hub::caller;
use crate::support::partner::{Partners, Party};

async fn update(hub: &TestHub, actor: &Actor, id: &str, version: i32, change: Value) -> Value {
    let mut input = json!({ "id": id, "expectedVersion": version });
    for (name, value) in change.as_object().unwrap() {
        input[name] = value.clone();
    }
    let selected = format!("{SELECTED} conflict {{ changedFields current {{ version }} }}");
    hub.mutate(actor, "updateIdentityProvider", input, &selected).await
}

async fn becomes(hub: &TestHub, actor: &Actor, id: &str, version: i32, state: &str) -> Value {
    let input = json!({ "id": id, "expectedVersion": version, "state": state });
    hub.mutate(actor, "changeIdentityProviderState", input, SELECTED).await
}

on_both!(a_new_provider_is_a_draft_with_careful_settings, |hub| {
    let partners = Partners::of(&hub).await;
    let adam = partners.actor(&hub, Party::Administrator).await;
    provider(&hub, &adam, &partners).await;
    let query = "{ partner(slug: \"parc\") { identityProviders { nodes { slug issuer state clientAuthentication \
                 idTokenAlgorithms userinfo pkce par scopes extraParameters requiredAcr emailTrust justInTime \
                 backChannelLogout siretClaim triedAt version domains { domain } rules { claim } } } } }";
    let answer = hub.ask_as(&adam, query, json!({})).await;
    let expected = json!([{
        "slug": "parc", "issuer": "https://parc.example", "state": "DRAFT", "clientAuthentication": "BASIC",
        "idTokenAlgorithms": ["RS256"], "userinfo": "JSON", "pkce": "ALWAYS", "par": "AUTO",
        "scopes": ["profile", "email"], "extraParameters": [], "requiredAcr": [], "emailTrust": "VERIFIED",
        "justInTime": "OFF", "backChannelLogout": "END_SESSIONS", "siretClaim": null, "triedAt": null, "version": 1,
        "domains": [], "rules": [],
    }]);
    assert_eq!(answer["data"]["partner"]["identityProviders"]["nodes"], expected, "{answer}");
});

on_both!(a_providers_secret_is_in_no_row_that_anybody_reads, |hub| {
    let partners = Partners::of(&hub).await;
    let mut adam = caller(&partners.actor(&hub, Party::Administrator).await);
    adam.idempotency_key = Some("once".to_owned());
    let input = new_provider(partners.partner, "parc");
    let made = hub.mutate_with(adam, "createIdentityProvider", input, SELECTED).await;
    assert_eq!(refusals(&made).len(), 0, "{made}");
    for (table, column) in
        [("audit_event", "detail"), ("idempotency", "payload"), ("identity_provider", "sealed_secret")]
    {
        assert_eq!(hub.count(table).await, 1, "{table}");
        let held = format!("{table} where cast({column} as text) like '%a secret of%'");
        assert_eq!(hub.count(&held).await, 0, "{table}");
    }
});

on_both!(everything_wrong_with_a_provider_is_told_on_its_field, |hub| {
    let partners = Partners::of(&hub).await;
    let adam = partners.actor(&hub, Party::Administrator).await;
    let mut input = new_provider(partners.partner, "Parc!");
    (input["label"], input["issuer"]) = (json!(" "), json!("ftp://parc.example"));
    input["settings"] = json!({ "extraParameters": ["prompt"] });
    let refused = hub.mutate(&adam, "createIdentityProvider", input, SELECTED).await;
    let expected = [
        "INVALID input.slug",
        "INVALID input.label",
        "INVALID input.issuer",
        "INVALID input.settings.extraParameters.0",
    ];
    assert_eq!(refusals(&refused), expected);
});

on_both!(what_the_protocol_refuses_is_told_on_its_field, |hub| {
    let partners = Partners::of(&hub).await;
    let adam = partners.actor(&hub, Party::Administrator).await;
    let mut input = new_provider(partners.partner, "parc");
    input["issuer"] = json!("https://parc.example/?realm=1");
    input["settings"] = json!({
        "clientAuthentication": "PRIVATE_KEY_JWT", "scopes": ["a b"], "requiredAcr": [""], "idTokenAlgorithms": [],
        "extraParameters": ["state=mine"],
    });
    let refused = hub.mutate(&adam, "createIdentityProvider", input, SELECTED).await;
    let mut told = refusals(&refused);
    told.sort();
    let expected = [
        "INVALID input.issuer",
        "INVALID input.secret",
        "INVALID input.settings.extraParameters",
        "INVALID input.settings.idTokenAlgorithms",
        "INVALID input.settings.requiredAcr",
        "INVALID input.settings.scopes",
    ];
    assert_eq!(told, expected, "{refused}");
});

on_both!(a_slug_and_a_client_belong_to_one_provider, |hub| {
    let partners = Partners::of(&hub).await;
    let [adam, otto] = [
        partners.actor(&hub, Party::Administrator).await,
        partners.actor(&hub, Party::OtherAdministrator).await,
    ];
    provider(&hub, &adam, &partners).await;
    let again =
        hub.mutate(&otto, "createIdentityProvider", new_provider(partners.other, "parc"), SELECTED).await;
    assert_eq!(refusals(&again), ["DUPLICATE input.slug", "DUPLICATE input.clientId"]);
});

on_both!(who_read_an_older_version_of_a_provider_is_told_what_changed, |hub| {
    let partners = Partners::of(&hub).await;
    let adam = partners.actor(&hub, Party::Administrator).await;
    let id = provider(&hub, &adam, &partners).await;
    let changed =
        update(&hub, &adam, &id, 1, json!({ "label": "Parc", "settings": { "par": "NEVER" } })).await;
    assert_eq!(changed["identityProvider"]["version"], 2, "{changed}");
    let stale = update(&hub, &adam, &id, 1, json!({ "label": "Mine" })).await;
    assert_eq!(refusals(&stale), ["CONFLICT input.expectedVersion"]);
    assert_eq!(stale["conflict"]["changedFields"], json!(["label", "par"]), "{stale}");
});

on_both!(what_says_nothing_new_of_a_provider_makes_no_new_version, |hub| {
    let partners = Partners::of(&hub).await;
    let adam = partners.actor(&hub, Party::Administrator).await;
    let id = provider(&hub, &adam, &partners).await;
    let same =
        update(&hub, &adam, &id, 1, json!({ "label": "Le parc", "settings": { "pkce": "ALWAYS" } })).await;
    assert_eq!(same["identityProvider"]["version"], 1, "{same}");
});

on_both!(a_provider_is_put_in_use_after_a_trial_with_these_very_settings, |hub| {
    let partners = Partners::of(&hub).await;
    let adam = partners.actor(&hub, Party::Administrator).await;
    let id = provider(&hub, &adam, &partners).await;
    let untried = becomes(&hub, &adam, &id, 1, "ACTIVE").await;
    assert_eq!(refusals(&untried), ["INVALID_TRANSITION input.state"]);
    execute(&hub, "update identity_provider set tried_at = created_at").await;
    let label = update(&hub, &adam, &id, 1, json!({ "label": "Parc" })).await;
    assert!(label["identityProvider"]["triedAt"].is_string(), "{label}");
    let secret = update(&hub, &adam, &id, 2, json!({ "secret": "another" })).await;
    assert_eq!(secret["identityProvider"]["triedAt"], Value::Null, "{secret}");
    let changed_since = becomes(&hub, &adam, &id, 3, "ACTIVE").await;
    assert_eq!(refusals(&changed_since), ["INVALID_TRANSITION input.state"]);
    execute(&hub, "update identity_provider set tried_at = created_at").await;
    let active = becomes(&hub, &adam, &id, 3, "ACTIVE").await;
    assert_eq!(active["identityProvider"]["state"], "ACTIVE", "{active}");
});

on_both!(a_provider_is_paused_and_put_in_use_again_and_never_a_draft, |hub| {
    let partners = Partners::of(&hub).await;
    let adam = partners.actor(&hub, Party::Administrator).await;
    let id = provider(&hub, &adam, &partners).await;
    let draft = becomes(&hub, &adam, &id, 1, "PAUSED").await;
    assert_eq!(refusals(&draft), ["INVALID_TRANSITION input.state"]);
    execute(&hub, "update identity_provider set tried_at = created_at").await;
    for (version, state) in [(1, "ACTIVE"), (2, "PAUSED"), (3, "ACTIVE")] {
        let answer = becomes(&hub, &adam, &id, version, state).await;
        assert_eq!(answer["identityProvider"]["state"], state, "{answer}");
    }
    let back = becomes(&hub, &adam, &id, 4, "DRAFT").await;
    assert_eq!(refusals(&back), ["INVALID_TRANSITION input.state"]);
});

on_both!(the_providers_of_a_partner_that_does_not_take_part_are_not_put_in_use, |hub| {
    let partners = Partners::of(&hub).await;
    let ada = partners.actor(&hub, Party::Operator).await;
    let id = provider(&hub, &ada, &partners).await;
    execute(&hub, "update identity_provider set tried_at = created_at").await;
    hub.partner_becomes(partners.partner, "SUSPENDED").await;
    let refused = becomes(&hub, &ada, &id, 1, "ACTIVE").await;
    assert_eq!(refusals(&refused), ["INVALID_TRANSITION input.state"]);
});
