//! A provider's row: as it begins, after what was said of it, and what is wrong with it.

use std::collections::BTreeMap;

use async_graphql::MaybeUndefined;
use chrono::{DateTime, Utc};
use entities::identity_provider::Model;
use serde_json::{Value, json};
use uuid::Uuid;

use super::input::IdentityProviderSettingsInput;
use crate::domain::identity::{
    BackChannelLogout, ClientAuthentication, EmailTrust, JustInTime, ProtocolUsage, ProviderState,
    SigningAlgorithm, UserinfoForm,
};
use crate::domain::record::{Checks, differing};
use crate::gql::coded::Coded;
use crate::identity::provider::Provider;
use crate::identity::vault::Vault;
use crate::kernel::error::{Code, Fault, Result};

/// The most characters of a label, a claim or an id.
const MAX_LINE: usize = 200;
/// The most scopes, parameters and contexts.
const MAX_LIST: usize = 20;

/// The fields without which a trial says nothing of the next sign-in.
const PROTOCOL: [&str; 11] = [
    "clientId",
    "secret",
    "clientAuthentication",
    "keyId",
    "idTokenAlgorithms",
    "userinfo",
    "pkce",
    "par",
    "scopes",
    "extraParameters",
    "requiredAcr",
];

/// A draft of which nothing is said yet.
pub(super) fn draft(id: Uuid, partner: Uuid, now: DateTime<Utc>) -> Model {
    let code = |code: &str| code.to_owned();
    Model {
        id,
        partner_id: partner,
        slug: String::new(),
        label: String::new(),
        issuer: String::new(),
        client_id: String::new(),
        client_authentication: code(ClientAuthentication::Basic.as_str()),
        sealed_secret: String::new(),
        key_id: None,
        id_token_algorithms: json!([SigningAlgorithm::Rs256]),
        userinfo: code(UserinfoForm::Json.as_str()),
        pkce: code(ProtocolUsage::Always.as_str()),
        par: code(ProtocolUsage::Auto.as_str()),
        scopes: json!(["profile", "email"]),
        extra_parameters: json!({}),
        required_acr: json!([]),
        email_trust: code(EmailTrust::Verified.as_str()),
        just_in_time: code(JustInTime::Off.as_str()),
        back_channel_logout: code(BackChannelLogout::EndSessions.as_str()),
        siret_claim: None,
        state: code(ProviderState::Draft.as_str()),
        tried_at: None,
        created_at: now,
        updated_at: now,
        updated_by: None,
        version: 1,
        history: json!({}),
    }
}

impl IdentityProviderSettingsInput {
    /// Writes what is said into the row.
    pub(super) fn apply(&self, row: &mut Model, checks: &mut Checks) {
        set(&mut row.client_authentication, self.client_authentication);
        set(&mut row.userinfo, self.userinfo);
        set(&mut row.pkce, self.pkce);
        set(&mut row.par, self.par);
        set(&mut row.email_trust, self.email_trust);
        set(&mut row.just_in_time, self.just_in_time);
        set(&mut row.back_channel_logout, self.back_channel_logout);
        if let Some(algorithms) = &self.id_token_algorithms {
            row.id_token_algorithms = json!(algorithms);
        }
        if let Some(scopes) = &self.scopes {
            let beside: Vec<&String> = scopes.iter().filter(|scope| *scope != "openid").collect();
            row.scopes = listed(&beside, "input.settings.scopes", checks);
        }
        if let Some(contexts) = &self.required_acr {
            row.required_acr = listed(contexts, "input.settings.requiredAcr", checks);
        }
        if let Some(pairs) = &self.extra_parameters {
            row.extra_parameters = parameters(pairs, checks);
        }
        set_line(&mut row.key_id, &self.key_id, "input.settings.keyId", checks);
        set_line(&mut row.siret_claim, &self.siret_claim, "input.settings.siretClaim", checks);
    }
}

/// What a required line says; blank is a fault.
pub(super) fn line(field: &str, given: &str, checks: &mut Checks) -> String {
    let is_blank = given.trim().is_empty();
    checks.that(!is_blank, field, "it cannot be empty");
    checks.line(field, Some(given), MAX_LINE).unwrap_or_default()
}

fn set<T: Coded>(column: &mut String, given: Option<T>) {
    if let Some(given) = given {
        given.code().clone_into(column);
    }
}

fn set_line(column: &mut Option<String>, given: &MaybeUndefined<String>, field: &str, checks: &mut Checks) {
    match given {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => *column = None,
        MaybeUndefined::Value(text) => *column = checks.line(field, Some(text), MAX_LINE),
    }
}

fn listed<T: serde::Serialize>(list: &[T], field: &str, checks: &mut Checks) -> Value {
    checks.that(list.len() <= MAX_LIST, field, &format!("at most {MAX_LIST}"));
    json!(list)
}

fn parameters(pairs: &[String], checks: &mut Checks) -> Value {
    let mut read = BTreeMap::new();
    for (at, pair) in pairs.iter().enumerate() {
        let field = format!("input.settings.extraParameters.{at}");
        let named = pair.split_once('=').filter(|(name, value)| !name.is_empty() && !value.is_empty());
        checks.that(named.is_some(), &field, "a parameter is written `name=value`");
        if let Some((name, value)) = named {
            let is_new = read.insert(name, value).is_none();
            checks.that(is_new, &field, "this parameter is there twice");
        }
    }
    json!(read)
}

/// The API's names of what differs.
pub(super) fn changed(now: &Model, then: &Model) -> Vec<&'static str> {
    differing([
        ("label", now.label != then.label),
        ("clientId", now.client_id != then.client_id),
        ("secret", now.sealed_secret != then.sealed_secret),
        ("clientAuthentication", now.client_authentication != then.client_authentication),
        ("keyId", now.key_id != then.key_id),
        ("idTokenAlgorithms", now.id_token_algorithms != then.id_token_algorithms),
        ("userinfo", now.userinfo != then.userinfo),
        ("pkce", now.pkce != then.pkce),
        ("par", now.par != then.par),
        ("scopes", now.scopes != then.scopes),
        ("extraParameters", now.extra_parameters != then.extra_parameters),
        ("requiredAcr", now.required_acr != then.required_acr),
        ("emailTrust", now.email_trust != then.email_trust),
        ("justInTime", now.just_in_time != then.just_in_time),
        ("backChannelLogout", now.back_channel_logout != then.back_channel_logout),
        ("siretClaim", now.siret_claim != then.siret_claim),
    ])
}

/// Whether a trial with the row as it was says nothing of it as it is.
pub(super) fn needs_trial(changed: &[&str]) -> bool {
    changed.iter().any(|field| PROTOCOL.contains(field))
}

/// What the protocol says is wrong with the row, each on its field in the input.
pub(super) fn check(row: &Model, vault: &Vault) -> Result<()> {
    let faults = Provider::read(row.clone())?.settings(vault)?.faults();
    let faults: Vec<Fault> = faults.into_iter().map(|reason| told(reason.fault)).collect();
    if faults.is_empty() { Ok(()) } else { Err(crate::kernel::error::Error::Refused(faults)) }
}

fn told(fault: oidc::Fault) -> Fault {
    let (field, message) = match fault {
        oidc::Fault::Issuer => (
            "input.issuer",
            "an issuer is an address, https:// and a host, with neither query nor fragment, as the provider's tokens say it",
        ),
        oidc::Fault::Client => {
            ("input.clientId", "it cannot be empty: the provider says it when it registers the hub")
        }
        oidc::Fault::Secret => (
            "input.secret",
            "give the secret that the provider gave or, with PRIVATE_KEY_JWT, a private key in PEM that fits the first \
             algorithm",
        ),
        oidc::Fault::Algorithm => {
            ("input.settings.idTokenAlgorithms", "name at least one algorithm: nothing unsigned is believed")
        }
        oidc::Fault::Scope => ("input.settings.scopes", "a scope is one word"),
        oidc::Fault::Acr => ("input.settings.requiredAcr", "an authentication context is one word"),
        oidc::Fault::ExtraParameter => {
            let message = format!("only these can be added: {}", oidc::EXTRA_PARAMETERS.join(", "));
            return Fault::on("input.settings.extraParameters", Code::Invalid, message);
        }
        _ => return Fault::of(Code::Invalid, "the provider cannot be used with these settings"),
    };
    Fault::on(field, Code::Invalid, message)
}

/// Whether an address is one at which a provider can be asked; whether it may be on this machine is the operator's to say.
pub(super) fn is_secure(issuer: &str) -> bool {
    issuer.starts_with("https://")
        || issuer.starts_with("http://127.0.0.1")
        || issuer.starts_with("http://localhost")
}
