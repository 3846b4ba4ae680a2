//! What a provider answers to a request that is pushed to it.

use lying_provider::{Endpoint, Lie, Misbehaviour};
use oidc::Error;
use serde_json::json;

use crate::support::{Scene, refusal, sign_in_refused};

/// A provider to which requests are pushed.
async fn pushing() -> Scene {
    let scene = Scene::start().await;
    scene.provider.offer(|offers| offers.par = true);
    scene
}

fn misbehaves(misbehaviour: Misbehaviour) -> Lie {
    Lie::Answer(Endpoint::PushedRequest, misbehaviour)
}

fn says(status: u16, body: &str) -> Lie {
    misbehaves(Misbehaviour::Says(status, "application/json", body.to_owned()))
}

sign_in_refused! { by pushing:
    no_name: says(201, r#"{"expires_in":60}"#) => "par.malformed",
    an_empty_name: says(201, r#"{"request_uri":"","expires_in":60}"#) => "par.malformed",
    a_name_of_null: says(201, r#"{"request_uri":null}"#) => "par.malformed",
    a_name_in_a_list: says(201, r#"{"request_uri":["urn:a"]}"#) => "par.malformed",
    two_names: says(201, r#"{"request_uri":"urn:a","request_uri":"urn:b"}"#) => "par.malformed",
    a_name_and_more: says(201, r#"{"request_uri":"urn:a"} urn:b"#) => "par.malformed",
    a_name_longer_than_an_address:
        says(201, &json!({ "request_uri": "a".repeat(5000) }).to_string()) => "par.too_large",
    a_name_of_html: misbehaves(Misbehaviour::MediaType("text/html")) => "par.media_type",
    a_name_without_end: misbehaves(Misbehaviour::Flood) => "par.too_large",
    half_a_name: misbehaves(Misbehaviour::Under(206)) => "par.status",
    a_place_to_push_to_that_has_moved: misbehaves(Misbehaviour::Redirect(307)) => "par.redirect",
    a_place_to_push_to_that_is_not_there: misbehaves(Misbehaviour::Status(404)) => "par.status",
    a_request_that_is_refused: says(400, r#"{"error":"invalid_request"}"#) => "par.refused",
    a_refusal_that_is_told_twice: says(400, r#"{"error":"invalid_request","error":"invalid_grant"}"#) => "par.status",
    a_place_to_push_to_in_a_private_network:
        Lie::Metadata("pushed_authorization_request_endpoint", Some(json!("https://10.0.0.1/")))
            => "discovery.address",
}

#[tokio::test]
async fn nobody_pushes_where_a_redirect_leads() {
    let scene = pushing().await;
    scene.provider.tell(misbehaves(Misbehaviour::Redirect(308)));
    refusal(scene.begin().await);
    assert_eq!(scene.provider.calls(Endpoint::Foreign), 0);
}

#[tokio::test]
async fn a_place_to_push_to_in_trouble_is_unavailable() {
    let scene = pushing().await;
    scene.provider.tell(misbehaves(Misbehaviour::Status(503)));
    assert!(matches!(scene.begin().await, Err(Error::Unavailable(_))));
}

#[tokio::test]
async fn what_the_provider_s_own_address_says_is_not_pushed() {
    let scene = pushing().await;
    let address = format!("{}/authorize?tenant=7", scene.provider.issuer());
    scene.provider.tell(Lie::Metadata("authorization_endpoint", Some(json!(address))));
    let begun = scene.begin().await.unwrap();
    assert!(secrecy::ExposeSecret::expose_secret(&begun.url).contains("/authorize?tenant=7&client_id="));
    assert!(!scene.provider.asked(Endpoint::PushedRequest).contains_key("tenant"));
}
