//! What is said of a provider.

use async_graphql::{ID, InputObject, MaybeUndefined};

use crate::domain::identity::{
    BackChannelLogout, ClientAuthentication, EmailTrust, JustInTime, ProtocolUsage, SigningAlgorithm,
    UserinfoForm,
};

/// A provider to be made: a draft, with which only those who govern its partner can sign in, on trial.
///
/// It holds a secret: it is never shown whole.
#[derive(Clone, InputObject)]
pub(in crate::identity) struct CreateIdentityProviderInput {
    /// The partner whose people sign in there.
    pub partner: ID,
    /// What stands for it in addresses, for ever: 2 to 40 small letters, digits and hyphens.
    pub slug: String,
    /// What people call it: the words on its button.
    pub label: String,
    /// Its issuer, for ever, letter by letter as its tokens say it.
    pub issuer: String,
    /// What it calls the hub.
    pub client_id: String,
    /// The secret that it gave the hub or, with `PRIVATE_KEY_JWT`, the hub's private key in PEM. It is sealed, and never read
    /// again.
    pub secret: String,
    /// How it is used; what is left out has its default.
    #[graphql(default)]
    pub settings: IdentityProviderSettingsInput,
}

/// A provider to be changed; what is absent stays as it is.
///
/// It may hold a secret: it is never shown whole.
#[derive(Clone, InputObject)]
pub(in crate::identity) struct UpdateIdentityProviderInput {
    /// The provider.
    pub id: ID,
    /// The version of the provider that you read.
    pub expected_version: i32,
    /// What people call it.
    pub label: Option<String>,
    /// What it calls the hub.
    pub client_id: Option<String>,
    /// The new secret or private key.
    pub secret: Option<String>,
    /// How it is used.
    #[graphql(default)]
    pub settings: IdentityProviderSettingsInput,
}

/// How a provider is used. What is absent stays as it is; in a new provider it has its default.
#[derive(Clone, Debug, Default, InputObject)]
pub(in crate::identity) struct IdentityProviderSettingsInput {
    /// How the hub proves that it is the provider's client; BASIC by default.
    pub client_authentication: Option<ClientAuthentication>,
    /// The id under which the provider knows the hub's public key.
    pub key_id: MaybeUndefined<String>,
    /// What the provider's tokens may be signed with; RS256 by default. Nothing else is believed.
    pub id_token_algorithms: Option<Vec<SigningAlgorithm>>,
    /// Whether the provider is asked about the person, and how it answers; JSON by default.
    pub userinfo: Option<UserinfoForm>,
    /// Whether a proof key goes with the code; ALWAYS by default. NEVER for a provider that refuses parameters that it does
    /// not know.
    pub pkce: Option<ProtocolUsage>,
    /// Whether requests are pushed to the provider beforehand; AUTO by default.
    pub par: Option<ProtocolUsage>,
    /// What the provider is asked for beside `openid`; `profile` and `email` by default.
    pub scopes: Option<Vec<String>>,
    /// What else stands in a request, each as `name=value`; none by default.
    pub extra_parameters: Option<Vec<String>>,
    /// The authentication contexts of which a person must have one; none by default.
    pub required_acr: Option<Vec<String>>,
    /// Which of the addresses that the provider gives are believed; VERIFIED by default.
    pub email_trust: Option<EmailTrust>,
    /// What becomes of people whom nobody knows; OFF by default.
    pub just_in_time: Option<JustInTime>,
    /// What becomes of the sessions of who signs out at the provider; `END_SESSIONS` by default.
    pub back_channel_logout: Option<BackChannelLogout>,
    /// The claim that names a person's structure by its SIRET, when it is not `siret`.
    pub siret_claim: MaybeUndefined<String>,
}
