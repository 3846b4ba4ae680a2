//! Reading for one operation: one connection, taken at its first statement and given back at its end. Taking one for each
//! statement would ask the database each time whether the connection still lives.

use sea_orm::error::ConnAcquireErr;
use sea_orm::sqlx::pool::PoolConnection;
use sea_orm::sqlx::{AssertSqlSafe, Error as SqlxError, Postgres, Sqlite, query_with};
use sea_orm::{DbBackend, DbErr, QueryResult, RuntimeErr, Statement, Values};
use sea_query_sqlx::SqlxValues;
use tokio::sync::Mutex;

use super::{Sql, Store, fault};
use crate::kernel::error::Result;

/// The reads of one operation.
#[derive(Debug)]
pub struct Reader<'a> {
    store: &'a Store,
    held: Mutex<Option<Held>>,
}

#[derive(Debug)]
enum Held {
    Postgres(PoolConnection<Postgres>),
    Sqlite(PoolConnection<Sqlite>),
}

impl<'a> Reader<'a> {
    pub(super) const fn new(store: &'a Store) -> Self {
        Self { store, held: Mutex::const_new(None) }
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
        self.store.observe();
        let mut held = self.held.lock().await;
        let connection = match held.take() {
            Some(connection) => connection,
            None => self.take().await.map_err(|error| fault(convert(error)))?,
        };
        read(held.insert(connection), sql.finish()).await.map_err(|error| fault(convert(error)))
    }

    async fn take(&self) -> Result<Held, SqlxError> {
        let connection = self.store.connection();
        Ok(match self.store.backend() {
            DbBackend::Sqlite => Held::Sqlite(connection.get_sqlite_connection_pool().acquire().await?),
            _ => Held::Postgres(connection.get_postgres_connection_pool().acquire().await?),
        })
    }
}

async fn read(held: &mut Held, statement: Statement) -> Result<Vec<QueryResult>, SqlxError> {
    let values = SqlxValues(statement.values.unwrap_or(Values(Vec::new())));
    let query = AssertSqlSafe(statement.sql);
    Ok(match held {
        Held::Postgres(connection) => {
            let rows = query_with(query, values).fetch_all(&mut **connection).await?;
            rows.into_iter().map(QueryResult::from).collect()
        }
        Held::Sqlite(connection) => {
            let rows = query_with(query, values).fetch_all(&mut **connection).await?;
            rows.into_iter().map(QueryResult::from).collect()
        }
    })
}

fn convert(error: SqlxError) -> DbErr {
    match error {
        SqlxError::PoolTimedOut => DbErr::ConnectionAcquire(ConnAcquireErr::Timeout),
        SqlxError::PoolClosed => DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed),
        error => DbErr::Query(RuntimeErr::SqlxError(error.into())),
    }
}
