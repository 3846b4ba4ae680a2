//! Who sees and ends what hangs on a provider, its domains, identities and sessions: each party, over every surface. The
//! providers themselves are in `tests/access/governance.rs`.

use respyrem::kernel::actor::Actor;
use respyrem::kernel::id;
use serde_json::json;
use uuid::Uuid;

use super::administration::{execute, provider, row_of, sessions::session};
use crate::on_both;
use crate::support::TestHub;
use crate::support::build::{member_id, refusals};
use crate::support::partner::{Partners, Party, partner_id};

/// What there is to see and to change.
struct World {
    partners: Partners,
    provider: String,
    domain: String,
    session: String,
    member: Uuid,
}

impl World {
    async fn of(hub: &TestHub) -> Self {
        let partners = Partners::of(hub).await;
        let ada = hub.operator("Olga").await;
        let provider = provider(hub, &ada, &partners).await;
        let input = json!({ "provider": provider, "domain": "parc.example" });
        let domain = hub.mutate(&ada, "addProviderDomain", input, "domain { id }").await;
        let domain = domain["domain"]["id"].as_str().unwrap().to_owned();
        let member = hub.member("Marie").await;
        let session = session(hub, member, Some((&provider, "marie"))).await;
        Self { partners, provider, domain, session, member }
    }

    /// Each way to see something of it, with the place in the answer that is empty for who may not.
    fn surfaces(&self) -> Vec<(String, &'static str)> {
        let member = member_id(self.member);
        let partner = partner_id(self.partners.partner);
        vec![
            ("{ identityProvider(slug: \"parc\") { id } }".to_owned(), "/identityProvider"),
            (
                format!("{{ partner(id: \"{partner}\") {{ identityProviders {{ nodes {{ id }} }} }} }}"),
                "/partner/identityProviders/nodes/0",
            ),
            (
                format!("{{ member(id: \"{member}\") {{ sessions {{ nodes {{ id }} }} }} }}"),
                "/member/sessions/nodes/0",
            ),
        ]
    }
}

const fn governs(party: Party) -> bool {
    matches!(party, Party::Administrator | Party::Operator)
}

/// Whether there is something at `pointer` of the answer.
async fn shows(hub: &TestHub, actor: &Actor, query: &str, pointer: &str) -> bool {
    let answer = hub.ask_as(actor, query, json!({})).await;
    assert!(answer["errors"].is_null(), "{query}: {answer}");
    answer["data"].pointer(pointer).is_some_and(|found| !found.is_null())
}

on_both!(who_governs_the_partner_sees_its_providers_and_their_sessions_and_nobody_else_does, |hub| {
    let world = World::of(&hub).await;
    for party in Party::ALL {
        let actor = world.partners.actor(&hub, party).await;
        for (query, pointer) in world.surfaces() {
            let seen = shows(&hub, &actor, &query, pointer).await;
            assert_eq!(seen, governs(party), "{party:?}: {query}");
        }
    }
});

on_both!(what_others_would_end_or_remove_is_not_there_for_them, |hub| {
    let world = World::of(&hub).await;
    let gone = [
        ("endSession", &world.session),
        ("removeProviderDomain", &world.domain),
        ("proveProviderDomain", &world.domain),
    ];
    for party in Party::ALL.into_iter().filter(|party| !governs(*party)) {
        let actor = world.partners.actor(&hub, party).await;
        for (mutation, id) in gone {
            let refused = refusals(&hub.mutate(&actor, mutation, json!({ "id": id }), "__typename").await);
            assert_eq!(refused, ["NOT_FOUND input.id"], "{party:?}: {mutation}");
        }
    }
    let adam = world.partners.actor(&hub, Party::Administrator).await;
    for (mutation, id) in &gone[..2] {
        let refused = refusals(&hub.mutate(&adam, mutation, json!({ "id": id }), "__typename").await);
        assert_eq!(refused, Vec::<String>::new(), "{mutation}");
    }
});

on_both!(a_provider_goes_out_of_the_hands_of_who_governs_no_more, |hub| {
    let world = World::of(&hub).await;
    let adam = world.partners.actor(&hub, Party::Administrator).await;
    hub.moves_to(world.partners.own, world.partners.other).await;
    for (query, pointer) in world.surfaces() {
        assert!(!shows(&hub, &adam, &query, pointer).await, "{query}");
    }
});

on_both!(an_identity_that_is_not_ones_own_is_read_by_who_governs_the_provider, |hub| {
    let world = World::of(&hub).await;
    let [provider, member, new] = [row_of(&world.provider), world.member, hub.new_id()];
    let bytes = |id: Uuid| match hub.backend {
        crate::support::Backend::Sqlite => format!("x'{}'", id.simple()),
        crate::support::Backend::Postgres => format!("'{id}'"),
    };
    execute(
        &hub,
        &format!(
            "insert into external_identity (id, provider_id, subject, member_id, linked_at) \
             values ({}, {}, 'marie', {}, '2026-03-14T09:00:00.000000Z')",
            bytes(new),
            bytes(provider),
            bytes(member)
        ),
    )
    .await;
    let query = format!(
        "{{ member(id: \"{}\") {{ identities {{ nodes {{ subject }} }} }} }}",
        id::global("member", member)
    );
    for party in Party::ALL {
        let actor = world.partners.actor(&hub, party).await;
        let seen = shows(&hub, &actor, &query, "/member/identities/nodes/0").await;
        assert_eq!(seen, governs(party), "{party:?}");
    }
});
