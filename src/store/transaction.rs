//! The one transaction wrapper. Every write of the hub happens inside [`Store::write`].

use std::time::Duration;

use rand::Rng;
use sea_orm::{
    AccessMode, ActiveModelTrait, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait,
    IsolationLevel, QueryResult, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};

use super::fault::fault;
use super::log::Entry;
use super::search::SearchedKinds;
use super::{Sql, Store};
use crate::access::Scene;
use crate::kernel::actor::{ActiveMembership, Actor};
use crate::kernel::error::{Error, Result};
use crate::kernel::locale::Locale;

/// A transaction that writes: what happens in it happens whole or not at all.
#[derive(Debug)]
pub struct Tx<'a> {
    inner: DatabaseTransaction,
    /// Who acts.
    pub actor: &'a Actor,
    /// The actor's point of view.
    pub scene: &'a Scene,
    /// Changes to be logged: written last, so that their sequence is held as short as can be.
    pub(super) entries: Vec<Entry>,
    /// What each kind of record is found by.
    pub(super) searched: SearchedKinds,
    /// See [`Tx::gain`].
    gained: Vec<ActiveMembership>,
    /// See [`Tx::note_sweeping`].
    pub(super) sweeping: bool,
    /// See [`Tx::write_for_source`].
    pub(super) for_source: bool,
}

impl Tx<'_> {
    /// Says that the actor holds a membership from now on, so that the answer is read with it.
    pub fn gain(&mut self, membership: ActiveMembership) {
        self.gained.push(membership);
    }

    /// The memberships that the actor gained in this transaction.
    #[must_use]
    pub fn gained(&self) -> &[ActiveMembership] {
        &self.gained
    }

    /// The connection, for the entities' own queries.
    #[must_use]
    pub const fn connection(&self) -> &DatabaseTransaction {
        &self.inner
    }

    /// An empty statement in the words of this database.
    #[must_use]
    pub fn sql(&self) -> Sql {
        Sql::new(self.inner.get_database_backend())
    }

    /// Waits until no other transaction holds `name`, and holds it until the end: for a rule over many records, which
    /// the locks on each of them do not keep. SQLite has one writer anyway.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn hold(&self, name: &str) -> Result<()> {
        let mut sql = self.sql();
        if sql.is_postgres() {
            sql.push("select pg_advisory_xact_lock(hashtextextended(").bind(name).push(", 0))");
            self.run(sql).await?;
        }
        Ok(())
    }

    /// Inserts a row.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn insert<A: ActiveModelTrait>(&self, row: A) -> Result<()> {
        A::Entity::insert(row).exec_without_returning(&self.inner).await.map_err(fault)?;
        Ok(())
    }

    /// Inserts rows by one statement, which is not sent when there are none.
    ///
    /// # Errors
    /// When the database refuses them.
    pub fn insert_all<A: ActiveModelTrait + Send>(
        &self,
        rows: impl IntoIterator<Item = A>,
    ) -> impl Future<Output = Result<()>> + Send {
        let insert = A::Entity::insert_many(rows);
        async {
            insert.exec_without_returning(&self.inner).await.map_err(fault)?;
            Ok(())
        }
    }

    /// Every row of a statement.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn all(&self, sql: Sql) -> Result<Vec<QueryResult>> {
        self.inner.query_all_raw(sql.finish()).await.map_err(fault)
    }

    /// Runs a statement; answers how many rows it touched.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn run(&self, sql: Sql) -> Result<u64> {
        let done = self.inner.execute_raw(sql.finish()).await.map_err(fault)?;
        Ok(done.rows_affected())
    }
}

/// A unit of writing that may be tried again from its start.
pub trait Act: Send + Sync {
    /// What it answers.
    type Outcome: Send;
    /// Does it once. Answering an error undoes everything.
    fn attempt(&self, tx: &mut Tx<'_>) -> impl Future<Output = Result<Self::Outcome>> + Send;
}

/// What becomes of what an act did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Commit,
    Rollback,
}

impl Store {
    /// Runs `act` in a transaction and commits it with the changes that it logged. When it loses to a
    /// concurrent transaction, or the database is busy, it is tried again after a short random wait, a bounded number
    /// of times; then the answer is [`Error::Busy`] and nothing was written.
    ///
    /// # Errors
    /// What `act` answers, or a fault of the database.
    pub async fn write<A: Act>(&self, actor: &Actor, scene: &Scene, act: &A) -> Result<A::Outcome> {
        self.perform(actor, scene, act, End::Commit).await
    }

    /// The scene of who acts beside a request, at this moment: words are in French then.
    #[must_use]
    pub fn scene(&self, actor: &Actor) -> Scene {
        Scene::new(actor, self.clock(), vec![Locale::Fr])
    }

    /// Runs `act` as [`Store::write`] does in the name of the hub itself, at this moment: an operator's command, or what is
    /// done beside a request.
    ///
    /// # Errors
    /// What `act` answers, or a fault of the database.
    pub async fn write_as_hub<A: Act>(&self, act: &A) -> Result<A::Outcome> {
        self.write(&Actor::System, &self.scene(&Actor::System), act).await
    }

    /// Runs `act` as [`Store::write`] does, answers what it answers, and keeps nothing of it.
    ///
    /// # Errors
    /// What `act` answers, or a fault of the database.
    pub async fn rehearse<A: Act>(&self, actor: &Actor, scene: &Scene, act: &A) -> Result<A::Outcome> {
        self.perform(actor, scene, act, End::Rollback).await
    }

    async fn perform<A: Act>(&self, actor: &Actor, scene: &Scene, act: &A, end: End) -> Result<A::Outcome> {
        let mut attempt = 0;
        loop {
            let turn = match self.writer() {
                Some(writer) => Some(writer.lock().await),
                None => None,
            };
            let outcome = self.attempt(actor, scene, act, end).await;
            drop(turn);
            match outcome {
                Err(Error::Busy) if attempt < self.retries() => {
                    attempt += 1;
                    metrics::counter!("respyrem_transaction_retries_total").increment(1);
                    tokio::time::sleep(backoff(attempt)).await;
                }
                outcome => return outcome,
            }
        }
    }

    async fn attempt<A: Act>(&self, actor: &Actor, scene: &Scene, act: &A, end: End) -> Result<A::Outcome> {
        let inner = self.connection().begin_with_options(options(self.backend())).await.map_err(fault)?;
        let (entries, searched) = (Vec::new(), self.searched());
        let (gained, sweeping, for_source) = (Vec::new(), false, false);
        let mut tx = Tx { inner, actor, scene, entries, searched, gained, sweeping, for_source };
        let outcome = act.attempt(&mut tx).await;
        if outcome.is_ok() && end == End::Commit {
            tx.index_touched().await?;
            tx.write_log().await?;
            let committed = tx.inner.commit().await.map_err(fault);
            // Also when it is not known whether it was: to look once more harms nothing.
            self.committed();
            committed?;
        } else {
            tx.inner.rollback().await.map_err(fault)?;
        }
        outcome
    }
}

fn options(backend: DbBackend) -> TransactionOptions {
    if backend == DbBackend::Sqlite {
        // Asking for the write lock at once: a reader that becomes a writer half-way can only fail.
        TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        }
    } else {
        TransactionOptions {
            // What a write depends on is locked by name (`Tx::facts`, unique indexes): two writes wait for each other
            // only when they are about the same record.
            isolation_level: Some(IsolationLevel::ReadCommitted),
            access_mode: Some(AccessMode::ReadWrite),
            ..Default::default()
        }
    }
}

/// From 5 to 15 ms, doubled at each attempt, and never above half a second.
fn backoff(attempt: u32) -> Duration {
    let base = 5_u64 << attempt.min(6);
    Duration::from_millis(base.min(170) + rand::rng().random_range(0..=base.min(330)))
}
