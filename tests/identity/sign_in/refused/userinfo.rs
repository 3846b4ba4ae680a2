//! What the provider says of the person when it is asked.

use entities::identity_provider::Column;
use jsonwebtoken::Algorithm;
use lying_provider::Forgery::{self, *};
use lying_provider::{Endpoint, Lie, Misbehaviour};
use serde_json::json;

use crate::identity::sign_in::world::World;
use crate::on_both;
use crate::support::TestHub;

/// One test for each lie in userinfo of a form.
macro_rules! userinfo_refused {
    ($form:ident: $($name:ident: $lie:expr => $reason:literal,)*) => { $(
        on_sqlite!($name, |hub| $form(hub).await.refuses($lie, $reason).await);
    )* };
}

/// A provider that tells of the person in userinfo only, in JSON.
async fn plain(hub: TestHub) -> World {
    let world = World::start(hub).await;
    world.provider.offer(|offers| offers.userinfo_only = true);
    world.set(Column::Userinfo, "JSON").await;
    world
}

/// The same, signed.
async fn signed(hub: TestHub) -> World {
    let world = plain(hub).await;
    world.provider.offer(|offers| offers.userinfo_algorithm = Some(Algorithm::RS256));
    world.set(Column::Userinfo, "SIGNED").await;
    world
}

fn lie(forgery: Forgery) -> Lie {
    Lie::SignedUserinfo(forgery)
}

userinfo_refused! { plain:
    the_subject_of_another: Lie::Userinfo("sub", Some(json!("eve"))) => "userinfo.sub",
    userinfo_without_a_subject: Lie::Userinfo("sub", None) => "userinfo.sub",
    userinfo_that_leads_elsewhere:
        Lie::Answer(Endpoint::Userinfo, Misbehaviour::Redirect(307)) => "userinfo.redirect",
    fifty_megabytes_of_userinfo: Lie::Answer(Endpoint::Userinfo, Misbehaviour::Flood) => "userinfo.too_large",
}

userinfo_refused! { signed:
    the_signed_subject_of_another: lie(Claim("sub", Some(json!("eve")))) => "userinfo.sub",
    userinfo_that_says_that_it_is_not_signed: lie(NotSigned("none")) => "userinfo.alg",
    userinfo_with_a_bad_signature: lie(BadSignature) => "userinfo.signature",
    userinfo_that_somebody_else_signed: lie(StolenKid) => "userinfo.signature",
    userinfo_for_another: lie(Claim("aud", Some(json!("somebody-else")))) => "userinfo.audience",
    userinfo_of_another: lie(Claim("iss", Some(json!("https://accounts.example.com")))) => "userinfo.issuer",
}

on_both!(json_where_a_signature_is_asked_for_is_refused, |hub| {
    let world = signed(hub).await;
    world.provider.offer(|offers| offers.userinfo_algorithm = None);
    world.turns_away(400, "userinfo.media_type").await;
});
