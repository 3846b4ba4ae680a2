//! The token that says who signed in.

use chrono::TimeDelta;
use entities::identity_provider::Column;
use lying_provider::Forgery::{self, *};
use lying_provider::Lie;
use serde_json::{Value, json};

use crate::identity::sign_in::world::World;
use crate::on_both;

fn lie(forgery: Forgery) -> Lie {
    Lie::IdToken(forgery)
}

sign_in_refused! {
    a_token_that_is_not_signed: lie(NotSigned("none")) => "id_token.alg",
    a_token_signed_with_the_public_key_as_a_secret: lie(PublicKeyAsSecret) => "id_token.alg",
    a_token_signed_with_the_secret_of_the_client: lie(ClientSecretAsKey) => "id_token.alg",
    a_bad_signature: lie(BadSignature) => "id_token.signature",
    a_signature_of_somebody_else_under_a_published_name: lie(StolenKid) => "id_token.signature",
    an_unknown_key: lie(UnknownKey) => "id_token.key",
    a_key_in_the_header: lie(KeyInHeader) => "id_token.foreign_key",
    the_address_of_a_key: lie(KeyByAddress) => "id_token.foreign_key",
    the_address_of_a_certificate: lie(CertificateByAddress) => "id_token.foreign_key",
    an_extension_that_must_be_understood: lie(Header("crit", Some(json!(["x"])))) => "id_token.crit",
    a_logout_token: lie(Header("typ", Some(json!("logout+jwt")))) => "id_token.typ",
    the_issuer_of_another: lie(Claim("iss", Some(json!("https://accounts.example.com")))) => "id_token.issuer",
    the_issuer_with_a_slash: lie(IssuerWithSlash) => "id_token.issuer",
    the_audience_of_another: lie(Claim("aud", Some(json!("somebody-else")))) => "id_token.audience",
    no_audience: lie(Claim("aud", None)) => "id_token.audience",
    an_extra_audience: lie(ExtraAudience) => "id_token.audience",
    a_foreign_authorised_party: lie(Claim("azp", Some(json!("somebody-else")))) => "id_token.azp",
    a_token_that_is_over: lie(Expired(TimeDelta::hours(1))) => "id_token.expired",
    a_token_made_long_ago: lie(Issued(TimeDelta::hours(2))) => "id_token.iat",
    a_token_of_the_future: lie(Issued(TimeDelta::hours(-1))) => "id_token.iat",
    a_token_that_is_not_valid_yet: lie(NotBefore(TimeDelta::hours(1))) => "id_token.nbf",
    the_nonce_of_another_sign_in: lie(WrongNonce) => "id_token.nonce",
    no_nonce: lie(Claim("nonce", None)) => "id_token.nonce",
    no_subject: lie(Claim("sub", None)) => "id_token.sub",
    an_empty_subject: lie(Claim("sub", Some(json!("")))) => "id_token.sub",
    a_subject_of_five_thousand_characters: lie(Claim("sub", Some(json!("x".repeat(5_000))))) => "id_token.sub",
    the_hash_of_another_access_token: lie(Claim("at_hash", Some(json!("wrong")))) => "id_token.at_hash",
    no_token_at_all: Lie::TokenAnswer("id_token", None) => "token.missing",
}

/// Whoever has authenticated so weakly is refused where `eidas2` is asked for, and signs in where it is what they have.
async fn too_weak(world: World, said: Value) {
    world.set(Column::RequiredAcr, json!(["eidas2"])).await;
    world.provider.sign_in_as(said);
    world.turns_away(400, "id_token.acr").await;
    world.provider.sign_in_as(json!({ "sub": "anna", "acr": "eidas2" }));
    world.signed_in().await;
}

on_both!(a_weaker_authentication_than_is_asked_for_is_refused, |hub| {
    too_weak(World::start(hub).await, json!({ "sub": "anna", "acr": "eidas1" })).await;
});

on_both!(an_authentication_of_unknown_strength_is_refused, |hub| {
    too_weak(World::start(hub).await, json!({ "sub": "anna" })).await;
});
