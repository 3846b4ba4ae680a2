//! Signs people in through OpenID Connect providers that it does not trust.
//!
//! One [`Client`] serves any number of providers, each told by its [`Settings`]. It knows nothing of the one who uses
//! it: no database, no web framework, no clock of its own. It keeps in memory what providers publish about themselves
//! and nothing else; what a sign-in must remember until its callback is given back as [`Pending`].
//!
//! ```text
//! begin              → where to send the browser, and what to keep until it comes back
//! finish             → who signed in, once everything that the provider said is proved
//! refresh            → whether the provider still knows them
//! end_session_url    → where to send the browser to sign out there too
//! check_logout_token → whom the provider says has signed out
//! ```
//!
//! ```no_run
//! use oidc::{Callback, Client, Error, Hints, Settings, SignedIn};
//!
//! # async fn example(client: Client, partner: Settings, query: &str) -> Result<SignedIn, Error> {
//! let begun = client.begin(&partner, "https://hub.example.org/auth/callback/partner", &Hints::default()).await?;
//! // Keep `begun.pending` where the browser cannot read it, send the browser to `begun.url`, and when it is back:
//! let callback = Callback::parse(query)?;
//! client.finish(&partner, &begun.pending, &callback).await
//! # }
//! ```
//!
//! What is refused, and why, is an [`Error`] with a [`Reason`] that stays the same (`id_token.nonce`). No error holds
//! a secret, a code, a token or a text of the provider.
//!
//! Every call goes through [`http::GuardedHttp`], which reaches public addresses only, follows no redirect and waits
//! a few seconds at most. It can be used for any other call to an address that somebody else chose.

mod authentication;
mod call;
mod callback;
mod claims;
mod client;
mod directory;
mod error;
pub mod http;
mod json;
mod jws;
mod logout;
mod metadata;
mod named;
mod oauth;
mod random;
mod request;
mod settings;
mod sign_in;
mod userinfo;

pub use callback::Callback;
pub use client::{Client, Clock};
pub use error::{Error, Fault, Reason, Subject};
pub use jws::{Algorithm, UnknownAlgorithm};
pub use logout::LogoutToken;
pub use request::{Begun, Hints, Pending};
pub use settings::{Authentication, EXTRA_PARAMETERS, Settings, Usage, Userinfo};
pub use sign_in::{Refresh, SignedIn};
