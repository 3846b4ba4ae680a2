//! What is written down of acts of administration that are refused.

use respyrem::kernel::actor::Actor;
use serde_json::json;

use super::{SELECTED, new_provider, provider};
use crate::on_both;
use crate::support::audit::{refusal, written};
use crate::support::build::refusals;
use crate::support::partner::{Partners, Party, client_id};

on_both!(an_act_that_is_refused_is_written_down_with_who_and_why_and_no_secret, |hub| {
    let partners = Partners::of(&hub).await;
    let otto = partners.actor(&hub, Party::OtherAdministrator).await;
    let input = new_provider(partners.partner, "parc");
    let refused = hub.mutate(&otto, "createIdentityProvider", input, SELECTED).await;
    let said: Vec<String> = refusals(&refused).iter().map(ToString::to_string).collect();
    let (code, field) = said[0].split_once(' ').unwrap();
    let written = written(&hub).await;
    assert_eq!(written, [(otto.id(), refusal("createIdentityProvider", code, field))]);
    assert!(!format!("{written:?}").contains("a secret of the provider"));
});

on_both!(what_is_refused_of_programs_is_written_down_as_well, |hub| {
    let partners = Partners::of(&hub).await;
    let adam = partners.actor(&hub, Party::Administrator).await;
    let unknown = json!({ "id": client_id(hub.new_id()) });
    hub.mutate(&adam, "revokeApiClient", unknown, "apiClient { id }").await;
    assert_eq!(written(&hub).await, [(adam.id(), refusal("revokeApiClient", "NOT_FOUND", "input.id"))]);
});

on_both!(what_is_done_is_no_refusal, |hub| {
    let partners = Partners::of(&hub).await;
    let adam = partners.actor(&hub, Party::Administrator).await;
    provider(&hub, &adam, &partners).await;
    assert_eq!(written(&hub).await, []);
});

on_both!(what_nobody_in_particular_is_refused_is_not_written_down, |hub| {
    let partners = Partners::of(&hub).await;
    let input = new_provider(partners.partner, "parc");
    hub.mutate(&Actor::Anonymous, "createIdentityProvider", input, SELECTED).await;
    assert_eq!(written(&hub).await, []);
});
