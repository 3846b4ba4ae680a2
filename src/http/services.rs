//! What the HTTP layer asks of the rest of the hub. The composition root supplies it; nothing here knows how it is
//! done.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use futures_util::future::BoxFuture;

use crate::files::Files;
use crate::gateway::{Gateway, JoinedCall, Prepared};
use crate::gql::pipeline::{Call, OperationKind, Pipeline};
use crate::gql::request::{Caller, GraphqlError, GraphqlRequest, Reply, RequestError};
use crate::gql::stream::{Messages, Subscriber};
pub use crate::identity::{AuthFault, Credentials};
use crate::kernel::actor::Actor;
use crate::kernel::clock::Clock;
use crate::kernel::rate::{Allowance, Asked};

/// Says who calls.
pub type Authenticate =
    Arc<dyn Fn(Credentials) -> BoxFuture<'static, Result<Actor, AuthFault>> + Send + Sync>;

/// Says who the bearers of many connections are now, one answer each, as [`Authenticate`] does for a request; `None` when
/// it cannot be told.
pub type Reauthenticate = Arc<
    dyn Fn(Vec<Arc<Credentials>>) -> BoxFuture<'static, Option<Vec<Result<Actor, AuthFault>>>> + Send + Sync,
>;

/// Takes operations of a program's minute, if there are as many.
pub type TakeAllowance = Arc<dyn Fn(Asked) -> BoxFuture<'static, Allowance> + Send + Sync>;

/// Says whether pages of an origin may call the hub (CORS): those of API clients.
pub type OriginLookup = Arc<dyn Fn(String) -> BoxFuture<'static, bool> + Send + Sync>;

/// Says what the hub needs in order to serve, and whether it is there.
pub type ReadinessCheck = Arc<dyn Fn() -> BoxFuture<'static, Vec<Readiness>> + Send + Sync>;

/// One thing that the hub needs.
#[derive(Clone, Debug)]
pub struct Readiness {
    /// Its name (`database`).
    pub name: &'static str,
    /// What is wrong with it, in words that anyone may read; `None` when it is there.
    pub fault: Option<String>,
    /// Whether the hub serves nothing without it.
    pub is_vital: bool,
}

/// An operation that was found, validated and weighed, and waits to be run.
pub struct PreparedCall {
    /// Query, mutation or subscription.
    pub kind: OperationKind,
    /// The operation's name.
    pub name: Option<String>,
    /// Runs it.
    pub run: Run,
}

/// Answers once: a query or a mutation. Dropping the future ends it.
pub type RunOnce = Box<dyn FnOnce(Caller) -> BoxFuture<'static, Reply> + Send>;

/// Opens the stream of a subscription, or says why it is none. Dropping the stream ends it.
pub type OpenStream =
    Box<dyn FnOnce(Subscriber) -> BoxFuture<'static, Result<Messages, Vec<GraphqlError>>> + Send>;

/// How an operation is run.
pub enum Run {
    /// A query or a mutation.
    Once(RunOnce),
    /// A subscription.
    Stream(OpenStream),
}

/// What answers operations: the pipeline, or a test's own.
pub trait Operations: Send + Sync + 'static {
    /// Finds, parses, validates and weighs; executes nothing.
    ///
    /// # Errors
    /// When the request must not be executed.
    fn prepare(&self, request: GraphqlRequest) -> Result<PreparedCall, RequestError>;
}

impl Operations for Gateway {
    fn prepare(&self, request: GraphqlRequest) -> Result<PreparedCall, RequestError> {
        Ok(match Self::prepare(self, request)? {
            Prepared::Hub(call) => of_hub(self.hub(), call),
            Prepared::Joined(call) => {
                let (kind, name) = (call.kind(), call.name().map(str::to_owned));
                prepared(kind, name, call, JoinedCall::execute, JoinedCall::subscribe)
            }
        })
    }
}

impl Operations for Pipeline {
    fn prepare(&self, request: GraphqlRequest) -> Result<PreparedCall, RequestError> {
        Ok(of_hub(self, Self::prepare(self, request)?))
    }
}

fn of_hub(pipeline: &Pipeline, call: Call) -> PreparedCall {
    let (kind, name) = (call.kind(), call.name().map(str::to_owned));
    let execute =
        |(pipeline, call): (Pipeline, Call), caller| async move { pipeline.execute(call, caller).await };
    let subscribe =
        |(pipeline, call): (Pipeline, Call), caller| async move { pipeline.subscribe(call, caller).await };
    prepared(kind, name, (pipeline.clone(), call), execute, subscribe)
}

/// A call with the way to run it that its kind asks for.
fn prepared<C, R, S>(
    kind: OperationKind,
    name: Option<String>,
    call: C,
    execute: fn(C, Caller) -> R,
    subscribe: fn(C, Subscriber) -> S,
) -> PreparedCall
where
    C: Send + 'static,
    R: Future<Output = Reply> + Send + 'static,
    S: Future<Output = Result<Messages, Vec<GraphqlError>>> + Send + 'static,
{
    let run = match kind {
        OperationKind::Subscription => {
            Run::Stream(Box::new(move |subscriber| Box::pin(subscribe(call, subscriber))))
        }
        OperationKind::Query | OperationKind::Mutation => {
            Run::Once(Box::new(move |caller| Box::pin(execute(call, caller))))
        }
    };
    PreparedCall { kind, name, run }
}

/// What keeps files.
#[derive(Clone, Debug)]
pub struct FileService {
    /// The files.
    pub files: Files,
    /// How long the bytes of one may take to arrive.
    pub upload_timeout: Duration,
}

/// Everything the router is built from.
#[derive(Clone)]
pub struct HttpServices {
    /// Answers operations.
    pub operations: Arc<dyn Operations>,
    /// Answers gateways, for which the hub is a part of another graph.
    pub for_gateways: Arc<dyn Operations>,
    /// Says who calls.
    pub authenticate: Authenticate,
    /// Says who those are that stay connected.
    pub reauthenticate: Reauthenticate,
    /// Counts how often partners' programs ask.
    pub allowance: TakeAllowance,
    /// Says what time it is, for what expires while it is open.
    pub clock: Clock,
    /// Says which origins may call.
    pub allowed_origin: OriginLookup,
    /// Says whether the hub can serve.
    pub readiness: ReadinessCheck,
    /// Takes files in and gives them out; where it is not there, neither are the addresses of files.
    pub files: Option<FileService>,
    /// Routes of other layers (`/auth/*`, `/subgraph`), served under the same layers as the hub's own.
    /// They bound their own bodies and times, and have no fallback.
    pub routes: Router,
}
