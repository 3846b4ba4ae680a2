//! How the services of a graph are asked: the hub by a call within the program, partners' by HTTP.

mod breaker;
mod hub;
mod partner;
mod token;

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use federation::{Answer, Call, Failure, Transports};
use futures_util::future::BoxFuture;

use super::compose::HUB;
use super::graph::Graph;
use super::running::Gateway;
use crate::gql::request::Caller;

pub(super) use hub::asking;
pub(super) use partner::PartnerService;
pub use partner::Partners;
pub use token::{Signer, SigningSecret};

/// Carries the calls of one operation, in the name of its caller.
pub(super) struct Carrier<'a> {
    gateway: &'a Gateway,
    /// Of which services are asked; without one, the hub alone.
    graph: Option<Arc<Graph>>,
    caller: Caller,
    /// How many times the hub was asked to change something.
    changes: AtomicUsize,
}

impl<'a> Carrier<'a> {
    pub(super) fn new(gateway: &'a Gateway, graph: Option<Arc<Graph>>, caller: Caller) -> Self {
        Self { gateway, graph, caller, changes: AtomicUsize::new(0) }
    }
}

impl Transports for Carrier<'_> {
    fn call<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a, Result<Answer, Failure>> {
        Box::pin(async move {
            if call.service == HUB {
                return self.ask_hub(call).await;
            }
            let graph = self.graph.as_ref().ok_or(Failure::Unavailable)?;
            let service = graph.services.get(call.service).ok_or(Failure::Unavailable)?;
            self.gateway.inner.partners.ask(service, call, &self.caller).await
        })
    }
}
