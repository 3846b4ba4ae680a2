//! A partner's service in Rust: what a structure has in store.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_graphql::{EmptySubscription, Enum, Object, Schema, SimpleObject, Union, scalar};
use futures_util::FutureExt;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::world::answers;
use crate::support::subgraph::Answers;

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
    workshop_hours: Option<i32>,
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

    #[graphql(external)]
    async fn workshop_hours(&self) -> i32 {
        self.workshop_hours.unwrap_or(0)
    }

    /// In tonnes of CO₂ a year.
    async fn footprint(&self) -> Option<f64> {
        self.siret.as_ref().map(|_| 4.2)
    }

    /// How many people it reaches.
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
        Structure { siret: Some(Siret(super::world::SIRET.to_owned())), rna: None, workshop_hours: None }
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

pub(super) type StockSchema = Schema<Query, Mutation, EmptySubscription>;

pub(super) fn schema() -> StockSchema {
    Schema::build(Query, Mutation, EmptySubscription).enable_federation().finish()
}

/// What this service adds once the other one is there.
const LATER: [&str; 2] = ["workshopHours", "reach"];

/// The service, whose schema is without what it needs of the other one until `whole` says so.
pub(super) fn growing(whole: Arc<AtomicBool>) -> Answers {
    let answer = answers(schema());
    Arc::new(move |asked| {
        let (answer, whole) = (answer(asked), Arc::clone(&whole));
        async move {
            let mut answer = answer.await;
            if let (Some(sdl), false) =
                (answer.pointer_mut("/data/_service/sdl"), whole.load(Ordering::Relaxed))
            {
                let kept = sdl.as_str().unwrap_or_default().lines();
                let kept: Vec<_> =
                    kept.filter(|line| !LATER.iter().any(|field| line.contains(field))).collect();
                *sdl = json!(kept.join("\n"));
            }
            answer
        }
        .boxed()
    })
}
