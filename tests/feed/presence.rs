//! Who is where, on one server and on several.

use std::time::Duration;

use respyrem::feed::bus::Bus;
use respyrem::feed::presence::{LONGEST_FIELD, LONGEST_VIEW, PresenceTimes, Presences, Room};
use respyrem::kernel::clock::Clock;
use respyrem::kernel::kind::Kind;
use tokio::sync::broadcast::Receiver;
use tokio::time::{sleep, timeout};
use uuid::Uuid;

use crate::support::redis::{self, RedisServer, until};

const TIMES: PresenceTimes = PresenceTimes { beat: Duration::from_millis(200), life: Duration::from_secs(2) };
const ANNA: Uuid = Uuid::from_u128(1);
const BIEL: Uuid = Uuid::from_u128(2);

fn room() -> Room {
    Room::new(Kind::Project, Uuid::from_u128(7), "board").expect("a view")
}

fn server(bus: Bus) -> Presences {
    Presences::new(bus, Clock::system(), TIMES)
}

/// A server of those that share the prefix.
async fn shared(prefix: &str) -> Presences {
    server(redis::bus(&redis::shared(), prefix).await)
}

async fn members(server: &Presences) -> Vec<Uuid> {
    server.people(&room()).await.into_iter().map(|person| person.member).collect()
}

async fn shows(server: &Presences, expected: &[Uuid]) {
    until(&format!("{expected:?} are there"), async || members(server).await == expected).await;
}

/// Waits to be told of a change after which something holds, ten seconds at most.
async fn tells(changes: &mut Receiver<Room>, holds: impl AsyncFn() -> bool) {
    let told = async {
        loop {
            assert_eq!(changes.recv().await, Ok(room()));
            if holds().await {
                return;
            }
        }
    };
    timeout(Duration::from_secs(10), told).await.expect("a change is told");
}

async fn field_of(server: &Presences, member: Uuid) -> Option<String> {
    let people = server.people(&room()).await;
    people.into_iter().find(|person| person.member == member).expect("they are there").focused_field
}

#[tokio::test]
async fn a_person_is_there_once_until_their_last_tab_is_closed() {
    let server = server(Bus::alone());
    let biel = server.enter(room(), BIEL);
    let first = server.enter(room(), ANNA);
    let second = server.enter(room(), ANNA);
    assert_eq!(members(&server).await, [BIEL, ANNA]);
    drop(first);
    assert_eq!(members(&server).await, [BIEL, ANNA]);
    drop(second);
    assert_eq!(members(&server).await, [BIEL]);
    drop(biel);
    assert!(members(&server).await.is_empty());
}

#[tokio::test]
async fn servers_see_the_people_of_one_another_in_the_order_in_which_they_came() {
    let prefix = redis::prefix();
    let (one, other) = (shared(&prefix).await, shared(&prefix).await);
    let mut changes = other.changes();
    let anna = one.enter(room(), ANNA);
    assert_eq!(changes.recv().await, Ok(room()));
    let biel = other.enter(room(), BIEL);
    shows(&one, &[ANNA, BIEL]).await;
    shows(&other, &[ANNA, BIEL]).await;
    // A tab on each server makes nobody twice, and nobody leaves with one of them.
    let anna_too = other.enter(room(), ANNA);
    drop(anna);
    sleep(Duration::from_millis(200)).await;
    shows(&one, &[ANNA, BIEL]).await;
    shows(&other, &[ANNA, BIEL]).await;
    drop((anna_too, biel));
    shows(&one, &[]).await;
    assert!(members(&other).await.is_empty());
}

#[tokio::test]
async fn a_leave_is_told_at_once() {
    let prefix = redis::prefix();
    let slow = PresenceTimes { beat: Duration::from_secs(60), life: Duration::from_secs(180) };
    let bus = redis::bus(&redis::shared(), &prefix).await;
    let (one, other) = (Presences::new(bus, Clock::system(), slow), shared(&prefix).await);
    let anna = one.enter(room(), ANNA);
    shows(&other, &[ANNA]).await;
    drop(anna);
    shows(&other, &[]).await;
}

#[tokio::test]
async fn people_stay_for_as_long_as_their_server_lives() {
    let prefix = redis::prefix();
    let (one, other) = (shared(&prefix).await, shared(&prefix).await);
    let _anna = one.enter(room(), ANNA);
    shows(&other, &[ANNA]).await;
    for _ in 0..12 {
        sleep(TIMES.beat).await;
        assert_eq!(members(&other).await, [ANNA]);
    }
}

#[tokio::test]
async fn people_of_a_server_that_died_go_when_their_time_is_over_and_that_is_told() {
    let prefix = redis::prefix();
    let (dies, stays) = (shared(&prefix).await, shared(&prefix).await);
    let anna = dies.enter(room(), ANNA);
    let _biel = stays.enter(room(), BIEL);
    shows(&stays, &[ANNA, BIEL]).await;
    sleep(Duration::from_millis(200)).await;
    let mut changes = stays.changes();
    drop(dies);
    std::mem::forget(anna);
    tells(&mut changes, async || members(&stays).await == [BIEL]).await;
}

#[tokio::test]
async fn anybody_may_turn_to_a_field_through_any_server() {
    let prefix = redis::prefix();
    let (one, other) = (shared(&prefix).await, shared(&prefix).await);
    let anna = one.enter(room(), ANNA);
    shows(&other, &[ANNA]).await;
    let mut changes = one.changes();
    other.focus(&room(), ANNA, Some("title".to_owned()));
    tells(&mut changes, async || field_of(&one, ANNA).await.as_deref() == Some("title")).await;
    one.focus(&room(), ANNA, None);
    until("she turned away", async || field_of(&other, ANNA).await.is_none()).await;
    // Who is not there turns to nothing, and who comes back has not turned yet.
    one.focus(&room(), ANNA, Some("budget".to_owned()));
    until("she turned again", async || field_of(&other, ANNA).await.is_some()).await;
    drop(anna);
    shows(&other, &[]).await;
    other.focus(&room(), ANNA, Some("title".to_owned()));
    sleep(Duration::from_millis(200)).await;
    let _anna = one.enter(room(), ANNA);
    shows(&other, &[ANNA]).await;
    assert_eq!(field_of(&one, ANNA).await, None);
}

#[tokio::test]
async fn without_redis_each_server_shows_its_own_and_all_come_back_with_it() {
    let mut redis = RedisServer::start();
    let bus = async || crate::support::redis::bus(&redis.url(), "hub").await;
    let (one, other) = (server(bus().await), server(bus().await));
    let (_anna, _biel) = (one.enter(room(), ANNA), other.enter(room(), BIEL));
    one.focus(&room(), ANNA, Some("title".to_owned()));
    shows(&one, &[ANNA, BIEL]).await;
    let mut changes = one.changes();
    redis.stop();
    shows(&one, &[ANNA]).await;
    shows(&other, &[BIEL]).await;
    assert_eq!(changes.recv().await, Ok(room()));
    one.focus(&room(), ANNA, Some("budget".to_owned()));
    redis.start_again();
    shows(&other, &[ANNA, BIEL]).await;
    shows(&one, &[ANNA, BIEL]).await;
    assert_eq!(field_of(&other, ANNA).await.as_deref(), Some("budget"));
}

#[tokio::test]
async fn many_changes_at_a_time_are_told_as_few() {
    let prefix = redis::prefix();
    let (one, other) = (shared(&prefix).await, shared(&prefix).await);
    let mut changes = other.changes();
    let people: Vec<_> = (1..=1_000).map(|number| one.enter(room(), Uuid::from_u128(number))).collect();
    until("two hundred are shown", async || members(&other).await.len() == 200).await;
    sleep(Duration::from_millis(200)).await;
    let told = std::iter::from_fn(|| changes.try_recv().ok()).count();
    assert!((1..=5).contains(&told), "told {told} times");
    assert_eq!(members(&other).await, members(&one).await);
    drop(people);
    shows(&other, &[]).await;
}

#[tokio::test]
async fn names_are_bounded() {
    assert_eq!(Room::new(Kind::Project, ANNA, ""), None);
    assert_eq!(Room::new(Kind::Project, ANNA, &"é".repeat(LONGEST_VIEW + 1)), None);
    assert!(Room::new(Kind::Project, ANNA, &"é".repeat(LONGEST_VIEW)).is_some());
    let server = server(Bus::alone());
    let _anna = server.enter(room(), ANNA);
    server.focus(&room(), ANNA, Some("é".repeat(LONGEST_FIELD)));
    assert!(field_of(&server, ANNA).await.is_some());
    server.focus(&room(), ANNA, Some("é".repeat(LONGEST_FIELD + 1)));
    assert_eq!(field_of(&server, ANNA).await, None);
}
