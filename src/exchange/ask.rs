//! Who answers a statement: a transaction while files are applied, a reader while they are exported.

use sea_orm::QueryResult;

use crate::{
    access::Scene,
    kernel::error::Result,
    store::{Reader, Sql, Tx},
};

/// What reads the database for somebody.
pub(super) trait Ask: Sync {
    /// An empty statement.
    fn sql(&self) -> Sql;
    /// For whom, and when.
    fn scene(&self) -> &Scene;
    /// Every row of a statement.
    fn rows(&self, sql: Sql) -> impl Future<Output = Result<Vec<QueryResult>>> + Send;
}

impl Ask for Tx<'_> {
    fn sql(&self) -> Sql {
        Tx::sql(self)
    }

    fn scene(&self) -> &Scene {
        self.scene
    }

    async fn rows(&self, sql: Sql) -> Result<Vec<QueryResult>> {
        self.all(sql).await
    }
}

/// A reader, with the eyes of somebody.
#[derive(Debug)]
pub(super) struct Reading<'a> {
    pub(super) reader: Reader<'a>,
    pub(super) scene: &'a Scene,
}

impl Ask for Reading<'_> {
    fn sql(&self) -> Sql {
        self.reader.sql()
    }

    fn scene(&self) -> &Scene {
        self.scene
    }

    async fn rows(&self, sql: Sql) -> Result<Vec<QueryResult>> {
        self.reader.all(sql).await
    }
}
