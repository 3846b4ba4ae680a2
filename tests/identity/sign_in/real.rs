//! Signing in through real providers of different makers, from the login page to both logouts.

use std::time::Duration;

use entities::identity_provider::Column;
use entities::{membership, session, structure};
use respyrem::kernel::clock::Clock;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use uuid::Uuid;

use super::registered::{Registered, add_provider, partner_with_structure, set};
use super::world::{Server, all_are_due, sign_in_service};
use crate::on_both;
use crate::support::TestHub;
use crate::support::provider::{LemonLdap, OidcProvider, Visitor, sign_in_with_chromium};

const SECRET: &str = "a-secret-of-the-hub-that-is-long-enough-for-every-provider";

/// A client as a provider registers the hub.
fn client(server: &Server, slug: &str) -> Value {
    json!({
        "client_id": "hub",
        "client_secret": SECRET,
        "redirect_uris": [format!("{}/auth/callback/{slug}", server.base)],
        "post_logout_redirect_uris": [format!("{}/auth/signed-out", server.base)],
        "backchannel_logout_uri": format!("{}/auth/backchannel-logout/{slug}", server.base),
        "backchannel_logout_session_required": true,
        "grant_types": ["authorization_code", "refresh_token"],
    })
}

fn config(client: Value) -> Value {
    json!({
        "clients": [client],
        "accounts": { "marie": { "email": "marie@commune.example", "email_verified": true, "name": "Marie Sala" } },
    })
}

fn registered<'a>(slug: &'a str, issuer: &'a str) -> Registered<'a> {
    Registered {
        slug,
        issuer,
        client_id: "hub",
        secret: SECRET,
        algorithms: json!(["RS256"]),
        userinfo: "JSON",
        pkce: "ALWAYS",
        authentication: "BASIC",
        scopes: json!(["email", "profile"]),
    }
}

/// Where the hub says who asks.
const WHO: &str = "/graphql?query=%7B%20session%20%7B%20person%20%7B%20displayName%20%7D%20%7D%20%7D";

/// The name of who asks with the cookies of a visitor.
async fn name(visitor: &mut Visitor, server: &Server) -> Option<String> {
    let page = visitor.open(&format!("{}{WHO}", server.base)).await;
    let answer: Value = serde_json::from_str(&page.body).expect("an answer");
    answer["data"]["session"]["person"]["displayName"].as_str().map(str::to_owned)
}

/// A hub whose clock is that of real providers.
fn on_time(hub: &TestHub) {
    hub.clock.set(Clock::system().now());
}

on_both!(one_signs_in_at_oidc_provider_and_signs_out_there_as_well, |hub| {
    on_time(&hub);
    let server = Server::start(&hub).await;
    let provider = OidcProvider::start(&config(client(&server, "npm")));
    let (partner, _) = partner_with_structure(&hub, "npm").await;
    add_provider(&hub, partner, &registered("npm", provider.issuer())).await;
    let mut marie = Visitor::new("marie");
    let page = marie.sign_in(&format!("{}/auth/login/npm", server.base)).await;
    assert_eq!(page.url.as_str(), format!("{}/explorer", server.base), "{}", page.body);
    assert_eq!(name(&mut marie, &server).await.as_deref(), Some("Marie Sala"));
    sign_out_at(&mut marie, provider.issuer()).await;
    wait_until_signed_out(&mut marie, &server).await;
});

on_both!(a_session_of_oidc_provider_ends_when_the_account_is_taken_away, |hub| {
    on_time(&hub);
    let server = Server::start(&hub).await;
    let mut provider = OidcProvider::start(&config(client(&server, "npm")));
    let (partner, _) = partner_with_structure(&hub, "npm").await;
    let scopes = json!(["email", "profile", "offline_access"]);
    let registered = Registered { scopes, ..registered("npm", provider.issuer()) };
    let id = add_provider(&hub, partner, &registered).await;
    set(&hub, id, Column::ExtraParameters, json!({ "prompt": "consent" })).await;
    let mut marie = Visitor::new("marie");
    marie.sign_in(&format!("{}/auth/login/npm", server.base)).await;
    // Each time with the token that came the last time: it is good once.
    is_known_still(&hub, &server).await;
    is_known_still(&hub, &server).await;
    provider.replace_accounts(&json!({}));
    all_are_due(&hub).await;
    assert_eq!(sign_in_service(&hub, &server).refresh_sessions().await.expect("an answer"), 1);
    assert_eq!(name(&mut marie, &server).await, None);
});

/// A hub's server, and LemonLDAP::NG as a provider of it.
async fn with_lemonldap(hub: &TestHub) -> (Server, LemonLdap) {
    on_time(hub);
    let server = Server::start(hub).await;
    let provider = LemonLdap::start(&config(client(&server, "llng")));
    let (partner, _) = partner_with_structure(hub, "llng").await;
    let id = add_provider(hub, partner, &registered("llng", provider.issuer())).await;
    set(hub, id, Column::EmailTrust, "NEVER").await;
    (server, provider)
}

on_both!(one_signs_in_at_lemonldap_is_asked_about_there_and_signs_out_there, |hub| {
    let (server, provider) = with_lemonldap(&hub).await;
    let mut marie = Visitor::new("marie");
    let page = marie.sign_in(&format!("{}/auth/login/llng", server.base)).await;
    assert_eq!(page.url.as_str(), format!("{}/explorer", server.base), "{}", page.body);
    assert_eq!(name(&mut marie, &server).await.as_deref(), Some("Marie Sala"));
    is_known_still(&hub, &server).await;
    sign_out_at(&mut marie, provider.issuer()).await;
    wait_until_signed_out(&mut marie, &server).await;
});

on_both!(one_signs_in_at_lemonldap_from_the_page_of_the_hub_with_a_browser, |hub| {
    let (server, _provider) = with_lemonldap(&hub).await;
    let (page, who) = (format!("{}/auth/sign-in", server.base), format!("{}{WHO}", server.base));
    let shown = sign_in_with_chromium(&page, "marie", Some(&who)).await;
    assert_eq!(shown.landed, format!("{}/explorer", server.base));
    assert!(shown.text.contains("Marie Sala"), "{}", shown.text);
});

on_both!(one_signs_in_as_at_proconnect, |hub| {
    on_time(&hub);
    let server = Server::start(&hub).await;
    let mut client = client(&server, "pro");
    for (name, value) in [
        ("proconnect", json!(true)),
        ("token_endpoint_auth_method", json!("client_secret_post")),
        ("id_token_signed_response_alg", json!("ES256")),
        ("userinfo_signed_response_alg", json!("ES256")),
    ] {
        client[name] = value;
    }
    let mut config = config(client);
    config["accounts"]["marie"]["siret"] = json!("13002526500013");
    config["accounts"]["marie"]["uid"] = json!("42");
    let provider = OidcProvider::start(&config);
    let (partner, structure) = partner_with_structure(&hub, "pro").await;
    siret(&hub, structure, "13002526500013").await;
    let registered = Registered {
        algorithms: json!(["ES256"]),
        userinfo: "SIGNED",
        pkce: "NEVER",
        authentication: "POST",
        scopes: json!(["email", "uid", "siret", "given_name", "usual_name"]),
        ..registered("pro", provider.issuer())
    };
    let id = add_provider(&hub, partner, &registered).await;
    set(&hub, id, Column::EmailTrust, "NEVER").await;
    let mut marie = Visitor::new("marie");
    let page = marie.sign_in(&format!("{}/auth/login/pro", server.base)).await;
    assert_eq!(page.url.as_str(), format!("{}/explorer", server.base), "{}", page.body);
    assert!(name(&mut marie, &server).await.is_some());
    assert_eq!(requested(&hub, structure).await, 1, "its SIRET proposes a membership");
});

async fn siret(hub: &TestHub, structure: Uuid, siret: &str) {
    let change = structure::Entity::update_many()
        .col_expr(structure::Column::Siret, Expr::value(siret))
        .filter(structure::Column::Id.eq(structure));
    change.exec(hub.store.connection()).await.expect("a structure");
}

async fn requested(hub: &TestHub, structure: Uuid) -> u64 {
    let asked = membership::Entity::find()
        .filter(membership::Column::StructureId.eq(structure))
        .filter(membership::Column::State.eq("REQUESTED"));
    asked.count(hub.store.connection()).await.expect("a number")
}

/// What is kept of what the provider gave with the one session.
async fn kept(hub: &TestHub) -> Option<String> {
    let session = session::Entity::find().one(hub.store.connection()).await.expect("sessions");
    session.expect("a session").sealed_tokens
}

/// The provider is asked about the session, knows the person still, and what it gives is kept.
async fn is_known_still(hub: &TestHub, server: &Server) {
    let before = kept(hub).await;
    all_are_due(hub).await;
    assert_eq!(sign_in_service(hub, server).refresh_sessions().await.expect("an answer"), 0);
    let after = kept(hub).await;
    assert!(after.is_some() && after != before, "it was asked, and answered");
}

/// The place of a provider where people sign out.
async fn sign_out_at(visitor: &mut Visitor, issuer: &str) {
    let issuer = issuer.trim_end_matches('/');
    let page = visitor.open(&format!("{issuer}/.well-known/openid-configuration")).await;
    let discovery: Value = serde_json::from_str(&page.body).expect("a document");
    visitor.sign_out(discovery["end_session_endpoint"].as_str().expect("an address")).await;
}

async fn wait_until_signed_out(visitor: &mut Visitor, server: &Server) {
    for _ in 0..100 {
        if name(visitor, server).await.is_none() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the session lives on");
}
