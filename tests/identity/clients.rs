//! API clients, as their partner's administrators make, change and end them.

use chrono::TimeDelta;
use entities::{api_client_key, audit_event, idempotency};
use respyrem::gql::request::Caller;
use respyrem::http::services::AuthFault;
use respyrem::kernel::actor::{Actor, Scope};
use sea_orm::EntityTrait;
use secrecy::SecretString;
use serde_json::{Value, json};

use super::support::by_key;
use crate::on_both;
use crate::support::TestHub;
use crate::support::build::{refusals, structure_id};
use crate::support::hub::caller;
use crate::support::partner::{Partners, Party, partner_id};

const SELECTED: &str = "apiClient { id publicKey name scopes allStructures structures { name } allowedOrigins requestsPerMinute \
    version createdAt expiresAt revokedAt lastUsedAt partner { slug } keys { createdAt expiresAt lastUsedAt } }";

/// A partner's administrator and what is said of a program.
struct World {
    partners: Partners,
    adam: Actor,
}

impl World {
    async fn of(hub: &TestHub) -> Self {
        let partners = Partners::of(hub).await;
        let adam = partners.actor(hub, Party::Administrator).await;
        Self { partners, adam }
    }

    fn input(&self, more: Value) -> Value {
        let mut input = json!({
            "partner": partner_id(self.partners.partner), "name": "Site du parc", "scopes": ["read:network"],
        });
        for (name, value) in more.as_object().into_iter().flatten() {
            input[name] = value.clone();
        }
        input
    }

    async fn create(&self, hub: &TestHub, more: Value) -> Value {
        hub.mutate(&self.adam, "createApiClient", self.input(more), &format!("key {SELECTED}")).await
    }

    async fn update(&self, hub: &TestHub, client: &Value, more: Value) -> Value {
        let mut input = json!({ "id": client["apiClient"]["id"], "expectedVersion": 1 });
        for (name, value) in more.as_object().into_iter().flatten() {
            input[name] = value.clone();
        }
        let selected =
            format!("{SELECTED} conflict {{ current {{ version }} changedFields changedBy {{ id }} }}");
        hub.mutate(&self.adam, "updateApiClient", input, &selected).await
    }

    async fn rotate(&self, hub: &TestHub, client: &Value, hours: i32) -> Value {
        let input = json!({ "id": client["apiClient"]["id"], "overlapHours": hours });
        hub.mutate(&self.adam, "rotateApiClientKey", input, &format!("key {SELECTED}")).await
    }
}

fn key(payload: &Value) -> SecretString {
    payload["key"].as_str().unwrap_or_else(|| panic!("no key: {payload}")).to_owned().into()
}

async fn client_of(hub: &TestHub, payload: &Value) -> respyrem::kernel::actor::ClientActor {
    match by_key(hub, &key(payload)).await {
        Ok(Actor::Client(client)) => client,
        other => panic!("{other:?}"),
    }
}

on_both!(a_client_is_made_with_a_key_that_opens_what_was_said, |hub| {
    let world = World::of(&hub).await;
    let sister = structure_id(world.partners.sister);
    let created = world
        .create(
            &hub,
            json!({
                "scopes": ["write:projects", "read:team"], "structures": [sister], "requestsPerMinute": 60,
                "allowedOrigins": ["https://Parc.example/"], "expiresAt": "2026-12-31T23:00:00Z",
            }),
        )
        .await;
    let client = &created["apiClient"];
    assert_eq!(client["scopes"], json!(["read:team", "write:projects"]), "{created}");
    assert_eq!(
        (&client["allStructures"], &client["structures"], &client["allowedOrigins"]),
        (&json!(false), &json!([{ "name": "La maison du parc" }]), &json!(["https://parc.example"]))
    );
    assert_eq!((&client["requestsPerMinute"], &client["partner"]["slug"]), (&json!(60), &json!("parc")));
    assert_eq!(client["keys"].as_array().map(Vec::len), Some(1));
    let public = client["publicKey"].as_str().unwrap();
    assert!(created["key"].as_str().unwrap().starts_with(public), "{created}");
    let actor = client_of(&hub, &created).await;
    assert_eq!(actor.structures, [world.partners.sister]);
    assert_eq!(actor.scopes, [Scope::ReadTeam, Scope::WriteProjects].into());
    assert_eq!((actor.requests_per_minute, actor.expires_at.is_some()), (60, true));
});

on_both!(a_client_for_all_structures_works_for_those_to_come_too, |hub| {
    let world = World::of(&hub).await;
    let created = world.create(&hub, json!({})).await;
    assert_eq!(
        (&created["apiClient"]["allStructures"], &created["apiClient"]["structures"]),
        (&json!(true), &json!([]))
    );
    assert_eq!(client_of(&hub, &created).await.structures.len(), 2);
    hub.structure("L'annexe").of(world.partners.partner).await;
    assert_eq!(client_of(&hub, &created).await.structures.len(), 3);
});

on_both!(a_key_is_shown_once_and_kept_nowhere, |hub| {
    let world = World::of(&hub).await;
    let asks = Caller { idempotency_key: Some("once".to_owned()), ..caller(&world.adam) };
    let ask = async || {
        hub.mutate_with(asks.clone(), "createApiClient", world.input(json!({})), &format!("key {SELECTED}"))
            .await
    };
    let (first, again) = (ask().await, ask().await);
    let secret = first["key"].as_str().unwrap();
    assert_eq!((&again["key"], &again["apiClient"]["id"]), (&Value::Null, &first["apiClient"]["id"]));
    assert_eq!(hub.count("api_client").await, 1);
    let keys = api_client_key::Entity::find().all(hub.store.connection()).await.unwrap();
    let kept = idempotency::Entity::find().all(hub.store.connection()).await.unwrap();
    let audit = audit_event::Entity::find().all(hub.store.connection()).await.unwrap();
    let all = format!("{keys:?} {kept:?} {audit:?}");
    let bits = secret.split('_').nth(2).unwrap();
    assert!(kept.len() == 1 && !all.contains(bits), "{all}");
});

on_both!(what_a_client_may_do_less_it_may_do_no_more, |hub| {
    let world = World::of(&hub).await;
    let created = world.create(&hub, json!({ "scopes": ["read:network", "write:projects"] })).await;
    let own = structure_id(world.partners.own);
    let less = json!({
        "name": "Le site", "scopes": ["read:network"], "structures": [own], "requestsPerMinute": 10,
        "allowedOrigins": ["https://parc.example"], "expiresAt": "2027-01-01T00:00:00Z",
    });
    let updated = world.update(&hub, &created, less).await;
    assert_eq!((refusals(&updated).len(), &updated["apiClient"]["version"]), (0, &json!(2)), "{updated}");
    let actor = client_of(&hub, &created).await;
    assert_eq!((actor.scopes, actor.structures), ([Scope::ReadNetwork].into(), vec![world.partners.own]));
    assert_eq!(actor.requests_per_minute, 10);
});

on_both!(what_is_said_with_null_of_a_client_is_without_bounds, |hub| {
    let world = World::of(&hub).await;
    let own = structure_id(world.partners.own);
    let bounded = json!({ "structures": [own], "expiresAt": "2027-01-01T00:00:00Z" });
    let created = world.create(&hub, bounded).await;
    let updated = world.update(&hub, &created, json!({ "structures": null, "expiresAt": null })).await;
    let client = &updated["apiClient"];
    assert_eq!((&client["allStructures"], &client["expiresAt"]), (&json!(true), &Value::Null), "{updated}");
    assert_eq!(client_of(&hub, &created).await.structures.len(), 2);
});

on_both!(who_read_an_older_version_of_a_client_is_told_what_changed, |hub| {
    let world = World::of(&hub).await;
    let created = world.create(&hub, json!({})).await;
    world.update(&hub, &created, json!({ "name": "Le site" })).await;
    let stale = world.update(&hub, &created, json!({ "requestsPerMinute": 5 })).await;
    assert_eq!(refusals(&stale), ["CONFLICT input.expectedVersion"]);
    assert_eq!(
        (&stale["conflict"]["current"]["version"], &stale["conflict"]["changedFields"]),
        (&json!(2), &json!(["name"])),
        "{stale}"
    );
});

on_both!(what_says_nothing_new_of_a_client_makes_no_new_version, |hub| {
    let world = World::of(&hub).await;
    let created = world.create(&hub, json!({})).await;
    let same =
        world.update(&hub, &created, json!({ "name": "Site du parc", "scopes": ["read:network"] })).await;
    assert_eq!(same["apiClient"]["version"], 1, "{same}");
    assert_eq!(hub.count("audit_event where act = 'client.updated'").await, 0);
});

on_both!(faults_in_a_client_are_told_all_at_once, |hub| {
    let world = World::of(&hub).await;
    let wrong = world
        .create(
            &hub,
            json!({
                "name": " ", "scopes": ["read:all"], "structures": ["member_1"], "allowedOrigins": ["parc"],
                "requestsPerMinute": 0, "expiresAt": "2020-01-01T00:00:00Z",
            }),
        )
        .await;
    let fields = ["scopes.0", "structures.0", "name", "allowedOrigins.0", "requestsPerMinute", "expiresAt"];
    assert_eq!(refusals(&wrong), fields.map(|field| format!("INVALID input.{field}")));
    assert_eq!(hub.count("api_client").await, 0);
});

on_both!(a_client_works_for_its_own_partners_structures_only, |hub| {
    let world = World::of(&hub).await;
    let foreign = json!({ "structures": [structure_id(world.partners.others_own)] });
    assert_eq!(refusals(&world.create(&hub, foreign.clone()).await), ["INVALID input.structures"]);
    let created = world.create(&hub, json!({})).await;
    assert_eq!(refusals(&world.update(&hub, &created, foreign).await), ["INVALID input.structures"]);
});

on_both!(a_partner_that_does_not_take_part_gets_no_client, |hub| {
    let world = World::of(&hub).await;
    hub.partner_becomes(world.partners.partner, "SUSPENDED").await;
    let ada = hub.operator("Ada").await;
    let refused = hub.mutate(&ada, "createApiClient", world.input(json!({})), "").await;
    assert_eq!(refusals(&refused), ["INVALID_TRANSITION input.partner"]);
});

on_both!(another_key_takes_over_while_the_old_one_stays_good, |hub| {
    let world = World::of(&hub).await;
    let created = world.create(&hub, json!({})).await;
    let rotated = world.rotate(&hub, &created, 24).await;
    let end = hub.clock.now() + TimeDelta::hours(24);
    assert_eq!(client_of(&hub, &created).await.expires_at, Some(end));
    assert_eq!(client_of(&hub, &rotated).await.expires_at, None);
    assert_eq!(rotated["apiClient"]["keys"].as_array().map(Vec::len), Some(2), "{rotated}");
    hub.clock.set(end);
    assert_eq!(by_key(&hub, &key(&created)).await, Err(AuthFault::Invalid));
    assert!(by_key(&hub, &key(&rotated)).await.is_ok());
});

on_both!(an_old_key_ends_at_once_when_no_hours_are_named, |hub| {
    let world = World::of(&hub).await;
    let created = world.create(&hub, json!({})).await;
    let rotated = world.rotate(&hub, &created, 0).await;
    assert_eq!(by_key(&hub, &key(&created)).await, Err(AuthFault::Invalid));
    assert_eq!(rotated["apiClient"]["keys"].as_array().map(Vec::len), Some(1), "{rotated}");
});

on_both!(a_key_that_ends_sooner_does_not_live_longer_for_another_one, |hub| {
    let world = World::of(&hub).await;
    let created = world.create(&hub, json!({})).await;
    world.rotate(&hub, &created, 1).await;
    world.rotate(&hub, &created, 168).await;
    let end = hub.clock.now() + TimeDelta::hours(1);
    assert_eq!(client_of(&hub, &created).await.expires_at, Some(end));
});

on_both!(five_keys_are_good_at_once_and_no_more, |hub| {
    let world = World::of(&hub).await;
    let created = world.create(&hub, json!({})).await;
    for _ in 0..4 {
        assert_eq!(refusals(&world.rotate(&hub, &created, 168).await), Vec::<String>::new());
    }
    assert_eq!(refusals(&world.rotate(&hub, &created, 24).await), ["TOO_MANY input.overlapHours"]);
    assert_eq!(refusals(&world.rotate(&hub, &created, 169).await), ["INVALID input.overlapHours"]);
    assert_eq!(refusals(&world.rotate(&hub, &created, 0).await), Vec::<String>::new());
});

on_both!(a_client_that_was_revoked_stays_as_it_was, |hub| {
    let world = World::of(&hub).await;
    let created = world.create(&hub, json!({})).await;
    let input = json!({ "id": created["apiClient"]["id"], "reason": "le site ferme" });
    let revoked = hub.mutate(&world.adam, "revokeApiClient", input.clone(), SELECTED).await;
    assert!(revoked["apiClient"]["revokedAt"].is_string(), "{revoked}");
    assert_eq!(by_key(&hub, &key(&created)).await, Err(AuthFault::Invalid));
    let gone = ["INVALID_TRANSITION input.id"];
    assert_eq!(refusals(&hub.mutate(&world.adam, "revokeApiClient", input, "").await), gone);
    assert_eq!(refusals(&world.rotate(&hub, &created, 24).await), gone);
    let update = json!({ "name": "Le site", "expectedVersion": 2 });
    assert_eq!(refusals(&world.update(&hub, &created, update).await), gone);
});

on_both!(what_was_done_to_a_client_is_written_down_with_its_reason, |hub| {
    let world = World::of(&hub).await;
    let created = world.create(&hub, json!({ "reason": "un nouveau site" })).await;
    let id = &created["apiClient"]["id"];
    world.update(&hub, &created, json!({ "name": "Le site", "reason": "il change de nom" })).await;
    let rotated = json!({ "id": id, "reason": "la clé a fui" });
    hub.mutate(&world.adam, "rotateApiClientKey", rotated, "").await;
    let revoked = json!({ "id": id, "reason": "le site ferme" });
    hub.mutate(&world.adam, "revokeApiClient", revoked, "").await;
    let written = audit_event::Entity::find().all(hub.store.connection()).await.unwrap();
    let told: Vec<_> = written
        .iter()
        .map(|event| (event.act.as_str(), event.detail["reason"].as_str(), event.actor_id))
        .collect();
    let adam = world.adam.member();
    let expected = [
        ("client.created", Some("un nouveau site"), adam),
        ("client.updated", Some("il change de nom"), adam),
        ("client.key_rotated", Some("la clé a fui"), adam),
        ("client.revoked", Some("le site ferme"), adam),
    ];
    assert_eq!(told, expected);
});

on_both!(a_program_does_not_read_even_itself, |hub| {
    let world = World::of(&hub).await;
    let created = world.create(&hub, json!({ "scopes": ["read:team", "write:members"] })).await;
    let program = Actor::Client(client_of(&hub, &created).await);
    let query = "query($id: ID!) { apiClient(id: $id) { id } apiClients { totalCount } }";
    let answer = hub.ask_as(&program, query, json!({ "id": created["apiClient"]["id"] })).await;
    assert_eq!(answer["data"], json!({ "apiClient": null, "apiClients": { "totalCount": 0 } }), "{answer}");
});

on_both!(clients_are_listed_by_partner_with_their_keys_in_few_statements, |hub| {
    let world = World::of(&hub).await;
    for _ in 0..3 {
        world.create(&hub, json!({ "structures": [structure_id(world.partners.own)] })).await;
    }
    let query = "query($partner: [ID!]) { apiClients(filter: { partner: $partner, revoked: false }) { totalCount \
        nodes { name partner { slug } structures { name } keys { createdAt } } } }";
    let ask = |partner| hub.ask_as(&world.adam, query, json!({ "partner": [partner_id(partner)] }));
    let (answer, statements) = hub.statements(ask(world.partners.partner)).await;
    assert_eq!(answer["data"]["apiClients"]["totalCount"], 3, "{answer}");
    assert_eq!(statements, 3);
    let none = ask(world.partners.other).await;
    assert_eq!(none["data"]["apiClients"]["totalCount"], 0, "{none}");
});

on_both!(what_a_merged_structure_was_for_a_client_the_other_is, |hub| {
    let world = World::of(&hub).await;
    let created = world.create(&hub, json!({ "structures": [structure_id(world.partners.sister)] })).await;
    let ada = hub.operator("Ada").await;
    let input = json!({
        "winner": structure_id(world.partners.own), "loser": structure_id(world.partners.sister),
        "expectedVersion": 1, "expectedLoserVersion": 1,
    });
    let merged = hub.mutate(&ada, "mergeStructures", input, "").await;
    assert_eq!(refusals(&merged), Vec::<String>::new());
    assert_eq!(client_of(&hub, &created).await.structures, [world.partners.own]);
});
