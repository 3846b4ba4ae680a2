//! What is known of one provider before it is asked anything: the one source of trust.
//!
//! Nothing here is taken from what a provider publishes, the algorithms least of all.

use std::collections::BTreeMap;

use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::authentication;
use crate::error::{Error, Fault, Reason, Subject};
use crate::jws::Algorithm;

/// One provider, and what the hub is to it.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The issuer, letter by letter as the provider's tokens say it.
    pub issuer: String,
    /// What the provider calls us.
    pub client_id: String,
    /// How we prove to the provider that we are its client.
    pub authentication: Authentication,
    /// The algorithms that its id tokens and logout tokens may be signed with.
    pub id_token_algorithms: Vec<Algorithm>,
    /// Whether it is asked about the person, and in what form it answers.
    pub userinfo: Userinfo,
    /// The proof key for the code (RFC 7636), by `S256`. `Always` sends one to providers that do not say that they know
    /// it: many do, and the others ignore it.
    pub pkce: Usage,
    /// Pushed authorisation requests (RFC 9126). `Always` refuses a provider that does not offer them.
    pub par: Usage,
    /// The scopes to ask for beside `openid`.
    pub scopes: Vec<String>,
    /// More parameters of the request, each named in [`EXTRA_PARAMETERS`].
    pub extra_parameters: BTreeMap<String, String>,
    /// The authentication contexts of which the person must have one; all are welcome when it is empty.
    pub required_acr: Vec<String>,
}

/// How we prove to a provider that we are its client. A client that proves nothing cannot be told.
#[derive(Clone, Debug)]
pub enum Authentication {
    /// The secret in the `Authorization` header (`client_secret_basic`).
    Basic(SecretString),
    /// The secret in the form (`client_secret_post`).
    Post(SecretString),
    /// A token that we sign (`private_key_jwt`, RFC 7523).
    PrivateKey {
        /// The private key: PEM, PKCS#8 (or PKCS#1 for RSA).
        pem: SecretString,
        /// The id under which the provider knows its public half.
        kid: Option<String>,
        /// What to sign with; it has to fit the key.
        algorithm: Algorithm,
    },
}

/// Whether something optional of the protocol is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Usage {
    /// Where the provider offers it.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never, even where it is offered: some providers refuse parameters that they do not know.
    Never,
}

/// Whether a provider is asked about the person after the sign-in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Userinfo {
    /// It is not asked: all is in the id token.
    #[default]
    None,
    /// It answers in JSON, believed as far as the connection is.
    Json,
    /// It answers with a token, signed with one of these.
    Signed(Vec<Algorithm>),
}

/// The parameters that may be added to a request. Those of the protocol are not among them: they are the library's.
pub const EXTRA_PARAMETERS: &[&str] = &[
    "claims",
    "connection",
    "display",
    "domain_hint",
    "hd",
    "idp_hint",
    "kc_idp_hint",
    "organization",
    "prompt",
    "resource",
    "ui_locales",
    "whr",
];

impl Settings {
    /// Everything that is wrong with them, as far as can be seen without asking the provider.
    #[must_use]
    pub fn faults(&self) -> Vec<Reason> {
        let signed_by_none = matches!(&self.userinfo, Userinfo::Signed(algorithms) if algorithms.is_empty());
        let is_word =
            |text: &String| !text.is_empty() && text.chars().all(|letter| letter.is_ascii_graphic());
        let allowed = |name: &String| EXTRA_PARAMETERS.contains(&name.as_str());
        let checks = [
            (self.issuer_is_one(), Fault::Issuer),
            (!self.client_id.is_empty(), Fault::Client),
            (authentication::is_usable(&self.authentication), Fault::Secret),
            (!self.id_token_algorithms.is_empty() && !signed_by_none, Fault::Algorithm),
            (self.scopes.iter().all(is_word), Fault::Scope),
            (self.required_acr.iter().all(is_word), Fault::Acr),
            (self.extra_parameters.keys().all(allowed), Fault::ExtraParameter),
        ];
        let faults = checks.into_iter().filter(|(holds, _)| !holds);
        faults.map(|(_, fault)| Reason { of: Subject::Settings, fault }).collect()
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        self.faults().into_iter().next().map_or(Ok(()), |reason| Err(Error::Misconfigured(reason)))
    }

    /// An address with neither query nor fragment (OpenID Connect Discovery 1.0, section 2).
    fn issuer_is_one(&self) -> bool {
        Url::parse(&self.issuer)
            .is_ok_and(|url| url.query().is_none() && url.fragment().is_none() && url.has_host())
    }
}
