//! The index of words in tests.

use respyrem::store::search::reindex;
use sea_orm::{ConnectionTrait, Statement};
use uuid::Uuid;

use super::TestHub;

impl TestHub {
    /// Writes the words of what builders put straight into the database.
    pub(crate) async fn reindex(&self) {
        reindex(&self.store).await.expect("the words are written");
    }

    /// Asserts that the words which writes left are those that the records say.
    pub(crate) async fn assert_indexed(&self) {
        let written = self.search_words().await;
        self.reindex().await;
        assert_eq!(self.search_words().await, written);
    }

    async fn search_words(&self) -> Vec<(String, String, Uuid, i32)> {
        let sql = "select kind, word, record_id, weight from search_word order by kind, word, record_id";
        let rows = self.connection().query_all_raw(Statement::from_string(self.store.backend(), sql)).await;
        let read = |row: &sea_orm::QueryResult| {
            let get = |at: usize| row.try_get_by_index::<String>(at).expect("a text");
            (
                get(0),
                get(1),
                row.try_get_by_index(2).expect("an id"),
                row.try_get_by_index(3).expect("a weight"),
            )
        };
        rows.expect("a read").iter().map(read).collect()
    }
}
