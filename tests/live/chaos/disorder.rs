//! What breaks.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use sea_orm::{ConnectionTrait, Database};
use tokio::time::{Instant, sleep};

use super::listener::Listener;
use super::servers::Servers;
use super::setting;
use crate::support::database::TestDatabase;
use crate::support::redis::RedisServer;

/// Breaks one thing after the other, and mends it.
pub(super) struct Disorder<'a> {
    chance: StdRng,
    database: &'a TestDatabase,
    redis: RedisServer,
    servers: Arc<Servers>,
    /// The server that was killed, and when it comes back.
    killed: Option<(usize, Instant)>,
    /// When Redis comes back.
    stopped: Option<Instant>,
    struck: usize,
    cuts: usize,
    kills: usize,
    stops: usize,
    drops: usize,
}

impl<'a> Disorder<'a> {
    pub(super) fn new(
        seed: u64,
        database: &'a TestDatabase,
        redis: RedisServer,
        servers: Arc<Servers>,
    ) -> Self {
        let chance = StdRng::seed_from_u64(seed);
        let (killed, stopped, struck) = (None, None, 0);
        let (cuts, kills, stops, drops) = (0, 0, 0, 0);
        Self { chance, database, redis, servers, killed, stopped, struck, cuts, kills, stops, drops }
    }

    /// Breaks something and rests a moment. Each thing breaks once before chance decides.
    pub(super) async fn strike(&mut self, listeners: &[Listener]) {
        self.mend(Instant::now()).await;
        let what = if self.struck < 4 { self.struck } else { self.chance.random_range(0..8) };
        self.struck += 1;
        match what {
            0 if self.killed.is_none() => {
                let place = self.chance.random_range(0..3);
                self.servers.kill(place);
                self.killed = Some((place, Instant::now() + Duration::from_secs(1)));
                self.kills += 1;
            }
            1 if self.stopped.is_none() => {
                self.redis.stop();
                let pause = Duration::from_secs(setting("CHAOS_REDIS_SECONDS", 3));
                self.stopped = Some(Instant::now() + pause);
                self.stops += 1;
            }
            2 => self.drop_connections().await,
            _ => {
                for listener in listeners {
                    if self.chance.random_range(0..4) == 0 {
                        listener.cut();
                        self.cuts += 1;
                    }
                }
            }
        }
        sleep(Duration::from_millis(self.chance.random_range(300..1_200))).await;
    }

    /// Mends everything.
    pub(super) async fn settle(&mut self) {
        self.mend(Instant::now() + Duration::from_secs(3_600)).await;
    }

    async fn mend(&mut self, now: Instant) {
        if let Some((place, at)) = self.killed
            && at <= now
        {
            self.servers.start_one(place, self.database).await;
            self.killed = None;
        }
        if self.stopped.is_some_and(|at| at <= now) {
            self.redis.start_again();
            self.stopped = None;
        }
    }

    /// Ends every connection of the servers to the database.
    async fn drop_connections(&mut self) {
        let connection = Database::connect(&self.database.url).await.expect("the database");
        let drop = "select pg_terminate_backend(pid) from pg_stat_activity \
             where datname = current_database() and pid <> pg_backend_pid()";
        connection.execute_unprepared(drop).await.expect("the connections are dropped");
        self.drops += 1;
    }
}

impl fmt::Display for Disorder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { cuts, kills, stops, drops, .. } = self;
        write!(
            f,
            "{cuts} cuts, {kills} kills, {stops} stops of Redis, {drops} times all connections of PostgreSQL dropped"
        )
    }
}
