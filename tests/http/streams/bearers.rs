//! Who holds a socket: by cookie, by key, and by another key later.

use serde_json::{Value, json};

use crate::http::support::{PARTNER, TestServer};
use crate::support::socket::Socket;

const HUB: &str = "https://hub.example";
const SESSION: (&str, &str) = ("cookie", "respyrem_session=alive");

async fn hub() -> TestServer {
    TestServer::set(&[("PUBLIC_URL", HUB)]).await
}

async fn actor(socket: &mut Socket) -> Value {
    socket.subscribe("who", "{ echo }").await;
    socket.until_ended(1).await.remove(0)["payload"]["data"]["actor"].take()
}

#[tokio::test]
async fn a_session_opens_a_socket_from_the_hubs_own_pages_only() {
    let server = hub().await;
    let mut socket = Socket::ready_as(&server, &[SESSION, ("origin", HUB)], json!({})).await;
    assert_eq!(actor(&mut socket).await, "member");
    assert_eq!(Socket::with(&server, &[SESSION]).await.err(), Some(403), "no origin");
    for origin in
        ["null", "https://evil.example", "http://hub.example", "https://hub.example.evil.example", PARTNER]
    {
        assert_eq!(Socket::with(&server, &[SESSION, ("origin", origin)]).await.err(), Some(403), "{origin}");
    }
    let twice = [SESSION, ("origin", HUB), ("origin", "https://evil.example")];
    assert_eq!(Socket::with(&server, &twice).await.err(), Some(403));
}

#[tokio::test]
async fn a_key_opens_a_socket_in_the_header_or_in_the_initialisation() {
    let server = hub().await;
    let mut socket = Socket::ready_as(&server, &[("authorization", "Bearer good")], json!({})).await;
    assert_eq!(actor(&mut socket).await, "client");
    for name in ["authorization", "Authorization", "AUTHORIZATION"] {
        let mut socket =
            Socket::ready_as(&server, &[("origin", PARTNER)], json!({ name: "Bearer good" })).await;
        assert_eq!(actor(&mut socket).await, "client", "{name}");
    }
    let mut socket = Socket::ready(&server).await;
    assert_eq!(actor(&mut socket).await, "anonymous");
}

#[tokio::test]
async fn a_key_goes_before_a_session() {
    let server = hub().await;
    let payload = json!({ "authorization": "Bearer good" });
    let mut socket = Socket::ready_as(&server, &[SESSION, ("origin", HUB)], payload).await;
    assert_eq!(actor(&mut socket).await, "client");
    let headers = [SESSION, ("authorization", "Bearer good"), ("origin", "https://elsewhere.example")];
    let mut socket = Socket::ready_as(&server, &headers, json!({})).await;
    assert_eq!(actor(&mut socket).await, "client");
}

#[tokio::test]
async fn a_bad_key_is_refused_at_the_handshake_and_closed_with_4403_at_the_initialisation() {
    let server = hub().await;
    assert_eq!(Socket::with(&server, &[("authorization", "Bearer bad")]).await.err(), Some(401));
    assert_eq!(Socket::with(&server, &[("authorization", "Bearer elsewhere")]).await.err(), Some(403));
    for token in
        [json!("Bearer bad"), json!("Bearer elsewhere"), json!("good"), json!("Bearer "), json!(null)]
    {
        let mut socket = Socket::open(&server).await;
        socket.say(&json!({ "type": "connection_init", "payload": { "authorization": token } })).await;
        assert_eq!(socket.closed().await, (4403, "Forbidden".to_owned()), "{token}");
    }
}

#[tokio::test]
async fn who_cannot_be_known_now_is_told_to_come_back() {
    let server = hub().await;
    assert_eq!(Socket::with(&server, &[("authorization", "Bearer down")]).await.err(), Some(503));
    let mut socket = Socket::open(&server).await;
    socket.say(&json!({ "type": "connection_init", "payload": { "authorization": "Bearer down" } })).await;
    assert_eq!(socket.closed().await.0, 1013);
}

#[tokio::test]
async fn a_dead_session_is_nobody() {
    let server = hub().await;
    let headers = [("cookie", "respyrem_session=dead"), ("origin", HUB)];
    let mut socket = Socket::ready_as(&server, &headers, json!({})).await;
    assert_eq!(actor(&mut socket).await, "anonymous");
}

#[tokio::test]
async fn a_ping_with_a_key_renews_the_connection_and_its_operations() {
    let server = hub().await;
    let mut socket = Socket::ready(&server).await;
    socket.subscribe("s", "subscription actor").await;
    assert_eq!(socket.next().await["payload"]["data"]["actor"], "anonymous");
    socket.say(&json!({ "type": "ping", "payload": { "authorization": "Bearer good" } })).await;
    let (mut pong, mut changed) = (socket.next().await, socket.next().await);
    if pong["type"] == "next" {
        std::mem::swap(&mut pong, &mut changed);
    }
    assert_eq!(pong, json!({ "type": "pong", "payload": { "expiresAt": null } }));
    assert_eq!(changed["payload"]["data"]["actor"], "client");
    assert_eq!(actor(&mut socket).await, "client");
}

#[tokio::test]
async fn a_ping_with_a_bad_key_is_closed_with_4403() {
    let server = hub().await;
    for token in [json!("Bearer bad"), json!("good"), json!(7)] {
        let mut socket = Socket::ready_as(&server, &[("authorization", "Bearer good")], json!({})).await;
        socket.say(&json!({ "type": "ping", "payload": { "authorization": token } })).await;
        assert_eq!(socket.closed().await, (4403, "Forbidden".to_owned()));
    }
}

#[tokio::test]
async fn languages_come_with_the_handshake_or_with_the_initialisation() {
    let server = hub().await;
    let locales = async |payload: Value| {
        let mut socket = Socket::ready_as(&server, &[("accept-language", "en")], payload).await;
        socket.subscribe("1", "{ echo }").await;
        socket.until_ended(1).await.remove(0)["payload"]["data"]["locales"].take()
    };
    assert_eq!(locales(json!({})).await, json!(["en", "fr"]));
    assert_eq!(locales(json!({ "acceptLanguage": "ca-ES, en;q=0.5" })).await, json!(["ca", "en", "fr"]));
}
