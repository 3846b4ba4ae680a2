//! How a database says that it finds the rows of a statement, and what of that is too much.

use std::fmt::Write as _;

use sea_orm::sea_query::ArrayType;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, Statement, Value};

use crate::support::{Backend, TestHub};

/// A connection that explains.
pub(super) struct Explainer {
    connection: DatabaseConnection,
    backend: Backend,
    /// Tables that are not to be read from end to end, with how many rows they have.
    large: Vec<(String, i64)>,
}

impl Explainer {
    pub(super) async fn new(hub: &TestHub, large: Vec<(String, i64)>) -> Self {
        let options = ConnectOptions::new(&hub.database.url).max_connections(1).clone();
        let connection = Database::connect(options).await.expect("a connection");
        if hub.backend == Backend::Postgres {
            // As servers ask: one plan for all values (`DatabaseSettings::keep_plans`).
            connection
                .execute_unprepared("set plan_cache_mode = force_generic_plan")
                .await
                .expect("a setting");
        }
        Self { connection, backend: hub.backend, large }
    }

    /// What of the statement's plan reads a large table from end to end. `may_walk`: a list in the order of an index stops
    /// at its limit, so that it may go along the index without a condition.
    pub(super) async fn faults(&self, statement: &Statement, may_walk: bool) -> Vec<String> {
        match self.backend {
            Backend::Sqlite => self.of_sqlite(statement, may_walk).await,
            Backend::Postgres => self.of_postgres(statement, may_walk).await,
        }
    }

    fn size(&self, table: &str) -> Option<i64> {
        self.large.iter().find(|(name, _)| name == table).map(|(_, rows)| *rows)
    }

    async fn of_sqlite(&self, statement: &Statement, may_walk: bool) -> Vec<String> {
        let sql = format!("explain query plan {}", statement.sql);
        let explained = Statement { sql, ..statement.clone() };
        let rows = self.connection.query_all_raw(explained).await.expect("a plan");
        let get = |row: &sea_orm::QueryResult| -> (i64, String) {
            (row.try_get_by_index(1).expect("a parent"), row.try_get_by_index(3).expect("a step"))
        };
        let steps: Vec<(i64, String)> = rows.iter().map(get).collect();
        let faults = steps.iter().filter(|(parent, step)| {
            // An index made for the statement alone is made of the whole table.
            let is_built = step.starts_with("SEARCH") && step.contains(" AUTOMATIC ");
            let is_sorted = steps.iter().any(|(other, step)| other == parent && step.contains("ORDER BY"));
            let is_limited = !is_sorted && statement.sql.contains(" limit ");
            let is_walk = may_walk && step.contains(" INDEX ") && is_limited;
            let is_whole = is_built || step.starts_with("SCAN") && !is_walk;
            is_whole && self.is_large(&statement.sql, step)
        });
        faults.map(|(_, step)| step.clone()).collect()
    }

    /// Whether a step is about a large table: it names the alias.
    fn is_large(&self, sql: &str, step: &str) -> bool {
        let Some(alias) = step.split(' ').nth(1) else { return false };
        let words: Vec<&str> =
            sql.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|w| !w.is_empty()).collect();
        self.size(alias).is_some()
            || words.windows(3).any(|part| {
                let named = if part[1] == "as" { part[2] } else { part[1] };
                named == alias && self.size(part[0]).is_some()
            })
    }

    async fn of_postgres(&self, statement: &Statement, may_walk: bool) -> Vec<String> {
        let values = statement.values.as_ref().map(|values| values.0.as_slice()).unwrap_or_default();
        let types: Vec<&str> = values.iter().map(type_of).collect();
        let mut prepare = "prepare asked".to_owned();
        let mut explain = "explain (format json) execute asked".to_owned();
        if !types.is_empty() {
            let _ = write!(prepare, " ({})", types.join(", "));
            let _ = write!(explain, " ({})", vec!["null"; types.len()].join(", "));
        }
        let _ = write!(prepare, " as {}", statement.sql);
        self.connection.execute_unprepared(&prepare).await.expect("a statement");
        let explained = Statement::from_string(sea_orm::DbBackend::Postgres, explain);
        let row = self.connection.query_one_raw(explained).await.expect("a plan").expect("a row");
        self.connection.execute_unprepared("deallocate asked").await.expect("a statement");
        let plan: serde_json::Value = row.try_get_by_index(0).expect("JSON");
        let mut faults = Vec::new();
        self.visit(&plan[0]["Plan"], Walks { allowed: may_walk, limited: false }, &mut faults);
        faults
    }

    fn visit(&self, node: &serde_json::Value, walks: Walks, faults: &mut Vec<String>) {
        let text = |name: &str| node[name].as_str().unwrap_or_default();
        let kind = text("Node Type");
        if let Some(rows) = self.size(text("Relation Name")) {
            let is_walk = matches!(kind, "Index Scan" | "Index Only Scan");
            let reads = node["Plan Rows"].as_f64().unwrap_or_default();
            let reads_most = reads > rows as f64 / 2.0;
            let has_condition = node.get("Index Cond").is_some() || kind.contains("Bitmap");
            if kind == "Seq Scan" || is_walk && !walks.limited && (!has_condition || reads_most) {
                faults.push(format!(
                    "{kind} {} {} ({reads} rows)",
                    text("Relation Name"),
                    text("Index Name")
                ));
            }
        }
        let limited = match kind {
            "Limit" => walks.allowed,
            "Sort" | "Aggregate" | "Hash" | "WindowAgg" | "SetOp" | "Materialize" => false,
            _ => walks.limited,
        };
        for child in node["Plans"].as_array().into_iter().flatten() {
            let is_apart = matches!(child["Parent Relationship"].as_str(), Some("InitPlan" | "SubPlan"));
            self.visit(child, Walks { limited: limited && !is_apart, ..walks }, faults);
        }
    }
}

/// Whether an index may be read along, without a condition.
#[derive(Clone, Copy, Debug)]
struct Walks {
    /// Where no more of it is read than a page takes.
    allowed: bool,
    /// It is so here.
    limited: bool,
}

/// The type under which the driver sends a value.
fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Bool(_) => "boolean",
        Value::Int(_) => "integer",
        Value::BigInt(_) => "bigint",
        Value::Double(_) => "double precision",
        Value::String(_) => "text",
        Value::Uuid(_) => "uuid",
        Value::ChronoDate(_) => "date",
        Value::ChronoDateTimeUtc(_) => "timestamptz",
        Value::Json(_) => "jsonb",
        Value::Array(ArrayType::Uuid, _) => "uuid[]",
        Value::Array(ArrayType::String, _) => "text[]",
        Value::Array(ArrayType::Int, _) => "integer[]",
        Value::Array(ArrayType::BigInt, _) => "bigint[]",
        other => panic!("no type of PostgreSQL is given for {other:?}: give one here"),
    }
}
