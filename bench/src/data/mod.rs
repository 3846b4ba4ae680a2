//! The data that everything is measured on: made from the hub's own migrations and entities, the same on both
//! databases, the same at every run.

mod action;
mod draw;
mod member;
mod project;
mod record;
mod structure;
mod term;
mod territory;
mod words;

pub(crate) use record::fold;
pub(crate) use territory::areas;

use anyhow::Context;
use draw::Draw;
use migrations::Migrator;
use record::Recorded;
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, EntityTrait,
    IntoActiveModel, PaginatorTrait, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;

const SEED: u64 = 66;
const STRUCTURES: usize = 31_000;
const PROJECTS: usize = 6_000;
const ACTIONS: usize = 30_000;
const MEMBERS: usize = 5_000;
/// Rows of one statement: 31 columns each stay below both databases' limits of bound values.
const ROWS: usize = 500;

/// What the hub writes beside each structure.
const PLACES: &str = "insert into structure_place (territory_id, sort_name, structure_id, kind) \
    select w.ancestor_id, r.sort_name, s.id, s.kind from structure s join record r on r.id = s.id \
    join territory_within w on w.descendant_id = s.territory_id";

/// Creates the tables in an empty database and fills them; does nothing to one that is filled. Says whether it was empty.
pub(crate) async fn fill(url: &str) -> anyhow::Result<bool> {
    let db = open(url).await?;
    Migrator::up(&db, None).await.context("migrate")?;
    let is_empty = entities::structure::Entity::find().count(&db).await? == 0;
    if is_empty {
        let transaction = db.begin().await?;
        write_all(&transaction).await?;
        transaction.commit().await?;
    }
    db.close().await?;
    Ok(is_empty)
}

/// Leaves the tables as they would be after a night: statistics known, PostgreSQL's visibility map set.
pub(crate) async fn settle(url: &str) -> anyhow::Result<()> {
    let db = open(url).await?;
    let statements: &[&str] = match db.get_database_backend() {
        sea_orm::DbBackend::Sqlite => {
            &["analyze", "pragma journal_mode = wal", "pragma wal_checkpoint(truncate)"]
        }
        _ => &["vacuum (analyze)", "checkpoint"],
    };
    for statement in statements {
        db.execute_unprepared(statement).await?;
    }
    db.close().await?;
    Ok(())
}

/// The SIRETs of associations and public bodies, which most projects are of, whoever may see them.
pub(crate) fn sirets() -> Vec<String> {
    let mut draw = Draw::seeded(SEED);
    let places = territory::make(&mut draw);
    let structures = structure::make(&mut draw, &places, STRUCTURES);
    let asked = structures.into_iter().filter(|structure| structure.detail.kind != "PRIVATE");
    asked.filter_map(|structure| structure.detail.siret).collect()
}

async fn open(url: &str) -> anyhow::Result<DatabaseConnection> {
    Database::connect(url).await.with_context(|| format!("open {url}"))
}

async fn write_all(db: &DatabaseTransaction) -> anyhow::Result<()> {
    let mut draw = Draw::seeded(SEED);
    let places = territory::make(&mut draw);
    let structures = structure::make(&mut draw, &places, STRUCTURES);
    let circles = project::Circles::of(&structures);
    let projects = project::make(&mut draw, &circles, PROJECTS);
    let participations = project::participations(&mut draw, &circles, &projects);
    let actions = action::make(&mut draw, &projects, ACTIONS);
    let steps = action::steps(&mut draw, &actions);
    let members = member::make(&mut draw, MEMBERS);
    let memberships = member::memberships(&mut draw, &members, &structures);
    let sectors = term::sectors(&mut draw);
    let said = term::said(&mut draw, &sectors, &structures);

    write(db, places.territories).await?;
    write(db, places.within).await?;
    write_recorded(db, structures).await?;
    db.execute_unprepared(PLACES).await?;
    write_recorded(db, projects).await?;
    write(db, participations).await?;
    write_recorded(db, actions).await?;
    write(db, steps).await?;
    write_recorded(db, members).await?;
    write(db, memberships).await?;
    write(db, sectors).await?;
    write(db, said).await
}

/// Records first: the rows of each kind point to them.
async fn write_recorded<M, A>(db: &DatabaseTransaction, recorded: Vec<Recorded<M>>) -> anyhow::Result<()>
where
    M: IntoActiveModel<A>,
    A: ActiveModelTrait + Send,
{
    let (records, details): (Vec<_>, Vec<_>) =
        recorded.into_iter().map(|one| (one.record, one.detail)).unzip();
    write(db, records).await?;
    write(db, details).await
}

async fn write<M, A>(db: &DatabaseTransaction, rows: Vec<M>) -> anyhow::Result<()>
where
    M: IntoActiveModel<A>,
    A: ActiveModelTrait + Send,
{
    let mut rows = rows.into_iter().map(IntoActiveModel::into_active_model).peekable();
    while rows.peek().is_some() {
        let batch: Vec<A> = rows.by_ref().take(ROWS).collect();
        A::Entity::insert_many(batch).exec_without_returning(db).await?;
    }
    Ok(())
}
