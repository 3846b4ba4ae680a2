//! An OpenID Connect provider for tests: honest until it is told a lie.
//!
//! It listens on loopback, has one client and one account at a time, and no page: whoever comes to `/authorize` is
//! signed in as that account at once. It checks what an honest provider checks, so a client that forgets its proof is
//! seen. Each [`Lie`] is one value, and lies add up until [`LyingProvider::be_honest`].
//!
//! ```no_run
//! # async fn example(clock: lying_provider::Clock) {
//! use lying_provider::{Forgery, Lie, LyingProvider};
//! let provider = LyingProvider::start(clock).await;
//! provider.sign_in_as(serde_json::json!({ "sub": "anna", "email": "anna@example.org", "siret": "13002526500013" }));
//! provider.tell(Lie::IdToken(Forgery::WrongNonce));
//! # }
//! ```

// It is for tests alone, where stopping with a word on what went wrong is the right thing to do.
#![expect(clippy::expect_used, reason = "a test double: a fault of its own ends the test")]

mod clients;
mod endpoints;
mod forgery;
mod keys;
mod lie;
mod offers;
mod provider;
mod state;
mod token;

pub use clients::{CLIENT_KEY_P256, CLIENT_KEY_RSA};
pub use forgery::Forgery;
pub use keys::KeyPair;
pub use lie::{Edit, Endpoint, Lie, Misbehaviour};
pub use offers::Offers;
pub use provider::{Clock, LyingProvider};
pub use token::{Draft, Signing};
