//! Calls to addresses that somebody else chose.
//!
//! Such a call reaches public addresses only, whether they are given as numbers or as names, over `https`; it follows
//! no redirect, uses no proxy, and both its time and the length of the answer are bounded. That holds for whatever is
//! sent, so everything that goes outside goes through here.

mod address;
mod resolver;

use std::error::Error as _;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
pub use reqwest::{Method, Request, StatusCode, header};
use url::{Host, Url};

use self::resolver::{ForbiddenAddress, GuardedResolver};

/// How far calls may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// To public addresses, over `https`.
    Public,
    /// To this machine as well, there without `https` too: for development and tests, never where others can ask.
    PublicAndLoopback,
}

/// How long a call may take.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Until there is a connection.
    pub connect: Duration,
    /// From the first byte sent to the last one received.
    pub total: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { connect: Duration::from_secs(3), total: Duration::from_secs(5) }
    }
}

/// Why a call brought no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HttpError {
    /// The address is not a public one.
    #[error("the address is not one of the public internet")]
    Address,
    /// The address is not `https`, or holds a name and password.
    #[error("the address is not https")]
    Scheme,
    /// Nobody answers there, or not in HTTP, or its certificate is not valid.
    #[error("nobody answers")]
    Unreachable,
    /// The answer did not come in time.
    #[error("the answer did not come in time")]
    Timeout,
    /// The answer sends elsewhere.
    #[error("the answer sends elsewhere")]
    Redirect,
    /// The answer is longer than allowed; what is too much was not read.
    #[error("the answer is too long")]
    TooLarge,
    /// No client could be made: the machine has no certificate authorities.
    #[error("no HTTP client can be made here")]
    Client,
}

/// An answer, whole.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Its status, never one that sends elsewhere.
    pub status: StatusCode,
    /// Its headers.
    pub headers: header::HeaderMap,
    /// Its body, no longer than was allowed.
    pub body: Bytes,
}

impl Answer {
    /// Its media type in small letters, without parameters; empty when it says none, or several.
    #[must_use]
    pub fn media_type(&self) -> String {
        let mut told = self.headers.get_all(header::CONTENT_TYPE).iter();
        let said = match (told.next(), told.next()) {
            (Some(only), None) => only.to_str().unwrap_or_default(),
            _ => "",
        };
        said.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }
}

/// An HTTP client that goes nowhere it should not. Clones share its connections.
#[derive(Clone, Debug)]
pub struct GuardedHttp {
    client: reqwest::Client,
    reach: Reach,
}

impl GuardedHttp {
    /// A client that reaches so far and waits so long.
    ///
    /// # Errors
    /// [`HttpError::Client`] where TLS cannot be set up.
    pub fn new(reach: Reach, patience: Patience) -> Result<Self, HttpError> {
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            // Whatever other crates switch on: one protocol, and no answer that grows when it is unpacked.
            .http1_only()
            .no_gzip()
            .no_brotli()
            .no_zstd()
            .no_deflate()
            .dns_resolver(Arc::new(GuardedResolver { reach }))
            .connect_timeout(patience.connect)
            .timeout(patience.total)
            .user_agent(concat!("respyrem/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|_| HttpError::Client)?;
        Ok(Self { client, reach })
    }

    /// Whether this address may be called, as far as can be seen before its name is looked up.
    ///
    /// # Errors
    /// [`HttpError::Scheme`] or [`HttpError::Address`].
    pub fn check(&self, url: &Url) -> Result<(), HttpError> {
        let host = url.host().ok_or(HttpError::Scheme)?;
        let plain = url.scheme() == "http" && self.reach == Reach::PublicAndLoopback && is_loopback(&host);
        let anonymous = url.username().is_empty() && url.password().is_none();
        if !anonymous || !(plain || url.scheme() == "https") {
            return Err(HttpError::Scheme);
        }
        // A number is connected to without being looked up, so the resolver never sees it.
        let allowed = match host {
            Host::Ipv4(address) => address::is_allowed(address.into(), self.reach),
            Host::Ipv6(address) => address::is_allowed(address.into(), self.reach),
            Host::Domain(_) => true,
        };
        if allowed { Ok(()) } else { Err(HttpError::Address) }
    }

    /// Sends a request, and reads its answer up to `limit` bytes.
    ///
    /// # Errors
    /// An [`HttpError`], also when the answer is a redirect or longer than the limit. A status that says that it did
    /// not work is an answer.
    pub async fn send(&self, mut request: Request, limit: usize) -> Result<Answer, HttpError> {
        self.check(request.url())?;
        if let Some(credentials) = request.headers_mut().get_mut(header::AUTHORIZATION) {
            credentials.set_sensitive(true);
        }
        let mut response = self.client.execute(request).await.map_err(|error| cause(&error))?;
        let status = response.status();
        if status.is_redirection() {
            return Err(HttpError::Redirect);
        }
        let headers = std::mem::take(response.headers_mut());
        let mut body = BytesMut::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| cause(&error))? {
            if body.len() + chunk.len() > limit {
                return Err(HttpError::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer { status, headers, body: body.freeze() })
    }
}

/// Whether an address without `https` is this very machine.
fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

/// What went wrong, told without any of the words of the libraries below: they repeat addresses.
fn cause(error: &reqwest::Error) -> HttpError {
    let mut source = error.source();
    while let Some(inner) = source {
        if inner.is::<ForbiddenAddress>() {
            return HttpError::Address;
        }
        source = inner.source();
    }
    if error.is_timeout() { HttpError::Timeout } else { HttpError::Unreachable }
}
