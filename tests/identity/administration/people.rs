//! Who is whom: clashes, identities, people who wait and people who are invited.

use respyrem::kernel::actor::{Actor, Role};
use respyrem::kernel::id;
use serde_json::{Value, json};
use uuid::Uuid;

use super::sessions::session;
use super::{execute, provider, row_of};
use crate::on_both;
use crate::support::TestHub;
use crate::support::build::{member_id, refusals, structure_id};
use crate::support::hub::caller;
use crate::support::partner::{Partners, Party};

const IDENTITY: &str = "identity { subject emailAtLink member { id } }";

/// Somebody came through the provider with the address of `member`.
async fn clash(hub: &TestHub, provider: &str, member: Uuid) -> String {
    use entities::identity_clash;
    use sea_orm::ActiveValue::Set;
    use sea_orm::EntityTrait;
    let id = hub.new_id();
    let row = identity_clash::ActiveModel {
        id: Set(id),
        provider_id: Set(row_of(provider)),
        subject: Set("marie".to_owned()),
        member_id: Set(member),
        email: Set("marie@parc.example".to_owned()),
        display_name: Set("Marie".to_owned()),
        created_at: Set(hub.clock.now()),
    };
    identity_clash::Entity::insert(row).exec_without_returning(hub.connection()).await.unwrap();
    id::global("identityclash", id)
}

fn member_of(actor: &Actor) -> Uuid {
    actor.member().unwrap()
}

async fn link(hub: &TestHub, actor: &Actor, clash: &str) -> Value {
    hub.mutate(actor, "linkIdentity", json!({ "id": clash }), IDENTITY).await
}

/// Says where a member stands, and to which structure the account belongs.
async fn stands(hub: &TestHub, member: Uuid, state: &str, owner: Uuid) {
    let [id, owner] = [member, owner].map(|id| match hub.backend {
        crate::support::Backend::Sqlite => format!("x'{}'", id.simple()),
        crate::support::Backend::Postgres => format!("'{id}'"),
    });
    execute(hub, &format!("update member set state = '{state}' where id = {id}")).await;
    execute(hub, &format!("update record set owner_id = {owner} where id = {id}")).await;
}

on_both!(a_clash_is_read_by_who_governs_the_provider_and_ends_when_they_say_who_it_is, |hub| {
    let partners = Partners::of(&hub).await;
    let adam = partners.actor(&hub, Party::Administrator).await;
    let id = provider(&hub, &adam, &partners).await;
    let marie = member_of(&hub.person("Marie", partners.sister, Role::Editor).await);
    stands(&hub, marie, "ACTIVE", partners.sister).await;
    let clash = clash(&hub, &id, marie).await;
    let query = "{ identityClashes { nodes { email subject provider { slug } } } }";
    let answer = hub.ask_as(&adam, query, json!({})).await;
    let expected =
        json!([{ "email": "marie@parc.example", "subject": "marie", "provider": { "slug": "parc" } }]);
    assert_eq!(answer["data"]["identityClashes"]["nodes"], expected, "{answer}");
    let linked = link(&hub, &adam, &clash).await;
    let expected = json!({ "subject": "marie", "emailAtLink": "marie@parc.example", "member": { "id": member_id(marie) } });
    assert_eq!(linked["identity"], expected, "{linked}");
    assert_eq!(hub.count("identity_clash").await, 0);
});

on_both!(a_clash_that_is_dismissed_links_nobody, |hub| {
    let partners = Partners::of(&hub).await;
    let adam = partners.actor(&hub, Party::Administrator).await;
    let id = provider(&hub, &adam, &partners).await;
    let clash = clash(&hub, &id, member_of(&adam)).await;
    let answer = hub.mutate(&adam, "dismissIdentityClash", json!({ "id": clash }), IDENTITY).await;
    assert_eq!((&answer["identity"], refusals(&answer).len()), (&Value::Null, 0), "{answer}");
    assert_eq!((hub.count("identity_clash").await, hub.count("external_identity").await), (0, 0));
});

on_both!(a_partner_gives_itself_no_account_of_others_people, |hub| {
    let partners = Partners::of(&hub).await;
    let adam = partners.actor(&hub, Party::Administrator).await;
    let id = provider(&hub, &adam, &partners).await;
    let both = member_of(&hub.person("Marie", partners.own, Role::Member).await);
    stands(&hub, both, "ACTIVE", partners.own).await;
    hub.join(both, partners.others_own, Role::Member).await;
    let elsewhere = clash(&hub, &id, both).await;
    assert_eq!(refusals(&link(&hub, &adam, &elsewhere).await), ["FORBIDDEN input.id"]);
    let ada = hub.operator("Ada").await;
    assert_eq!(refusals(&link(&hub, &ada, &elsewhere).await).len(), 0);
});

on_both!(an_account_that_runs_the_network_is_linked_by_those_who_do, |hub| {
    let partners = Partners::of(&hub).await;
    let adam = partners.actor(&hub, Party::Administrator).await;
    let id = provider(&hub, &adam, &partners).await;
    let ada = member_of(&hub.operator("Ada").await);
    stands(&hub, ada, "ACTIVE", partners.own).await;
    let clash = clash(&hub, &id, ada).await;
    assert_eq!(refusals(&link(&hub, &adam, &clash).await), ["FORBIDDEN input.id"]);
});

on_both!(an_identity_that_is_taken_away_ends_its_sessions, |hub| {
    let partners = Partners::of(&hub).await;
    let adam = partners.actor(&hub, Party::Administrator).await;
    let id = provider(&hub, &adam, &partners).await;
    let marie = hub.person("Marie", partners.own, Role::Editor).await;
    stands(&hub, member_of(&marie), "ACTIVE", partners.own).await;
    let clash = clash(&hub, &id, member_of(&marie)).await;
    link(&hub, &adam, &clash).await;
    session(&hub, member_of(&marie), Some((&id, "marie"))).await;
    let mine =
        hub.ask_as(&marie, "{ me { identities { nodes { id subject providerLabel } } } }", json!({})).await;
    let identity = &mine["data"]["me"]["identities"]["nodes"][0];
    assert_eq!(
        (&identity["subject"], &identity["providerLabel"]),
        (&json!("marie"), &json!("Le parc")),
        "{mine}"
    );
    let input = json!({ "id": identity["id"] });
    let refused = hub.mutate(&marie, "unlinkIdentity", input.clone(), IDENTITY).await;
    assert_eq!(refusals(&refused), ["NOT_FOUND input.id"]);
    hub.mutate(&adam, "unlinkIdentity", input, IDENTITY).await;
    assert_eq!(hub.count("external_identity").await, 0);
    assert_eq!(hub.count("session where ended_at is not null").await, 1);
});

on_both!(who_waits_is_let_in_by_an_administrator_of_the_structure_of_the_account, |hub| {
    let partners = Partners::of(&hub).await;
    let marie = hub.member("Marie").await;
    stands(&hub, marie, "PENDING", partners.own).await;
    let input = json!({ "id": member_id(marie) });
    for (party, refused) in
        [(Party::SisterAdministrator, true), (Party::Program, true), (Party::Administrator, false)]
    {
        let actor = partners.actor(&hub, party).await;
        let answer = hub.mutate(&actor, "admitMember", input.clone(), "member { state }").await;
        assert_eq!(!refusals(&answer).is_empty(), refused, "{party:?}: {answer}");
    }
    assert_eq!(hub.count("member where display_name = 'Marie' and state = 'ACTIVE'").await, 1);
});

const LINK: &str = "url expiresAt";

/// The membership to which Adam invites Marie.
async fn invited(hub: &TestHub, adam: &Actor, partners: &Partners) -> Value {
    let input = json!({
        "structure": structure_id(partners.own), "email": "marie@parc.example", "displayName": "Marie", "role": "EDITOR",
    });
    let mut answer = hub.mutate(adam, "inviteMember", input, "membership { id }").await;
    json!({ "membership": answer["membership"]["id"].take() })
}

on_both!(who_is_invited_gets_one_link_that_is_shown_once, |hub| {
    let partners = Partners::of(&hub).await;
    let adam = partners.actor(&hub, Party::Administrator).await;
    let input = invited(&hub, &adam, &partners).await;
    let first = hub.mutate(&adam, "createInvitationLink", input.clone(), LINK).await;
    let url = first["url"].as_str().unwrap_or_else(|| panic!("{first}"));
    assert!(url.starts_with("https://hub.example/auth/invitation/") && url.len() == 100, "{url}");
    hub.mutate(&adam, "createInvitationLink", input, LINK).await;
    assert_eq!(hub.count("invitation_link").await, 1);
});

on_both!(a_link_is_in_no_row_that_is_kept_beside_it, |hub| {
    let partners = Partners::of(&hub).await;
    let adam = partners.actor(&hub, Party::Administrator).await;
    let input = invited(&hub, &adam, &partners).await;
    let mut caller = caller(&adam);
    caller.idempotency_key = Some("once".to_owned());
    hub.mutate_with(caller.clone(), "createInvitationLink", input.clone(), LINK).await;
    let again = hub.mutate_with(caller, "createInvitationLink", input, LINK).await;
    assert_eq!((&again["url"], again["expiresAt"].is_string()), (&Value::Null, true), "{again}");
    assert_eq!(hub.count("idempotency where cast(payload as text) like '%invitation%'").await, 0);
    assert_eq!(hub.count("audit_event where cast(detail as text) like '%/auth/%'").await, 0);
});

on_both!(a_link_is_no_way_into_an_account_that_was_used, |hub| {
    let partners = Partners::of(&hub).await;
    let adam = partners.actor(&hub, Party::Administrator).await;
    let input = invited(&hub, &adam, &partners).await;
    stands(&hub, hub.member_by_email("marie@parc.example").await, "ACTIVE", partners.own).await;
    let refused = hub.mutate(&adam, "createInvitationLink", input, LINK).await;
    assert_eq!(refusals(&refused), ["INVALID_TRANSITION input.membership"]);
});

on_both!(a_link_is_no_way_into_an_account_that_another_structure_made, |hub| {
    let partners = Partners::of(&hub).await;
    let adam = partners.actor(&hub, Party::Administrator).await;
    let input = invited(&hub, &adam, &partners).await;
    stands(&hub, hub.member_by_email("marie@parc.example").await, "INVITED", partners.others_own).await;
    let refused = hub.mutate(&adam, "createInvitationLink", input, LINK).await;
    assert_eq!(refusals(&refused), ["FORBIDDEN input.membership"]);
});
