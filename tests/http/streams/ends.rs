//! Who may hold a connection no more loses it, and nobody else does.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::FutureExt;
use respyrem::http::HttpServices;
use respyrem::http::services::{AuthFault, Credentials};
use respyrem::kernel::actor::{ActiveMembership, Actor, MemberActor, Role};
use respyrem::kernel::clock::Clock;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use tokio::time::sleep;
use uuid::Uuid;

use crate::http::scripted::Scripted;
use crate::http::support::{TestServer, services};
use crate::support::events::EventStream;
use crate::support::socket::Socket;

type Answer = Result<Actor, AuthFault>;

/// Who is who, as a test changes it.
#[derive(Clone)]
struct World {
    known: Arc<Mutex<HashMap<String, Answer>>>,
    questions: Arc<AtomicUsize>,
    clock: Clock,
}

impl World {
    fn new() -> Self {
        let now: DateTime<Utc> = "2026-03-14T09:00:00Z".parse().unwrap();
        Self { known: Arc::default(), questions: Arc::default(), clock: Clock::fixed(now) }
    }

    /// From now on the bearer of `token` is this one.
    fn set(&self, token: &str, answer: Answer) {
        self.known.lock().unwrap().insert(token.to_owned(), answer);
    }

    fn answer(&self, credentials: &Credentials) -> Answer {
        let Some(token) = credentials.bearer.as_ref().or(credentials.session_cookie.as_ref()) else {
            return Ok(Actor::Anonymous);
        };
        let known = self.known.lock().unwrap();
        known.get(token.expose_secret()).cloned().unwrap_or(Err(AuthFault::Invalid))
    }

    async fn server(&self) -> TestServer {
        let scripted = Scripted::default();
        let (asked, again) = (self.clone(), self.clone());
        let services = HttpServices {
            operations: Arc::new(scripted.clone()),
            authenticate: Arc::new(move |credentials| {
                let answer = asked.answer(&credentials);
                async move { answer }.boxed()
            }),
            reauthenticate: Arc::new(move |all| {
                again.questions.fetch_add(1, Ordering::Relaxed);
                let answers: Vec<_> = all.iter().map(|one| again.answer(one)).collect();
                let down = answers.contains(&Err(AuthFault::Unavailable));
                async move { (!down).then_some(answers) }.boxed()
            }),
            clock: self.clock.clone(),
            ..services()
        };
        let mut server = TestServer::with(services, &[("STREAM_RECHECK_MS", "100")]).await;
        server.scripted = scripted;
        server
    }
}

fn member(roles: &[Role]) -> Actor {
    let membership = |(number, role): (u128, &Role)| ActiveMembership {
        structure: Uuid::from_u128(number),
        role: *role,
        partner: None,
    };
    Actor::Member(MemberActor {
        member: Uuid::from_u128(7),
        memberships: (0..).zip(roles).map(membership).collect(),
        operator: false,
        session: None,
        expires_at: None,
    })
}

async fn holding(server: &TestServer, token: &str) -> Socket {
    Socket::ready_as(server, &[], json!({ "authorization": format!("Bearer {token}") })).await
}

#[tokio::test]
async fn a_bearer_that_is_nobody_any_more_is_closed_with_4401() {
    let world = World::new();
    for (token, gone) in [("session", Ok(Actor::Anonymous)), ("key", Err(AuthFault::Invalid))] {
        world.set(token, Ok(member(&[])));
        world.set("other", Ok(member(&[])));
        let server = world.server().await;
        let (mut socket, mut other) = (holding(&server, token).await, holding(&server, "other").await);
        let mut nobody = Socket::ready(&server).await;
        let stream = EventStream::of(server.post("subscription never").bearer_auth(token)).await;
        server.open_subscriptions(1).await;
        world.set(token, gone);
        assert_eq!(socket.closed().await, (4401, "Unauthorized".to_owned()));
        assert_eq!(stream.rest().await, []);
        other.is_alive().await;
        nobody.is_alive().await;
    }
}

#[tokio::test]
async fn a_bearer_that_lost_a_right_is_closed_with_4403() {
    let world = World::new();
    for narrower in [vec![Role::Viewer], vec![]] {
        world.set("key", Ok(member(&[Role::Editor])));
        let server = world.server().await;
        let mut socket = holding(&server, "key").await;
        let stream = EventStream::of(server.post("subscription never").bearer_auth("key")).await;
        server.open_subscriptions(1).await;
        world.set("key", Ok(member(&narrower)));
        assert_eq!(socket.closed().await, (4403, "Forbidden".to_owned()));
        assert_eq!(stream.rest().await, []);
    }
}

#[tokio::test]
async fn a_bearer_that_gained_a_right_has_it_at_once() {
    let world = World::new();
    world.set("key", Ok(member(&[Role::Editor])));
    let server = world.server().await;
    let mut socket = holding(&server, "key").await;
    socket.subscribe("1", "subscription actor").await;
    assert_eq!(memberships(&socket.next().await), 1);
    world.set("key", Ok(member(&[Role::Editor, Role::Viewer])));
    assert_eq!(memberships(&socket.next().await), 2);
    // It is told once, not at each look.
    socket.is_silent().await;
    socket.is_alive().await;
}

fn memberships(message: &Value) -> u64 {
    message["payload"]["data"]["memberships"].as_u64().unwrap()
}

#[tokio::test]
async fn while_nobody_can_be_told_everybody_stays() {
    let world = World::new();
    world.set("key", Ok(member(&[Role::Editor])));
    let server = world.server().await;
    let mut socket = holding(&server, "key").await;
    world.set("key", Err(AuthFault::Unavailable));
    sleep(Duration::from_millis(400)).await;
    socket.is_alive().await;
    world.set("key", Err(AuthFault::Invalid));
    assert_eq!(socket.closed().await.0, 4401);
}

#[tokio::test]
async fn a_bearer_whose_time_is_over_is_closed_with_4401_even_when_nobody_can_be_told() {
    let world = World::new();
    let Actor::Member(lasting) = member(&[]) else { unreachable!() };
    let expires_at = Some(world.clock.now() + TimeDelta::hours(1));
    world.set("key", Ok(Actor::Member(MemberActor { expires_at, ..lasting })));
    let server = world.server().await;
    let mut socket = holding(&server, "key").await;
    world.set("key", Err(AuthFault::Unavailable));
    world.clock.set(world.clock.now() + TimeDelta::hours(1));
    assert_eq!(socket.closed().await, (4401, "Unauthorized".to_owned()));
}

#[tokio::test]
async fn a_renewed_bearer_outlives_the_one_before() {
    let world = World::new();
    let Actor::Member(lasting) = member(&[Role::Editor]) else { unreachable!() };
    let expires_at = Some(world.clock.now() + TimeDelta::hours(2));
    world.set("old", Ok(member(&[Role::Editor])));
    world.set("new", Ok(Actor::Member(MemberActor { expires_at, ..lasting })));
    let server = world.server().await;
    let mut socket = holding(&server, "old").await;
    socket.say(&json!({ "type": "ping", "payload": { "authorization": "Bearer new" } })).await;
    assert_eq!(socket.next().await["payload"], json!({ "expiresAt": "2026-03-14T11:00:00Z" }));
    world.set("old", Err(AuthFault::Invalid));
    sleep(Duration::from_millis(300)).await;
    socket.is_alive().await;
    world.set("new", Err(AuthFault::Invalid));
    assert_eq!(socket.closed().await.0, 4401);
}

#[tokio::test]
async fn a_stream_that_is_cut_off_closes_its_socket() {
    let server = TestServer::start().await;
    for (query, code) in [("subscription cutoff", 4403), ("subscription outage", 1013)] {
        let mut socket = Socket::ready(&server).await;
        socket.subscribe("1", query).await;
        assert_eq!(socket.closed().await.0, code);
    }
}

#[tokio::test]
async fn many_connections_are_one_question() {
    let world = World::new();
    world.set("key", Ok(member(&[])));
    let server = world.server().await;
    let mut sockets = Vec::new();
    for _ in 0..30 {
        sockets.push(holding(&server, "key").await);
    }
    let before = world.questions.load(Ordering::Relaxed);
    sleep(Duration::from_millis(1_000)).await;
    let asked = world.questions.load(Ordering::Relaxed) - before;
    assert!((3..=11).contains(&asked), "{asked} questions in a second");
}
