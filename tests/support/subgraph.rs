//! A partner's GraphQL service on this machine, which a test can tell how to behave.

use std::future::pending;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use futures_util::future::BoxFuture;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// Answers a GraphQL request.
pub(crate) type Answers = Arc<dyn Fn(Value) -> BoxFuture<'static, Value> + Send + Sync>;

/// How a service behaves.
#[derive(Clone, Debug, Default)]
pub(crate) enum Mood {
    /// As it should.
    #[default]
    Well,
    /// It never answers.
    Stalled,
    /// It answers with this status and this body.
    Says(StatusCode, String),
    /// It answers without end.
    Endless,
}

#[derive(Default)]
struct State {
    mood: Mood,
    /// The requests that came, with their headers.
    asked: Vec<(HeaderMap, Value)>,
}

/// A service, which stops with the test.
pub(crate) struct TestSubgraph {
    pub(crate) url: String,
    state: Arc<Mutex<State>>,
    task: JoinHandle<()>,
}

impl TestSubgraph {
    pub(crate) async fn start(answers: Answers) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}/graphql", listener.local_addr().expect("an address"));
        let state = Arc::<Mutex<State>>::default();
        let told = Arc::clone(&state);
        let handle = move |headers: HeaderMap, body: String| {
            let (answers, told) = (Arc::clone(&answers), Arc::clone(&told));
            async move { answer(&answers, &told, headers, &body).await }
        };
        let router = Router::new().route("/graphql", post(handle));
        let task = tokio::spawn(async move { axum::serve(listener, router).await.expect("it serves") });
        Self { url, state, task }
    }

    /// Behaves like this from now on.
    pub(crate) fn becomes(&self, mood: Mood) {
        self.state.lock().expect("nobody fails meanwhile").mood = mood;
    }

    /// The requests that came since this was asked last.
    pub(crate) fn asked(&self) -> Vec<(HeaderMap, Value)> {
        std::mem::take(&mut self.state.lock().expect("nobody fails meanwhile").asked)
    }

    /// Nobody answers there any more.
    pub(crate) fn stop(&self) {
        self.task.abort();
    }
}

impl Drop for TestSubgraph {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(answers: &Answers, state: &Mutex<State>, headers: HeaderMap, body: &str) -> Response {
    let request: Value = serde_json::from_str(body).expect("a JSON body");
    let mood = {
        let mut state = state.lock().expect("nobody fails meanwhile");
        state.asked.push((headers, request.clone()));
        state.mood.clone()
    };
    let json = [(header::CONTENT_TYPE, "application/json")];
    match mood {
        Mood::Well => (json, answers(request).await.to_string()).into_response(),
        Mood::Stalled => pending().await,
        Mood::Says(status, body) => (status, json, body).into_response(),
        Mood::Endless => {
            let chunk = || Some((Ok::<_, std::io::Error>(vec![b' '; 1 << 20]), ()));
            (json, Body::from_stream(futures_util::stream::unfold((), move |()| async move { chunk() })))
                .into_response()
        }
    }
}
