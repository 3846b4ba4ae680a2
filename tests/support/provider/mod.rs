//! Real identity providers, which tests sign in with: the programs of `tests/providers`, and a person who visits them.
//!
//! Both take the same description: `{ "clients": [metadata…], "accounts": { name: claims… } }`, where clients are told as
//! OpenID Connect registers them. How each of them behaves is in `tests/providers/README.md`.

mod chromium;
mod cookies;
mod page;
mod process;
mod visitor;

use std::path::Path;

use serde_json::{Value, json};

pub(crate) use chromium::sign_in_with_chromium;
use process::Process;
pub(crate) use visitor::Visitor;

/// npm's `oidc-provider`: all of OpenID Connect that the hub uses, and ProConnect's ways for clients that ask for them.
pub(crate) struct OidcProvider(Process);

impl OidcProvider {
    /// Starts one and waits until it is ready.
    pub(crate) fn start(config: &Value) -> Self {
        let script = "tests/providers/oidc-provider/server.js";
        let installed = Path::new(env!("CARGO_MANIFEST_DIR")).join(script).with_file_name("node_modules");
        assert!(installed.exists(), "run `scripts/npm-install tests/providers/oidc-provider` first");
        Self(Process::start("node", script, config))
    }

    /// How it names itself.
    pub(crate) fn issuer(&self) -> &str {
        &self.0.issuer
    }

    /// From now on it has these accounts, and these claims of theirs.
    pub(crate) fn replace_accounts(&mut self, accounts: &Value) {
        self.0.ask(&json!({ "accounts": accounts }));
    }
}

/// Debian's LemonLDAP::NG, which much of the French public sector signs in with.
pub(crate) struct LemonLdap(Process);

impl LemonLdap {
    /// Starts one and waits until it is ready.
    pub(crate) fn start(config: &Value) -> Self {
        Self(Process::start("perl", "tests/providers/lemonldap/server.pl", config))
    }

    /// How it names itself: with a slash at the end.
    pub(crate) fn issuer(&self) -> &str {
        &self.0.issuer
    }
}
