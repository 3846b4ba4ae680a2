//! Where the provider is, and how it answers.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use entities::identity_provider::Column;
use lying_provider::{Endpoint, Forgery, Lie, Misbehaviour};
use serde_json::json;

use crate::identity::sign_in::tab::Tab;
use crate::identity::sign_in::world::{Server, World};
use crate::on_both;

fn is_at(field: &'static str, address: &str) -> Lie {
    Lie::Metadata(field, Some(json!(address)))
}

const fn answers(endpoint: Endpoint, misbehaviour: Misbehaviour) -> Lie {
    Lie::Answer(endpoint, misbehaviour)
}

sign_in_refused! {
    discovery_of_another_issuer: is_at("issuer", "https://accounts.example.com") => "discovery.issuer",
    a_token_endpoint_in_a_private_network: is_at("token_endpoint", "https://10.0.0.1/t") => "discovery.address",
    keys_at_the_metadata_of_a_cloud: is_at("jwks_uri", "https://169.254.169.254/k") => "discovery.address",
    userinfo_between_a_provider_and_its_customers:
        is_at("userinfo_endpoint", "https://100.64.1.1/") => "discovery.address",
    a_browser_sent_into_a_private_network:
        is_at("authorization_endpoint", "https://192.168.1.1/admin") => "discovery.address",
    a_sign_out_in_a_private_network: is_at("end_session_endpoint", "https://192.168.1.1/") => "discovery.address",
    keys_at_an_address_as_one_number: is_at("jwks_uri", "https://2852039166/") => "discovery.address",
    keys_at_an_address_in_an_address: is_at("jwks_uri", "https://[::ffff:10.0.0.1]/") => "discovery.address",
    keys_at_a_unique_local_address: is_at("jwks_uri", "https://[fd00::1]/") => "discovery.address",
    a_token_endpoint_without_tls: is_at("token_endpoint", "http://accounts.example.com/") => "discovery.scheme",
    a_file_of_keys: is_at("jwks_uri", "file:///etc/passwd") => "discovery.scheme",
    a_script_for_the_browser: is_at("authorization_endpoint", "javascript:alert(1)") => "discovery.scheme",
    discovery_that_leads_elsewhere: answers(Endpoint::Discovery, Misbehaviour::Redirect(302)) => "discovery.redirect",
    keys_that_lead_elsewhere: answers(Endpoint::Keys, Misbehaviour::Redirect(301)) => "keys.redirect",
    a_token_endpoint_that_sends_the_code_elsewhere:
        answers(Endpoint::Token, Misbehaviour::Redirect(307)) => "token.redirect",
    fifty_megabytes_of_keys: answers(Endpoint::Keys, Misbehaviour::Flood) => "keys.too_large",
    fifty_megabytes_of_discovery: answers(Endpoint::Discovery, Misbehaviour::Flood) => "discovery.too_large",
    fifty_megabytes_of_tokens: answers(Endpoint::Token, Misbehaviour::Flood) => "token.too_large",
}

/// One test for each address of a provider to which nobody is sent and where nobody is asked: `name: issuer => reason`.
macro_rules! issuer_refused {
    ($($name:ident: $issuer:literal => $reason:literal,)*) => { $(
        on_sqlite!($name, |hub| {
            let world = World::start(hub).await;
            world.set(Column::Issuer, $issuer).await;
            world.turns_away(400, $reason).await;
        });
    )* };
}

issuer_refused! {
    an_issuer_in_a_private_network: "https://10.0.0.1" => "discovery.address",
    an_issuer_at_the_metadata_of_a_cloud: "https://169.254.169.254" => "discovery.address",
    an_issuer_as_one_number: "https://167772161" => "discovery.address",
    an_issuer_in_an_address: "https://[::ffff:10.0.0.1]" => "discovery.address",
    loopback_in_an_address: "https://[::ffff:127.0.0.1]" => "discovery.address",
    an_issuer_without_tls: "http://accounts.example.com" => "discovery.scheme",
}

on_both!(loopback_is_reached_only_where_the_operator_says_so, |hub| {
    let mut world = World::start(hub).await;
    world.server = Server::with(&world.hub, &[("LOOPBACK_PARTNERS", "false")]).await;
    world.turns_away(400, "discovery.scheme").await;
    assert_eq!(world.provider.calls(Endpoint::Discovery), 0);
});

/// Whoever signs in while an endpoint does not answer is told so, soon; and signs in as soon as it does.
async fn stalls(world: World, endpoint: Endpoint, reason: &str) {
    world.provider.tell(answers(endpoint, Misbehaviour::Stall));
    let begun = Instant::now();
    world.turns_away(503, reason).await;
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
    world.provider.be_honest();
    world.signed_in().await;
}

on_both!(a_provider_that_stalls_is_waited_for_a_short_time, |hub| {
    stalls(World::start(hub).await, Endpoint::Discovery, "discovery.timeout").await;
});

on_both!(a_token_endpoint_that_stalls_is_waited_for_a_short_time, |hub| {
    stalls(World::start(hub).await, Endpoint::Token, "token.timeout").await;
});

on_both!(new_keys_of_a_provider_are_followed, |hub| {
    let world = World::start(hub).await;
    world.signed_in().await;
    world.later(TimeDelta::hours(2));
    world.provider.rotate_keys();
    world.signed_in().await;
});

on_both!(ten_unknown_keys_make_the_hub_ask_once_more_at_most, |hub| {
    let world = World::start(hub).await;
    world.signed_in().await;
    let asked = world.provider.calls(Endpoint::Keys);
    world.provider.tell(Lie::IdToken(Forgery::UnknownKey));
    for _ in 0..10 {
        assert!(Tab::new(&world).sign_in().await.session.is_none());
    }
    assert!(world.provider.calls(Endpoint::Keys) <= asked + 1);
    assert_eq!(world.refusals().await, ["id_token.key"; 10]);
});
