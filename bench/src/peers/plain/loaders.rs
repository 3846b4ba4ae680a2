//! What is loaded for many parents at once, each under the filter of an anonymous reader.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use entities::{action, participation, project, structure};
use sea_orm::sea_query::{Alias, Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, DatabaseConnection, DbErr, EntityTrait, FromQueryResult, QueryFilter, Select, Statement,
    Value,
};
use uuid::Uuid;

/// The first `first` of what belongs to `parent`.
macro_rules! first_of {
    ($($name:ident),+) => {$(
        #[derive(Clone, Copy, PartialEq, Eq, Hash)]
        pub(super) struct $name {
            pub parent: Uuid,
            pub first: u32,
        }
    )+};
}
first_of!(ProjectsOf, ActionsOf, ParticipationsOf);

const PROJECTS: &str = "select * from (
  select p.*, mine.structure_id as parent,
    row_number() over (partition by mine.structure_id order by p.sort_name, p.id) as place
  from (select distinct structure_id, project_id from participation
        where state = 'ACCEPTED' and structure_id in (KEYS)) mine
  join project p on p.id = mine.project_id
  where p.level = 'PUBLIC'
) ranked where place <= FIRST order by parent, place";

const ACTIONS: &str = "select * from (
  select a.*, row_number() over (partition by a.project_id order by a.position, a.id) as place
  from action a
  where a.project_id in (KEYS) and a.level = 'PUBLIC'
) ranked where place <= FIRST order by project_id, place";

const PARTICIPATIONS: &str = "select * from (
  select o.*, row_number() over (partition by o.project_id order by o.created_at, o.id) as place
  from participation o
  where o.state = 'ACCEPTED' and o.project_id in (KEYS) and o.structure_level = 'PUBLIC'
) ranked where place <= FIRST order by project_id, place";

/// All loaders share the connection pool.
pub(super) struct Loaders(pub DatabaseConnection);

#[derive(FromQueryResult)]
struct OwnedProject {
    #[sea_orm(nested)]
    project: project::Model,
    parent: Uuid,
}

impl Loader<ProjectsOf> for Loaders {
    type Value = Vec<project::Model>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[ProjectsOf]) -> Result<HashMap<ProjectsOf, Self::Value>, Self::Error> {
        let wanted: Vec<_> = keys.iter().map(|key| (*key, key.parent, key.first)).collect();
        let rows: Vec<OwnedProject> = self.rows(PROJECTS, &wanted).await?;
        Ok(group(&wanted, rows.into_iter().map(|row| (row.parent, row.project))))
    }
}

impl Loader<ActionsOf> for Loaders {
    type Value = Vec<action::Model>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[ActionsOf]) -> Result<HashMap<ActionsOf, Self::Value>, Self::Error> {
        let wanted: Vec<_> = keys.iter().map(|key| (*key, key.parent, key.first)).collect();
        let rows: Vec<action::Model> = self.rows(ACTIONS, &wanted).await?;
        Ok(group(&wanted, rows.into_iter().map(|row| (row.project_id, row))))
    }
}

impl Loader<ParticipationsOf> for Loaders {
    type Value = Vec<participation::Model>;
    type Error = Arc<DbErr>;

    async fn load(
        &self,
        keys: &[ParticipationsOf],
    ) -> Result<HashMap<ParticipationsOf, Self::Value>, Self::Error> {
        let wanted: Vec<_> = keys.iter().map(|key| (*key, key.parent, key.first)).collect();
        let rows: Vec<participation::Model> = self.rows(PARTICIPATIONS, &wanted).await?;
        Ok(group(&wanted, rows.into_iter().map(|row| (row.project_id, row))))
    }
}

impl Loader<Uuid> for Loaders {
    type Value = structure::Model;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[Uuid]) -> Result<HashMap<Uuid, structure::Model>, Self::Error> {
        let rows = visible_structures()
            .filter(structure::Column::Id.is_in(keys.iter().copied()))
            .all(&self.0)
            .await?;
        Ok(rows.into_iter().map(|row| (row.id, row)).collect())
    }
}

/// The structures that anyone may see.
pub(super) fn visible_structures() -> Select<structure::Entity> {
    let level = Expr::col((structure::Entity, Alias::new("level")));
    structure::Entity::find().filter(level.eq("PUBLIC"))
}

impl Loaders {
    /// Runs `sql` with the parents in the place of `KEYS` and the largest limit in the place of `FIRST`.
    async fn rows<K, T: FromQueryResult>(
        &self,
        sql: &str,
        wanted: &[(K, Uuid, u32)],
    ) -> Result<Vec<T>, DbErr> {
        let places: Vec<String> = (1..=wanted.len()).map(|place| format!("${place}")).collect();
        let most = wanted.iter().map(|(_, _, first)| *first).max().unwrap_or_default();
        let sql = sql.replace("KEYS", &places.join(", ")).replace("FIRST", &format!("${}", wanted.len() + 1));
        let parents = wanted.iter().map(|(_, parent, _)| Value::from(*parent));
        let values = parents.chain([Value::from(i64::from(most))]);
        let statement = Statement::from_sql_and_values(self.0.get_database_backend(), sql, values);
        T::find_by_statement(statement).all(&self.0).await
    }
}

fn group<K: Eq + Hash + Copy, T: Clone>(
    wanted: &[(K, Uuid, u32)],
    rows: impl Iterator<Item = (Uuid, T)>,
) -> HashMap<K, Vec<T>> {
    let mut of_parent: HashMap<Uuid, Vec<T>> = HashMap::new();
    for (parent, row) in rows {
        of_parent.entry(parent).or_default().push(row);
    }
    let take = |(key, parent, first): &(K, Uuid, u32)| {
        let rows = of_parent.get(parent).map_or(&[][..], Vec::as_slice);
        let count = rows.len().min(usize::try_from(*first).unwrap_or(usize::MAX));
        (*key, rows[..count].to_vec())
    };
    wanted.iter().map(take).collect()
}
