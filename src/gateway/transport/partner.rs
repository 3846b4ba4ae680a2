//! Partners' services, asked over HTTP: bounded in time, in length and in number, and left alone while they fail.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use federation::{Answer, Call, Failure};
use oidc::http::{GuardedHttp, HttpError, Method, Request, header};
use tokio::sync::Semaphore;
use url::Url;
use uuid::Uuid;

use super::breaker::Breaker;
use super::token::Signer;
use crate::gateway::repo::Service;
use crate::gql::request::Caller;
use crate::kernel::actor::Actor;
use crate::kernel::clock::Clock;
use crate::kernel::id;
use crate::kernel::kind::Kind;

/// Calls that are under way to one service, at most; others wait, as long as a call may take.
const AT_ONCE: usize = 64;
/// How long one waits before a service is asked again that could not be reached.
const AGAIN: Duration = Duration::from_millis(50);
/// What a service's own schema is asked by.
const SDL_QUERY: &str = "{ _service { sdl } }";
/// Bytes of the longest schema that is read.
const SDL_BYTES: usize = 1 << 20;

/// A partner's service as this server finds it.
pub(in crate::gateway) struct PartnerService {
    id: Uuid,
    name: String,
    url: Url,
    names_viewer: bool,
    places: Semaphore,
    breaker: Breaker,
}

impl fmt::Debug for PartnerService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PartnerService").field("name", &self.name).finish_non_exhaustive()
    }
}

impl PartnerService {
    /// One of which nothing is known yet; `None` when its address is none.
    pub(in crate::gateway) fn new(service: &Service) -> Option<Self> {
        let url = Url::parse(&service.offer.url).ok()?;
        Some(Self {
            id: service.id,
            name: service.offer.name.clone(),
            url,
            names_viewer: service.names_viewer,
            places: Semaphore::new(AT_ONCE),
            breaker: Breaker::new(),
        })
    }

    /// Whether it is this service, asked in the same way.
    pub(in crate::gateway) fn is(&self, service: &Service) -> bool {
        self.id == service.id
            && self.url.as_str() == service.offer.url
            && self.names_viewer == service.names_viewer
    }

    /// Whether it is asked.
    pub(in crate::gateway) fn is_available(&self) -> bool {
        self.breaker.is_closed()
    }
}

/// Asks partners' services. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Partners {
    http: GuardedHttp,
    signer: Signer,
    clock: Clock,
}

impl Partners {
    /// By this client, with tokens of this signer.
    #[must_use]
    pub fn new(http: GuardedHttp, signer: Signer, clock: Clock) -> Self {
        Self { http, signer, clock }
    }

    /// Whether requests can carry a token: without, no service is asked in the hub's name.
    pub(in crate::gateway) fn can_sign(&self) -> bool {
        self.signer.has_key()
    }

    /// Whether a service may be at this address.
    ///
    /// # Errors
    /// Why not.
    pub(in crate::gateway) fn check(&self, url: &Url) -> Result<(), HttpError> {
        self.http.check(url)
    }

    /// Has a service answer its part of an operation.
    pub(in crate::gateway) async fn ask(
        &self,
        service: &Arc<PartnerService>,
        call: Call<'_>,
        caller: &Caller,
    ) -> Result<Answer, Failure> {
        let start = Instant::now();
        let answer = self.guarded(service, &call, caller).await;
        let outcome = match &answer {
            Ok(answer) if answer.errors.is_empty() => "ok",
            Ok(_) => "errors",
            Err(failure) => failure.code(),
        };
        let name = service.name.clone();
        metrics::histogram!("federation_call_duration_seconds", "subgraph" => name.clone())
            .record(start.elapsed());
        metrics::counter!("federation_calls_total", "subgraph" => name, "outcome" => outcome).increment(1);
        answer
    }

    async fn guarded(
        &self,
        service: &PartnerService,
        call: &Call<'_>,
        caller: &Caller,
    ) -> Result<Answer, Failure> {
        let permit = service.breaker.admit(Instant::now()).ok_or(Failure::Unavailable)?;
        let _place = service.places.acquire().await.map_err(|_| Failure::Unavailable)?;
        let viewer = viewer(&caller.actor).filter(|_| service.names_viewer);
        let token = self.signer.token(service.url.as_str(), viewer, self.clock.now());
        let body = call.to_body();
        let send = || self.send(&service.url, body.clone(), token.as_deref(), call.answer_bytes);
        let mut answer = send().await;
        // A change that did not arrive may have arrived all the same: it is never sent twice.
        if matches!(answer, Err(Failure::Unavailable)) && !call.mutation {
            tokio::time::sleep(AGAIN).await;
            answer = send().await;
        }
        permit.tell(answer.is_ok(), Instant::now());
        answer
    }

    /// What a service says that its schema is.
    ///
    /// # Errors
    /// Why it says none, in a sentence.
    pub(in crate::gateway) async fn schema_of(&self, url: &str) -> Result<String, String> {
        let no_sdl =
            || "it answers without `_service { sdl }`: it is no subgraph of Apollo Federation".to_owned();
        let url = Url::parse(url).map_err(|_| "its address is none".to_owned())?;
        let token = self.signer.token(url.as_str(), None, self.clock.now());
        let body = serde_json::json!({ "query": SDL_QUERY }).to_string().into();
        let answer = self.send(&url, body, token.as_deref(), SDL_BYTES).await;
        let answer = answer.map_err(|failure| format!("it {failure}"))?;
        let sdl = answer.data.get("_service").and_then(|service| service.get("sdl"));
        let sdl = sdl.and_then(|sdl| sdl.as_str()).filter(|sdl| !sdl.trim().is_empty());
        sdl.map(str::to_owned).ok_or_else(no_sdl)
    }

    async fn send(
        &self,
        url: &Url,
        body: bytes::Bytes,
        token: Option<&str>,
        limit: usize,
    ) -> Result<Answer, Failure> {
        let mut request = Request::new(Method::POST, url.clone());
        *request.body_mut() = Some(body.into());
        let headers = request.headers_mut();
        headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/json"));
        let media = "application/graphql-response+json, application/json;q=0.9";
        headers.insert(header::ACCEPT, header::HeaderValue::from_static(media));
        if let Some(token) = token {
            let bearer = header::HeaderValue::try_from(format!("Bearer {token}"));
            headers.insert(header::AUTHORIZATION, bearer.map_err(|_| Failure::Unavailable)?);
        }
        let answer = self.http.send(request, limit).await.map_err(failure)?;
        if answer.status.is_server_error() {
            return Err(Failure::Unavailable);
        }
        Answer::from_body(answer.body)
    }
}

/// What a member is called in tokens: as everywhere else.
fn viewer(actor: &Actor) -> Option<String> {
    match actor {
        Actor::Member(member) => Some(id::global(Kind::Member.prefix(), member.member)),
        Actor::Anonymous | Actor::Client(_) | Actor::System => None,
    }
}

fn failure(error: HttpError) -> Failure {
    match error {
        HttpError::Timeout => Failure::TimedOut,
        HttpError::TooLarge => Failure::TooLarge,
        HttpError::Address
        | HttpError::Scheme
        | HttpError::Unreachable
        | HttpError::Redirect
        | HttpError::Client => Failure::Unavailable,
    }
}
