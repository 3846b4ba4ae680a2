//! A hub with the services of a partner joined to it.

use std::sync::Arc;
use std::time::Duration;

use async_graphql::{ObjectType, Request, Schema, SubscriptionType, Variables};
use futures_util::FutureExt;
use respyrem::access::Visibility;
use respyrem::app;
use respyrem::domain::subgraph::SubgraphState;
use respyrem::feed::bus::Bus;
use respyrem::feed::quota::Quota;
use respyrem::feed::{Feed, FeedSettings};
use respyrem::gateway::{Gateway, Prepared, Registry};
use respyrem::gql::request::Caller;
use respyrem::kernel::actor::Actor;
use respyrem::store::Store;
use serde_json::{Value, json};
use tokio::task::JoinHandle;
use uuid::Uuid;

use super::stock;
use crate::support::hub::{caller, read, request};
use crate::support::subgraph::{Answers, TestSubgraph};
use crate::support::{TestHub, server};

/// The SIRET of the structure to which services add.
pub(super) const SIRET: &str = "13002526500013";
/// Its RNA number.
pub(super) const RNA: &str = "W662001234";

/// A server of the hub that follows the registry.
pub(super) struct Server {
    pub(super) gateway: Gateway,
    pub(super) registry: Registry,
    pub(super) store: Store,
    tasks: Vec<JoinHandle<()>>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

impl Server {
    pub(super) async fn start(hub: &TestHub) -> Self {
        let store = hub.beside().await;
        let feed = Feed::new(
            store.clone(),
            FeedSettings { poll: Duration::from_millis(50), ..FeedSettings::default() },
        );
        let quota = Quota::alone(hub.clock.clone());
        let parts = app::hub(&store, &hub.files, &feed, quota, &server::config(&SETTINGS)).expect("a server");
        let (gateway, registry) = (parts.gateway, parts.registry);
        gateway.refresh().await.expect("the registry is read");
        let (followed, keeper) = (feed.clone(), gateway.clone());
        let tasks = vec![
            tokio::spawn(async move { followed.follow(&Bus::alone()).await }),
            tokio::spawn(async move { keeper.follow(&feed).await }),
        ];
        Self { gateway, registry, store, tasks }
    }

    /// Asks as `caller`.
    pub(super) async fn ask_with(&self, caller: Caller, query: &str, variables: Value) -> Value {
        match self.gateway.prepare(request(query, variables)) {
            Ok(Prepared::Hub(call)) => read(&Box::pin(self.gateway.hub().execute(call, caller)).await),
            Ok(Prepared::Joined(call)) => read(&Box::pin(call.execute(caller)).await),
            Err(refused) => json!({ "errors": refused.errors }),
        }
    }

    pub(super) async fn ask_as(&self, actor: &Actor, query: &str, variables: Value) -> Value {
        self.ask_with(caller(actor), query, variables).await
    }

    pub(super) async fn ask(&self, query: &str) -> Value {
        self.ask_as(&Actor::Anonymous, query, json!({})).await
    }

    /// Waits until the schema knows this field of a type.
    pub(super) async fn knows(&self, ty: &str, field: &str) {
        self.until(ty, field, true).await;
    }

    /// Waits until it knows it no more.
    pub(super) async fn forgets(&self, ty: &str, field: &str) {
        self.until(ty, field, false).await;
    }

    async fn until(&self, ty: &str, field: &str, known: bool) {
        let query = format!("{{ __type(name: \"{ty}\") {{ fields {{ name }} }} }}");
        for _ in 0..500 {
            let answer = self.ask(&query).await;
            let fields = answer["data"]["__type"]["fields"].as_array().cloned().unwrap_or_default();
            if fields.iter().any(|found| found["name"] == field) == known {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("{ty}.{field}: known is not {known} after 5 s");
    }
}

/// A hub, and a partner with a structure.
pub(super) struct World {
    pub(super) hub: TestHub,
    pub(super) server: Server,
    pub(super) partner: Uuid,
    pub(super) structure: Uuid,
}

impl World {
    pub(super) async fn of(hub: TestHub) -> Self {
        let partner = hub.partner("parc").await;
        let structure =
            hub.structure("Le parc").visibility(Visibility::Public).of(partner).siret(SIRET).rna(RNA).await;
        hub.governed_by(partner, structure).await;
        let server = Server::start(&hub).await;
        Self { hub, server, partner, structure }
    }

    /// With the stock of the partner joined.
    pub(super) async fn with_stock(hub: TestHub) -> (Self, TestSubgraph) {
        let world = Self::of(hub).await;
        let stock = TestSubgraph::start(stock::alone()).await;
        world.join("stock", &stock.url, &["Structure"], &["Structure.rna"]).await;
        world.server.knows("Query", "things").await;
        (world, stock)
    }

    /// Registers a service, grants it these rights and joins it.
    pub(super) async fn join(&self, name: &str, url: &str, extends: &[&str], requires: &[&str]) {
        self.register(name, url, extends, requires).await;
        self.activate(&[name]).await;
    }

    /// Joins services in one step.
    pub(super) async fn activate(&self, names: &[&str]) {
        let Server { registry, store, .. } = &self.server;
        registry.change_state(store, names, SubgraphState::Active).await.expect("they are joined");
    }

    /// Registers a service and grants it these rights.
    pub(super) async fn register(&self, name: &str, url: &str, extends: &[&str], requires: &[&str]) {
        let Server { registry, store, .. } = &self.server;
        let listed = |rights: &[&str]| Some(rights.iter().map(|right| (*right).to_owned()).collect());
        registry.register(store, "parc", name, url).await.expect("it is registered");
        registry.grant(store, name, (listed(extends), listed(requires), None)).await.expect("it is granted");
    }
}

/// Has a schema answer.
pub(super) fn answers<Q, M, S>(schema: Schema<Q, M, S>) -> Answers
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
    S: SubscriptionType + 'static,
{
    Arc::new(move |asked| {
        let schema = schema.clone();
        async move {
            let request = Request::new(asked["query"].as_str().expect("a query"))
                .variables(Variables::from_json(asked["variables"].clone()));
            serde_json::to_value(schema.execute(request).await).expect("JSON")
        }
        .boxed()
    })
}

/// What the hub needs to call services on this machine.
pub(super) const SETTINGS: [(&str, &str); 3] = [
    ("PUBLIC_URL", "https://hub.example"),
    ("LOOPBACK_PARTNERS", "true"),
    ("SECRET_KEYS", "test:0707070707070707070707070707070707070707070707070707070707070707"),
];
