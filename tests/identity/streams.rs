//! Sessions and keys that end, over the hub as it is put together, on two servers.

use std::time::{Duration, Instant};

use respyrem::identity;
use respyrem::kernel::actor::Role;
use secrecy::ExposeSecret;
use serde_json::json;

use super::support::{
    member, member_becomes, membership, membership_becomes, new_client, partner, partner_becomes, signed_in,
    structure,
};
use crate::on_both;
use crate::support::TestHub;
use crate::support::partner::{Partners, Party, client_id};
use crate::support::server::Server;
use crate::support::socket::Socket;

const HUB: &str = "http://hub.example";

/// Within this time, and not more, a connection outlives what it was opened with.
const AT_MOST: Duration = Duration::from_secs(5);

/// One of several servers over the hub's database.
async fn start(hub: &TestHub) -> Server {
    Server::beside(hub, &[("INSECURE_COOKIES", "true"), ("PUBLIC_URL", HUB)]).await
}

async fn by_session(server: &Server, session: &str) -> Socket {
    let cookie = format!("respyrem_session={session}");
    Socket::ready_as(server, &[("cookie", &cookie), ("origin", HUB)], json!({})).await
}

async fn by_key(server: &Server, key: &str) -> Socket {
    Socket::ready_as(server, &[], json!({ "authorization": format!("Bearer {key}") })).await
}

/// Each of the sockets is closed with this code, soon enough.
async fn all_closed(sockets: &mut [Socket], code: u16) {
    let start = Instant::now();
    for socket in sockets {
        assert_eq!(socket.closed().await.0, code);
    }
    assert!(start.elapsed() < AT_MOST, "{:?}", start.elapsed());
}

on_both!(a_session_that_ends_closes_its_sockets_on_every_server_and_no_other, |hub| {
    let (here, there) = (start(&hub).await, start(&hub).await);
    member(&hub, "pau@example.org", "ACTIVE").await;
    let ends = signed_in(&hub, "pau@example.org").await;
    let stays = signed_in(&hub, "pau@example.org").await;
    let mut sockets =
        [by_session(&here, ends.expose_secret()).await, by_session(&there, ends.expose_secret()).await];
    let mut other = by_session(&there, stays.expose_secret()).await;
    other.subscribe("1", "{ session { expiresAt } }").await;
    assert_eq!(other.until_ended(1).await.len(), 2);
    identity::end_session(&hub.store, &ends).await.unwrap();
    all_closed(&mut sockets, 4401).await;
    other.is_alive().await;
});

on_both!(a_key_that_is_revoked_closes_its_sockets, |hub| {
    let server = start(&hub).await;
    let created = identity::create(&hub.store, new_client()).await.unwrap();
    let mut sockets = [by_key(&server, created.key.expose_secret()).await];
    identity::revoke(&hub.store, created.id).await.unwrap();
    all_closed(&mut sockets, 4401).await;
});

on_both!(a_client_that_its_administrator_revokes_loses_its_sockets_on_every_server, |hub| {
    let partners = Partners::of(&hub).await;
    let adam = partners.actor(&hub, Party::Administrator).await;
    let (here, there) = (start(&hub).await, start(&hub).await);
    let created = identity::create(&hub.store, new_client()).await.unwrap();
    let stays = identity::create(&hub.store, new_client()).await.unwrap();
    let mut sockets =
        [by_key(&here, created.key.expose_secret()).await, by_key(&there, created.key.expose_secret()).await];
    let mut other = by_key(&there, stays.key.expose_secret()).await;
    let revoked = hub
        .mutate(&adam, "revokeApiClient", json!({ "id": client_id(created.id) }), "apiClient { id }")
        .await;
    assert_eq!(revoked["apiClient"]["id"], client_id(created.id), "{revoked}");
    all_closed(&mut sockets, 4401).await;
    other.is_alive().await;
});

on_both!(a_key_that_another_took_the_place_of_closes_its_sockets_and_not_the_other_s, |hub| {
    let server = start(&hub).await;
    let created = identity::create(&hub.store, new_client()).await.unwrap();
    let mut sockets = [by_key(&server, created.key.expose_secret()).await];
    let key = identity::rotate(&hub.store, created.id, 0).await.unwrap();
    let mut other = by_key(&server, key.expose_secret()).await;
    all_closed(&mut sockets, 4401).await;
    other.is_alive().await;
});

on_both!(a_client_that_may_do_less_closes_its_sockets_with_4403, |hub| {
    let partners = Partners::of(&hub).await;
    let adam = partners.actor(&hub, Party::Administrator).await;
    let server = start(&hub).await;
    let created = identity::create(&hub.store, new_client()).await.unwrap();
    let mut sockets = [by_key(&server, created.key.expose_secret()).await];
    let less = json!({ "id": client_id(created.id), "expectedVersion": 1, "scopes": [] });
    hub.mutate(&adam, "updateApiClient", less, "").await;
    all_closed(&mut sockets, 4403).await;
});

on_both!(a_partner_that_leaves_closes_the_sockets_of_its_keys, |hub| {
    let parc = partner(&hub, "parc", "ACTIVE").await;
    let server = start(&hub).await;
    let created = identity::create(&hub.store, new_client()).await.unwrap();
    let mut sockets = [by_key(&server, created.key.expose_secret()).await];
    partner_becomes(&hub, parc, "LEFT").await;
    all_closed(&mut sockets, 4401).await;
});

on_both!(a_member_that_is_suspended_loses_its_sockets, |hub| {
    let server = start(&hub).await;
    let pau = member(&hub, "pau@example.org", "ACTIVE").await;
    let session = signed_in(&hub, "pau@example.org").await;
    let mut sockets = [by_session(&server, session.expose_secret()).await];
    member_becomes(&hub, pau, "SUSPENDED").await;
    all_closed(&mut sockets, 4401).await;
});

on_both!(a_membership_less_closes_the_socket_with_4403_and_one_more_does_not, |hub| {
    let server = start(&hub).await;
    let pau = member(&hub, "pau@example.org", "ACTIVE").await;
    let (first, second) = (structure(&hub, None).await, structure(&hub, None).await);
    membership(&hub, (pau, first), Role::Editor, "ACTIVE").await;
    let session = signed_in(&hub, "pau@example.org").await;
    let mut socket = by_session(&server, session.expose_secret()).await;
    membership(&hub, (pau, second), Role::Viewer, "ACTIVE").await;
    tokio::time::sleep(Duration::from_millis(2_500)).await;
    socket.is_alive().await;
    membership_becomes(&hub, pau, "SUSPENDED").await;
    all_closed(&mut [socket], 4403).await;
});
