//! The web server's settings.

use std::time::Duration;

use ipnet::IpNet;

use super::LimitSettings;
use super::source::Source;
use super::streams::StreamSettings;
use super::values::{self, ListenAddress, PublicUrl};

/// The web server.
#[derive(Clone, Debug)]
pub struct HttpSettings {
    /// Where it listens.
    pub listen: ListenAddress,
    /// What people and partners type to reach it.
    pub public_url: PublicUrl,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Whether the session cookie may travel without TLS (development).
    pub insecure_cookies: bool,
    /// Whether GraphiQL is served.
    pub explorer: bool,
    /// Time bounds.
    pub times: HttpTimes,
    /// A request's body at most, in bytes.
    pub max_body_bytes: usize,
    /// How many operations at once.
    pub admission: AdmissionSettings,
    /// What stays open.
    pub streams: StreamSettings,
    /// The limits of documents, which the server publishes, and the size of a batch, which it enforces.
    pub limits: LimitSettings,
}

/// Time bounds of the web server.
#[derive(Clone, Copy, Debug)]
pub struct HttpTimes {
    /// For the headers of a request, and for an idle connection.
    pub headers: Duration,
    /// For the body.
    pub body: Duration,
    /// For a whole request.
    pub request: Duration,
    /// For what still runs when the server is told to stop.
    pub shutdown_grace: Duration,
}

/// How many operations the hub takes at once.
#[derive(Clone, Copy, Debug)]
pub struct AdmissionSettings {
    /// Executing.
    pub concurrent: usize,
    /// Waiting for their turn.
    pub queued: usize,
    /// Of one client: an API client, a member or an address.
    pub per_client: usize,
}

impl HttpSettings {
    pub(super) fn read(source: &mut Source<'_>, limits: LimitSettings) -> Self {
        Self {
            listen: source.parsed(
                ("LISTEN", "127.0.0.1:8080"),
                "Where the hub listens: address and port.",
                "an address and a port, such as 0.0.0.0:8080 or [::]:8080",
                ListenAddress::parse,
            ),
            public_url: source.parsed(
                ("PUBLIC_URL", "http://localhost:8080"),
                "What people and partners type to reach the hub; https:// in production.",
                "http:// or https://, a host, and no path",
                PublicUrl::parse,
            ),
            trusted_proxies: source.parsed(
                ("TRUSTED_PROXIES", ""),
                "Reverse proxies whose X-Forwarded-For is believed: addresses or networks, separated by commas.",
                "addresses or networks such as 10.0.0.2 or 10.0.0.0/24, separated by commas",
                values::networks,
            ),
            insecure_cookies: source.flag(
                ("INSECURE_COOKIES", false),
                "Lets the session cookie travel over plain http. For development only.",
            ),
            explorer: source.flag(("EXPLORER", true), "Whether GraphiQL is served at /explorer."),
            times: HttpTimes::read(source),
            max_body_bytes: source.number(
                ("MAX_BODY_BYTES", 1_048_576),
                1_024..=1_073_741_824,
                "A GraphQL request's body at most.",
            ),
            admission: AdmissionSettings::read(source),
            streams: StreamSettings::read(source),
            limits,
        }
    }
}

impl HttpTimes {
    fn read(source: &mut Source<'_>) -> Self {
        Self {
            headers: source.millis(
                ("HEADER_READ_TIMEOUT_MS", 10_000),
                "How long the headers of a request may take, and how long a connection may idle.",
            ),
            body: source.millis(("BODY_READ_TIMEOUT_MS", 5_000), "How long the body of a request may take."),
            request: source.millis(("REQUEST_TIMEOUT_MS", 10_000), "How long a whole request may take."),
            shutdown_grace: source.millis(
                ("SHUTDOWN_GRACE_MS", 10_000),
                "How long what still runs may go on when the hub is told to stop.",
            ),
        }
    }
}

impl AdmissionSettings {
    fn read(source: &mut Source<'_>) -> Self {
        Self {
            concurrent: source.number(
                ("MAX_CONCURRENT_OPERATIONS", 64),
                1..=100_000,
                "Operations executing at once.",
            ),
            queued: source.number(
                ("MAX_QUEUED_OPERATIONS", 256),
                0..=1_000_000,
                "Operations waiting for their turn; beyond, the hub answers 503.",
            ),
            per_client: source.number(
                ("MAX_OPERATIONS_PER_CLIENT", 8),
                1..=100_000,
                "Operations of one client at once: an API client, a member or an address; beyond, 429.",
            ),
        }
    }
}
