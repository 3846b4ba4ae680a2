//! A partner's GraphQL service (Apollo Federation v2) in Rust, for tests and the demonstration: what structures have in store, and
//! lend. It needs of another partner's service what that one needs of it.

use async_graphql::{EmptySubscription, Enum, Object, Schema, SimpleObject, Union, scalar};
use serde::{Deserialize, Serialize};

/// The hub's own.
#[derive(Clone, Serialize, Deserialize)]
struct Siret(String);

#[derive(Clone, Serialize, Deserialize)]
struct Rna(String);

scalar!(Siret);
scalar!(Rna);

/// A structure of the hub, as far as this service knows it.
struct Structure {
    siret: Option<Siret>,
    rna: Option<Rna>,
    workshop_hours: Option<i32>,
}

/// Something that can be borrowed.
#[derive(Clone, SimpleObject)]
struct Tool {
    id: String,
    label: String,
    condition: Condition,
}

/// A room that can be used.
#[derive(Clone, SimpleObject)]
struct Room {
    id: String,
    seats: i32,
}

#[derive(Clone, Copy, PartialEq, Eq, Enum)]
enum Condition {
    New,
    Worn,
}

#[derive(Clone, Union)]
enum Thing {
    Tool(Tool),
    Room(Room),
}

/// What can be asked.
pub struct Query {
    /// The SIRET of the structure that keeps the tools.
    keeper: String,
}

/// What can be done.
pub struct Mutation;

fn things() -> Vec<Thing> {
    vec![
        Thing::Tool(Tool { id: "t1".to_owned(), label: "Tarière".to_owned(), condition: Condition::Worn }),
        Thing::Room(Room { id: "r1".to_owned(), seats: 30 }),
    ]
}

#[Object]
impl Structure {
    async fn siret(&self) -> Option<&Siret> {
        self.siret.as_ref()
    }

    #[graphql(external)]
    async fn rna(&self) -> Option<&Rna> {
        self.rna.as_ref()
    }

    #[graphql(external)]
    async fn workshop_hours(&self) -> i32 {
        self.workshop_hours.unwrap_or(0)
    }

    /// In tonnes of CO₂ a year.
    async fn footprint(&self) -> Option<f64> {
        self.siret.as_ref().map(|_| 4.2)
    }

    #[graphql(requires = "workshopHours")]
    async fn reach(&self) -> i32 {
        self.workshop_hours.unwrap_or(0) * 10
    }

    /// What it lends.
    async fn lends(&self, #[graphql(default = 10)] first: i32) -> Vec<Thing> {
        things().into_iter().take(usize::try_from(first).unwrap_or(0)).collect()
    }

    /// What is written on what it lends.
    #[graphql(requires = "rna")]
    async fn mark(&self) -> String {
        format!("propriété de {}", self.rna.as_ref().map_or("personne", |rna| rna.0.as_str()))
    }
}

#[Object]
impl Query {
    async fn things(&self) -> Vec<Thing> {
        things()
    }

    /// Where a tool is.
    async fn keeper(&self) -> Structure {
        Structure { siret: Some(Siret(self.keeper.clone())), rna: None, workshop_hours: None }
    }

    #[graphql(entity)]
    async fn structure_by_siret(
        &self,
        #[graphql(key)] siret: Option<Siret>,
        rna: Option<Rna>,
        workshop_hours: Option<i32>,
    ) -> Structure {
        Structure { siret, rna, workshop_hours }
    }
}

#[Object]
impl Mutation {
    async fn lend(&self, tool: String) -> String {
        format!("{tool} est prêté")
    }
}

/// The schema of the service.
pub type StockSchema = Schema<Query, Mutation, EmptySubscription>;

/// Makes it; the tools are at the structure with the SIRET `keeper`.
#[must_use]
pub fn schema(keeper: String) -> StockSchema {
    Schema::build(Query { keeper }, Mutation, EmptySubscription).enable_federation().finish()
}
