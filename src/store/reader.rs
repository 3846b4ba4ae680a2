//! Reading for one operation: one connection, taken at its first statement and given back at its end. Taking one for each
//! statement would ask the database each time whether the connection still lives.

use std::sync::PoisonError;

use sea_orm::error::ConnAcquireErr;
use sea_orm::sqlx::pool::PoolConnection;
use sea_orm::sqlx::{AssertSqlSafe, Error as SqlxError, Postgres, Sqlite, query_scalar_with, query_with};
use sea_orm::{DbBackend, DbErr, QueryResult, RuntimeErr, Values};
use sea_query_sqlx::SqlxValues;
use tokio::sync::Mutex;
use uuid::Uuid;

use super::reads::Reads;
use super::rows::{Form, Packed, Rows, record};
use super::{Sql, Store, fault};
use crate::kernel::error::Result;
use crate::kernel::kind::Kind;

/// The reads of one operation.
#[derive(Debug)]
pub struct Reader<'a> {
    store: &'a Store,
    held: Mutex<Option<Held>>,
    /// What was read, when that is wanted.
    reads: Option<std::sync::Mutex<Reads>>,
}

#[derive(Debug)]
enum Held {
    Postgres(PoolConnection<Postgres>),
    Sqlite(PoolConnection<Sqlite>),
}

impl<'a> Reader<'a> {
    pub(super) const fn new(store: &'a Store) -> Self {
        Self { store, held: Mutex::const_new(None), reads: None }
    }

    /// The same, taking down what is read.
    #[must_use]
    pub fn noting(self) -> Self {
        Self { reads: Some(std::sync::Mutex::default()), ..self }
    }

    /// What was read; `None` when it was not taken down.
    #[must_use]
    pub fn reads(self) -> Option<Reads> {
        self.reads.map(|reads| reads.into_inner().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes down that these records were read, or records of `kind` when there are none.
    pub fn note_records(&self, kind: Kind, ids: &[Uuid]) {
        self.note(|reads| {
            reads.records.extend(ids);
            if ids.is_empty() {
                reads.kinds = reads.kinds.with(&[kind]);
            }
        });
    }

    fn note(&self, note: impl FnOnce(&mut Reads)) {
        if let Some(reads) = &self.reads {
            note(&mut reads.lock().unwrap_or_else(PoisonError::into_inner));
        }
    }

    /// An empty statement in the words of this database.
    #[must_use]
    pub fn sql(&self) -> Sql {
        self.store.sql()
    }

    /// Every row of a statement.
    ///
    /// # Errors
    /// When the database refuses it, or no connection is free in time.
    pub async fn all(&self, sql: Sql) -> Result<Vec<QueryResult>> {
        let (query, values) = self.started(sql, None);
        let mut held = self.held.lock().await;
        let rows = match self.connection(&mut held).await? {
            Held::Postgres(connection) => query_with(query, values)
                .fetch_all(&mut **connection)
                .await
                .map(|rows| rows.into_iter().map(QueryResult::from).collect()),
            Held::Sqlite(connection) => query_with(query, values)
                .fetch_all(&mut **connection)
                .await
                .map(|rows| rows.into_iter().map(QueryResult::from).collect()),
        };
        rows.map_err(|error| fault(convert(error)))
    }

    /// The rows of a statement, with the lists under them: on SQLite, of one that packs them into its one value.
    ///
    /// # Errors
    /// When the database refuses it, no connection is free in time, or the value is built in another form.
    pub async fn rows(&self, sql: Sql, form: &Form) -> Result<Rows> {
        self.rows_of(None, sql, form).await
    }

    /// The same, of a statement that reads rows of `table` which the caller notes one by one.
    ///
    /// # Errors
    /// As [`Reader::rows`].
    pub async fn rows_of(&self, table: Option<&str>, sql: Sql, form: &Form) -> Result<Rows> {
        let (query, values) = self.started(sql, table);
        let mut held = self.held.lock().await;
        let packed = match self.connection(&mut held).await? {
            Held::Postgres(connection) => {
                let rows = query_with(query, values).fetch_all(&mut **connection).await;
                rows.and_then(|rows| record::pack(&rows)).map(|bytes| Packed::Postgres(bytes.into()))
            }
            Held::Sqlite(connection) => {
                let text =
                    query_scalar_with::<_, String, _>(query, values).fetch_one(&mut **connection).await;
                text.map(|text| Packed::Sqlite(text.into()))
            }
        };
        drop(held);
        Rows::unpack(packed.map_err(|error| fault(convert(error)))?, form)
    }

    fn started(&self, sql: Sql, row_of: Option<&str>) -> (AssertSqlSafe<String>, SqlxValues) {
        self.note(|reads| reads.note(sql.text(), row_of));
        let statement = sql.finish();
        self.store.observe(&statement);
        (AssertSqlSafe(statement.sql), SqlxValues(statement.values.unwrap_or(Values(Vec::new()))))
    }

    /// The operation's connection, taken at its first statement.
    async fn connection<'h>(&self, held: &'h mut Option<Held>) -> Result<&'h mut Held> {
        let connection = match held.take() {
            Some(connection) => connection,
            None => self.take().await.map_err(|error| fault(convert(error)))?,
        };
        Ok(held.insert(connection))
    }

    async fn take(&self) -> Result<Held, SqlxError> {
        let connection = self.store.connection();
        Ok(match self.store.backend() {
            DbBackend::Sqlite => Held::Sqlite(connection.get_sqlite_connection_pool().acquire().await?),
            _ => Held::Postgres(connection.get_postgres_connection_pool().acquire().await?),
        })
    }
}

fn convert(error: SqlxError) -> DbErr {
    match error {
        SqlxError::PoolTimedOut => DbErr::ConnectionAcquire(ConnAcquireErr::Timeout),
        SqlxError::PoolClosed => DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed),
        error => DbErr::Query(RuntimeErr::SqlxError(error.into())),
    }
}
