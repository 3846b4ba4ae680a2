//! A provider, and a client of it, at a time that stands still.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use chrono::{DateTime, TimeDelta};
use lying_provider::{Edit, Endpoint, Forgery, Lie, LyingProvider, Misbehaviour};
use oidc::http::{GuardedHttp, Patience, Reach};
use oidc::{Authentication, Begun, Callback, Client, Error, Hints, Settings, SignedIn, Usage, Userinfo};
use secrecy::ExposeSecret;

/// Where the browser comes back to.
pub(crate) const BACK: &str = "https://hub.example.org/auth/callback/partner";
/// The moment at which tests begin: 2026-11-23, in seconds since 1970.
const BEGIN: i64 = 1_795_392_000;

/// A time that moves when it is told to.
#[derive(Clone, Default)]
pub(crate) struct Time(Arc<AtomicI64>);

impl Time {
    pub(crate) fn pass(&self, span: TimeDelta) {
        self.0.fetch_add(span.num_seconds(), Ordering::Relaxed);
    }

    pub(crate) fn clock(&self) -> oidc::Clock {
        let time = self.clone();
        Arc::new(move || DateTime::from_timestamp(BEGIN + time.0.load(Ordering::Relaxed), 0).unwrap())
    }
}

/// A provider and its client.
pub(crate) struct Scene {
    pub(crate) provider: LyingProvider,
    pub(crate) client: Client,
    pub(crate) settings: Settings,
    pub(crate) time: Time,
}

impl Scene {
    pub(crate) async fn start() -> Self {
        Self::patient(Duration::from_secs(5)).await
    }

    /// One whose client waits so long for each answer.
    pub(crate) async fn patient(total: Duration) -> Self {
        let time = Time::default();
        let provider = LyingProvider::start(time.clock()).await;
        let patience = Patience { total, ..Patience::default() };
        let http = GuardedHttp::new(Reach::PublicAndLoopback, patience).unwrap();
        let settings = settings_of(&provider);
        Self { provider, client: Client::new(http, time.clock()), settings, time }
    }

    pub(crate) async fn telling(lie: Lie) -> Self {
        let scene = Self::start().await;
        scene.provider.tell(lie);
        scene
    }

    pub(crate) async fn begin(&self) -> Result<Begun, Error> {
        self.client.begin(&self.settings, BACK, &Hints::default()).await
    }

    /// Sends the browser there, and reads what it comes back with.
    pub(crate) async fn browse(&self, begun: &Begun) -> Result<Callback, Error> {
        let back = self.provider.browse(begun.url.expose_secret()).await;
        let (place, query) = back.split_once('?').expect("an answer");
        assert_eq!(place, BACK);
        Callback::parse(query)
    }

    pub(crate) async fn finish(&self, begun: &Begun, callback: &Callback) -> Result<SignedIn, Error> {
        self.client.finish(&self.settings, &begun.pending, callback).await
    }

    /// A sign-in from its beginning to its end.
    pub(crate) async fn sign_in(&self) -> Result<SignedIn, Error> {
        let begun = self.begin().await?;
        let callback = self.browse(&begun).await?;
        self.finish(&begun, &callback).await
    }

    /// Whether the provider is believed again once it is honest: what it lied about was the only fault.
    pub(crate) async fn assert_honest_again(&self) {
        self.provider.be_honest();
        // What was fetched while it lied is kept for a while.
        self.time.pass(TimeDelta::hours(2));
        self.sign_in().await.expect("an honest sign-in");
    }
}

/// Settings that fit an honest provider.
pub(crate) fn settings_of(provider: &LyingProvider) -> Settings {
    Settings {
        issuer: provider.issuer().to_owned(),
        client_id: provider.client_id().to_owned(),
        authentication: Authentication::Basic(provider.client_secret().into()),
        id_token_algorithms: vec![oidc::Algorithm::RS256],
        userinfo: Userinfo::None,
        pkce: Usage::Auto,
        par: Usage::Auto,
        scopes: vec!["email".to_owned()],
        extra_parameters: [].into(),
        required_acr: Vec::new(),
    }
}

/// The reason of a refusal, for which trying again would not help.
pub(crate) fn refusal<T: std::fmt::Debug>(answer: Result<T, Error>) -> String {
    match answer {
        Err(Error::Refused(reason)) => reason.to_string(),
        other => panic!("not refused: {other:?}"),
    }
}

/// An endpoint that answers with this, as JSON.
pub(crate) fn says(endpoint: Endpoint, body: &str) -> Lie {
    Lie::Answer(endpoint, Misbehaviour::Says(200, "application/json", body.to_owned()))
}

/// An id token that is written otherwise once it is signed.
pub(crate) fn becomes(edit: impl Fn(&str) -> String + Send + Sync + 'static) -> Lie {
    Lie::IdToken(Forgery::Text(Edit::new(move |token: &mut String| *token = edit(token))))
}

/// An id token with another signature.
pub(crate) fn signs(edit: impl Fn(&str) -> String + Send + Sync + 'static) -> Lie {
    becomes(move |token| {
        let (message, signature) = token.rsplit_once('.').unwrap();
        format!("{message}.{}", edit(signature))
    })
}

/// A text with small letters where it has capitals, and the other way round.
pub(crate) fn swapped(text: &str) -> String {
    let swap = |letter: char| {
        if letter.is_ascii_lowercase() { letter.to_ascii_uppercase() } else { letter.to_ascii_lowercase() }
    };
    text.chars().map(swap).collect()
}

/// One test for each lie: `name: lie => reason`. The sign-in is refused, and works as soon as the provider is honest.
/// `by` says how the provider and its client are set up, where that matters.
macro_rules! sign_in_refused {
    (by $scene:path: $($name:ident: $lie:expr => $reason:literal,)*) => { $(
        #[tokio::test]
        async fn $name() {
            let scene = $scene().await;
            scene.provider.tell($lie);
            assert_eq!(refusal(scene.sign_in().await), $reason);
            scene.assert_honest_again().await;
        }
    )* };
    ($($lies:tt)*) => { sign_in_refused! { by Scene::start: $($lies)* } };
}
pub(crate) use sign_in_refused;
