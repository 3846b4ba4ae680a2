//! A hub with a great many rows in every table: made by the database itself, so that it takes seconds.

use respyrem::kernel::kind::Kind;
use sea_orm::{ConnectionTrait, Statement, TransactionTrait};

use super::words::{Family, Words};
use super::{identities, places, records, relations};
use crate::support::{Backend, TestHub};

/// From so many rows on, a table is not to be read from end to end.
pub(super) const LARGE: i64 = 5_000;

/// The most rows that a statement makes at once.
const NUMBERS: u32 = 16_000;

/// How many records of a kind there are.
pub(super) const fn crowd(kind: Kind) -> u32 {
    match kind {
        Kind::Action | Kind::TrainingPath => NUMBERS,
        Kind::Structure => 12_000,
        Kind::Member | Kind::Project | Kind::FundingSource | Kind::Resource | Kind::Note => 9_000,
    }
}

/// `insert into <table> (…)`, written column by column.
pub(super) struct Fill {
    table: &'static str,
    columns: Vec<(&'static str, String)>,
    from: String,
}

impl Fill {
    /// So many rows, `n` being the number of each.
    pub(super) fn rows(table: &'static str, count: u32) -> Self {
        Self { table, columns: Vec::new(), from: format!("number where n <= {count}") }
    }

    pub(super) fn set(mut self, column: &'static str, expression: impl Into<String>) -> Self {
        self.columns.push((column, expression.into()));
        self
    }

    fn sql(&self) -> String {
        let (columns, expressions): (Vec<&str>, Vec<&str>) =
            self.columns.iter().map(|(column, expression)| (*column, expression.as_str())).unzip();
        format!(
            "insert into {} ({}) select {} from {}",
            self.table,
            columns.join(", "),
            expressions.join(", "),
            self.from
        )
    }
}

/// A name, in an order that has nothing to do with the numbers.
pub(super) const NAME: &str = "'nom ' || cast((n * 7919) % 16001 as text)";

/// Fills a hub.
pub(super) async fn gather(backend: Backend) -> TestHub {
    let hub = TestHub::start(backend).await;
    let words = Words { is_postgres: backend == Backend::Postgres };
    let tx = hub.connection().begin().await.expect("a transaction");
    let run = async |sql: &str| {
        if let Err(error) = tx.execute_unprepared(sql).await {
            panic!("{error}: {sql}");
        }
    };
    if words.is_postgres {
        // The rows are sound: checking each of them would take most of the time.
        run("set local session_replication_role = replica").await;
    }
    run("create table number (n integer primary key)").await;
    run(&format!(
        "insert into number with recursive c(n) as (select 1 union all select n + 1 from c where n < {NUMBERS}) \
         select n from c"
    ))
    .await;
    let of_all = [places::fills, records::fills, relations::fills, identities::fills];
    for fill in of_all.into_iter().flat_map(|fills| fills(words)) {
        run(&fill.sql()).await;
    }
    for sql in relations::derived(words) {
        run(&sql).await;
    }
    run("drop table number").await;
    tx.commit().await.expect("the rows are kept");
    hub.connection().execute_unprepared("analyze").await.expect("statistics");
    hub
}

/// The tables that hold so many rows that they are not to be read from end to end, with how many that is.
pub(super) async fn large_tables(hub: &TestHub) -> Vec<(String, i64)> {
    let mut large = Vec::new();
    for table in tables(hub).await {
        let rows = hub.count(&table).await;
        if rows >= LARGE {
            large.push((table, rows));
        } else {
            assert!(
                relations::SMALL.contains(&table.as_str()),
                "{table} has {rows} rows: fill it, or say why not"
            );
        }
    }
    large
}

async fn tables(hub: &TestHub) -> Vec<String> {
    let sql = match hub.backend {
        Backend::Sqlite => "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'",
        Backend::Postgres => "select tablename from pg_tables where schemaname = 'public'",
    };
    let rows = hub.connection().query_all_raw(Statement::from_string(hub.store.backend(), sql)).await;
    rows.expect("a read").iter().map(|row| row.try_get_by_index(0).expect("a name")).collect()
}

/// The row of a record of `kind`, and the columns that every record's own table begins with.
pub(super) fn common(words: Words, kind: Kind) -> (Fill, Fill) {
    let (count, id) = (crowd(kind), words.record(kind, "n"));
    let level = words.one_of(
        &[
            "PUBLIC", "NETWORK", "PRIVATE", "TEAM", "SHARED", "PUBLIC", "NETWORK", "PUBLIC", "NETWORK",
            "PUBLIC",
        ],
        "n",
    );
    let is_archived = "n % 100 = 2";
    let structures = crowd(Kind::Structure);
    let owner = match kind {
        Kind::Structure => id.clone(),
        _ => words.record(Kind::Structure, &format!("1 + n % {structures}")),
    };
    let projects = crowd(Kind::Project);
    let project = match kind {
        Kind::Project => id.clone(),
        Kind::Action => words.record(Kind::Project, &format!("1 + n % {projects}")),
        _ if words.is_postgres => "cast(null as uuid)".to_owned(),
        _ => "null".to_owned(),
    };
    let record = Fill::rows("record", count)
        .set("id", &id)
        .set("kind", format!("'{kind}'"))
        .set("visibility", &level)
        .set("effective_visibility", &level)
        .set("owner_id", owner)
        .set("project_id", project)
        .set("slug", format!("'{}-' || cast(n as text)", kind.prefix()))
        .set("sort_name", NAME)
        .set("archived_at", format!("case when {is_archived} then {} end", words.moment("n")))
        .set("archived_with", format!("case when {is_archived} then {id} end"))
        .set("created_at", words.moment("n * 20"))
        .set("created_by", words.record(Kind::Member, &format!("1 + n % {}", crowd(Kind::Member))))
        .set("updated_at", words.moment("n * 23"));
    let table = match kind {
        Kind::Resource => "teaching_resource",
        Kind::Structure => "structure",
        Kind::Member => "member",
        Kind::Project => "project",
        Kind::Action => "action",
        Kind::FundingSource => "funding_source",
        Kind::TrainingPath => "training_path",
        Kind::Note => "note",
    };
    let own = Fill::rows(table, count).set("id", id).set("level", level).set("sort_name", NAME);
    (record, own)
}

/// The identifier of one of the rows of a record's kind, wherever `n` leads.
pub(super) fn some(words: Words, kind: Kind, n: &str) -> String {
    words.record(kind, &format!("1 + ({n}) % {}", crowd(kind)))
}

/// The identifier of a row of its own.
pub(super) fn own(words: Words, number: u8) -> String {
    words.id(Family::Other(number), "n")
}
