//! Domains of providers, proved by a DNS server of the test's own.

use respyrem::gql::document::DocumentSettings;
use respyrem::kernel::actor::Actor;
use serde_json::{Value, json};

use super::{new_provider, provider};
use crate::on_both;
use crate::support::TestHub;
use crate::support::build::refusals;
use crate::support::dns::DnsServer;
use crate::support::hub::{SCHEMA, administration};
use crate::support::partner::{Partners, Party};

const SELECTED: &str = "domain { id domain provedAt recordName recordValue }";

/// The same hub, which asks a DNS server of the test.
async fn asking(mut hub: TestHub) -> (TestHub, DnsServer) {
    let server = DnsServer::start().await;
    let schema = SCHEMA.administered(administration(server.address));
    hub.pipeline = schema.pipeline(hub.store.clone(), DocumentSettings::default());
    (hub, server)
}

async fn add(hub: &TestHub, actor: &Actor, provider: &str, domain: &str) -> Value {
    let input = json!({ "provider": provider, "domain": domain });
    hub.mutate(actor, "addProviderDomain", input, SELECTED).await
}

async fn prove(hub: &TestHub, actor: &Actor, domain: &Value) -> Value {
    hub.mutate(actor, "proveProviderDomain", json!({ "id": domain["domain"]["id"] }), SELECTED).await
}

fn publish(server: &DnsServer, domain: &Value) {
    let text = |name: &str| domain["domain"][name].as_str().unwrap().to_owned();
    server.publish(&text("recordName"), &text("recordValue"));
}

on_both!(a_domain_is_proved_by_the_record_that_its_claim_answered, |hub| {
    let (hub, server) = asking(hub).await;
    let partners = Partners::of(&hub).await;
    let adam = partners.actor(&hub, Party::Administrator).await;
    let id = provider(&hub, &adam, &partners).await;
    let claimed = add(&hub, &adam, &id, "Parc.Example").await;
    assert_eq!(claimed["domain"]["recordName"], "_respyrem-challenge.parc.example", "{claimed}");
    assert_eq!(refusals(&prove(&hub, &adam, &claimed).await), ["INVALID input.id"]);
    publish(&server, &claimed);
    let proved = prove(&hub, &adam, &claimed).await;
    assert!(proved["domain"]["provedAt"].is_string(), "{proved}");
    assert_eq!(hub.count("audit_event where act = 'provider.domain_proved'").await, 1);
});

on_both!(a_text_that_is_not_the_challenge_proves_nothing, |hub| {
    let (hub, server) = asking(hub).await;
    let partners = Partners::of(&hub).await;
    let adam = partners.actor(&hub, Party::Administrator).await;
    let id = provider(&hub, &adam, &partners).await;
    let claimed = add(&hub, &adam, &id, "parc.example").await;
    server.publish("_respyrem-challenge.parc.example", "something else");
    assert_eq!(refusals(&prove(&hub, &adam, &claimed).await), ["INVALID input.id"]);
});

on_both!(a_domain_that_was_proved_is_nobody_else_s_until_it_is_removed, |hub| {
    let (hub, server) = asking(hub).await;
    let partners = Partners::of(&hub).await;
    let adam = partners.actor(&hub, Party::Administrator).await;
    let otto = partners.actor(&hub, Party::OtherAdministrator).await;
    let mine = provider(&hub, &adam, &partners).await;
    let input = new_provider(partners.other, "vallee");
    let others = hub.mutate(&otto, "createIdentityProvider", input, "identityProvider { id }").await;
    let others = others["identityProvider"]["id"].as_str().unwrap();
    let [claim, rival] =
        [add(&hub, &adam, &mine, "parc.example").await, add(&hub, &otto, others, "parc.example").await];
    publish(&server, &claim);
    prove(&hub, &adam, &claim).await;
    publish(&server, &rival);
    assert_eq!(refusals(&prove(&hub, &otto, &rival).await), ["DUPLICATE input.id"]);
    hub.mutate(&adam, "removeProviderDomain", json!({ "id": claim["domain"]["id"] }), SELECTED).await;
    assert!(prove(&hub, &otto, &rival).await["domain"]["provedAt"].is_string());
});

on_both!(what_anybody_may_register_under_cannot_be_claimed, |hub| {
    let partners = Partners::of(&hub).await;
    let adam = partners.actor(&hub, Party::Administrator).await;
    let id = provider(&hub, &adam, &partners).await;
    for domain in ["fr", "github.io", "127.0.0.1", ""] {
        assert_eq!(refusals(&add(&hub, &adam, &id, domain).await), ["INVALID input.domain"], "{domain}");
    }
});

on_both!(a_dns_that_does_not_answer_proves_nothing, |hub| {
    let partners = Partners::of(&hub).await;
    let adam = partners.actor(&hub, Party::Administrator).await;
    let id = provider(&hub, &adam, &partners).await;
    let claimed = add(&hub, &adam, &id, "parc.example").await;
    let refused = prove(&hub, &adam, &claimed).await;
    let message = refused["userErrors"][0]["message"].as_str().unwrap();
    assert!(message.contains("does not answer"), "{refused}");
});
