//! A partner's service in Rust: what a structure has in store.

use async_graphql::{EmptySubscription, Enum, Object, Schema, SimpleObject, Union, scalar};
use serde::{Deserialize, Serialize};

/// The hub's own.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Siret(String);

#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Rna(String);

scalar!(Siret);
scalar!(Rna);

/// A structure of the hub, as far as this service knows it.
pub(super) struct Structure {
    siret: Option<Siret>,
    rna: Option<Rna>,
}

/// Something that can be borrowed.
#[derive(Clone, SimpleObject)]
pub(super) struct Tool {
    id: String,
    label: String,
    condition: Condition,
}

/// A room that can be used.
#[derive(Clone, SimpleObject)]
pub(super) struct Room {
    id: String,
    seats: i32,
}

#[derive(Clone, Copy, PartialEq, Eq, Enum)]
pub(super) enum Condition {
    New,
    Worn,
}

#[derive(Clone, Union)]
pub(super) enum Thing {
    Tool(Tool),
    Room(Room),
}

pub(super) struct Query;
pub(super) struct Mutation;

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
        Structure { siret: Some(Siret(super::world::SIRET.to_owned())), rna: None }
    }

    #[graphql(entity)]
    async fn structure_by_siret(&self, #[graphql(key)] siret: Option<Siret>, rna: Option<Rna>) -> Structure {
        Structure { siret, rna }
    }
}

#[Object]
impl Mutation {
    async fn lend(&self, tool: String) -> String {
        format!("{tool} est prêté")
    }
}

pub(super) type StockSchema = Schema<Query, Mutation, EmptySubscription>;

pub(super) fn schema() -> StockSchema {
    Schema::build(Query, Mutation, EmptySubscription).enable_federation().finish()
}
