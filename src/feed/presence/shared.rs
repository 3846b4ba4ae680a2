//! Rooms in Redis. Each server writes its own places, with the moment at which they end unless it writes them again, so
//! that those of a server that died go by themselves. All times are those of Redis' clock.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::LazyLock;
use std::time::Duration;

use chrono::DateTime;
use redis::aio::MultiplexedConnection;
use redis::{RedisResult, Script};
use uuid::Uuid;

use super::{Present, Room};
use crate::feed::bus::Link;

static ANNOUNCE: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("announce.lua")));
static FOCUS: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("focus.lua")));

/// The rooms of Redis, as one server reaches them now.
#[derive(Clone)]
pub(super) struct Shared<'a> {
    link: &'a Link,
    connection: MultiplexedConnection,
}

/// What is known of a room once this server's places are written.
pub(super) struct Announced {
    /// Others are there than before.
    pub(super) changed: bool,
    /// When the first place of another server ends, unless it is written again.
    pub(super) first_end: Option<Duration>,
}

impl<'a> Shared<'a> {
    /// `None` while Redis is away.
    pub(super) fn reach(link: Option<&'a Link>) -> Option<Self> {
        let link = link?;
        Some(Self { link, connection: link.connection()? })
    }

    /// Writes who is in a room by this server, in place of who was.
    pub(super) async fn announce(
        mut self,
        room: &Room,
        people: &[Present],
        life: Duration,
    ) -> RedisResult<Announced> {
        let mut script = ANNOUNCE.key(self.key(room));
        script.arg(self.link.server().to_string()).arg(u64::try_from(life.as_millis()).unwrap_or(u64::MAX));
        for person in people {
            let field = person.focused_field.as_deref().unwrap_or_default();
            script.arg(person.member.to_string()).arg(person.since.timestamp_micros()).arg(field);
        }
        let (changed, first_end): (bool, i64) = script.invoke_async(&mut self.connection).await?;
        Ok(Announced { changed, first_end: u64::try_from(first_end).ok().map(Duration::from_millis) })
    }

    /// Turns someone who is in the room to a field; whether that is news.
    pub(super) async fn focus(mut self, room: &Room, member: Uuid, field: Option<&str>) -> RedisResult<bool> {
        let mut script = FOCUS.key(self.key(room));
        script.arg(member.to_string()).arg(field.unwrap_or_default());
        script.invoke_async(&mut self.connection).await
    }

    /// Who is in the room: `here` by this server, and those whom the others wrote. In no order.
    pub(super) async fn people(mut self, room: &Room, here: Vec<Present>) -> RedisResult<Vec<Present>> {
        let mut read = redis::pipe();
        read.cmd("TIME").hgetall(self.key(room));
        let (time, fields): ((i64, i64), HashMap<String, String>) =
            read.query_async(&mut self.connection).await?;
        let now = time.0 * 1_000 + time.1 / 1_000;
        let mut people: HashMap<Uuid, Present> =
            here.into_iter().map(|person| (person.member, person)).collect();
        for (server, other) in fields.iter().filter_map(|(name, value)| place(name, value, now)) {
            // Of its own people this server knows better who has left.
            let person = match people.entry(other.member) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(_) if server == self.link.server() => continue,
                Entry::Vacant(unknown) => unknown.insert(other.clone()),
            };
            person.since = person.since.min(other.since);
            // But they may have turned elsewhere by another.
            person.focused_field = fields.get(&format!("f/{}", other.member)).cloned();
        }
        Ok(people.into_values().collect())
    }

    /// The view comes last, so that whatever it holds no two rooms have one key.
    fn key(&self, room: &Room) -> String {
        format!("{}:room:{}:{}", self.link.prefix(), room.record, room.view)
    }
}

/// The server that holds the place in a field of the hash, and the person, unless it has ended.
fn place(name: &str, value: &str, now: i64) -> Option<(Uuid, Present)> {
    let (member, server) = name.strip_prefix("p/")?.split_once('/')?;
    let (end, since) = value.split_once(' ')?;
    if end.parse::<i64>().ok()? <= now {
        return None;
    }
    let since = DateTime::from_timestamp_micros(since.parse().ok()?)?;
    let person = Present { member: Uuid::parse_str(member).ok()?, focused_field: None, since };
    Some((Uuid::parse_str(server).ok()?, person))
}
