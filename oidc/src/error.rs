//! What goes wrong, in words that programs can tell apart and that stay the same.
//!
//! A reason is made of what was looked at and what was wrong with it. Both are fixed lists: nothing that a provider
//! or a browser sent can come into a message.

use std::fmt;

use crate::named::named;

named! {
    /// What was looked at.
    #[non_exhaustive]
    Subject {
        /// The settings of the provider, as somebody entered them.
        Settings = "settings",
        /// What the provider publishes about itself.
        Discovery = "discovery",
        /// The keys that the provider publishes.
        Keys = "keys",
        /// The answer to a pushed authorisation request (RFC 9126).
        PushedRequest = "par",
        /// What the browser came back with.
        Callback = "callback",
        /// The answer of the token endpoint.
        Token = "token",
        /// The token that says who signed in.
        IdToken = "id_token",
        /// What the provider says of the person.
        Userinfo = "userinfo",
        /// What the provider says of someone who signed out.
        LogoutToken = "logout_token",
    }
}

named! {
    /// What was wrong with it.
    #[non_exhaustive]
    Fault {
        /// The address is not one of the public internet.
        Address = "address",
        /// The address is not `https`, or not an address.
        Scheme = "scheme",
        /// Nobody answers there.
        Unreachable = "unreachable",
        /// The answer did not come in time.
        Timeout = "timeout",
        /// The answer sends elsewhere.
        Redirect = "redirect",
        /// The answer is longer than anything honest.
        TooLarge = "too_large",
        /// The status says that it did not work.
        Status = "status",
        /// The content type is another than the one asked for.
        MediaType = "media_type",
        /// It is not of the form that the standard gives it, or says one thing twice.
        Malformed = "malformed",
        /// What is needed is not there.
        Missing = "missing",
        /// The issuer is another than the one of the settings.
        Issuer = "issuer",
        /// It is not meant for us, or not for us alone.
        Audience = "audience",
        /// The authorised party is somebody else.
        AuthorizedParty = "azp",
        /// It is no longer valid.
        Expired = "expired",
        /// It was made too long ago, in the future, or it does not say when.
        IssuedAt = "iat",
        /// It is not valid yet.
        NotBefore = "nbf",
        /// It is not the answer to this sign-in.
        Nonce = "nonce",
        /// It does not say whom it is about, or says somebody else.
        Sub = "sub",
        /// The access token is another than the one that the id token goes with.
        AccessTokenHash = "at_hash",
        /// The code is another than the one that the id token goes with.
        CodeHash = "c_hash",
        /// The state is another than the one that the id token goes with.
        StateHash = "s_hash",
        /// The person was not authenticated yet.
        AuthTime = "auth_time",
        /// The person was not authenticated as strongly as is asked for.
        Acr = "acr",
        /// It is a token of another kind.
        Type = "typ",
        /// It has extensions that must be understood.
        Critical = "crit",
        /// It brings its own key, or says where to fetch one.
        ForeignKey = "foreign_key",
        /// The algorithm is none of those that are pinned.
        Algorithm = "alg",
        /// No published key has its id and fits its algorithm.
        Key = "key",
        /// The signature does not hold.
        Signature = "signature",
        /// The state is not the one of this sign-in.
        State = "state",
        /// The sign-in was begun with another provider.
        Provider = "provider",
        /// A parameter came twice.
        Duplicate = "duplicate",
        /// The person or the provider said no.
        Denied = "denied",
        /// The provider answered with an error.
        Refused = "refused",
        /// There is no authorisation code.
        Code = "code",
        /// The access token is of a type that is not `Bearer`.
        TokenType = "token_type",
        /// The grant is not valid: the code or the refresh token was used, withdrawn or made for somebody else.
        Grant = "grant",
        /// The provider does not know this client, or not with these credentials.
        Client = "client",
        /// The provider does not know one of the scopes.
        Scope = "scope",
        /// It is no logout token: the event is not there.
        Events = "events",
        /// It has no id by which a second use could be seen.
        Jti = "jti",
        /// Pushed requests are asked for and not offered, or needed and forbidden.
        Pushed = "pushed",
        /// The secret is empty, or the key is none.
        Secret = "secret",
        /// The machine has no randomness to give.
        Random = "random",
        /// An extra parameter is none of those that are allowed.
        ExtraParameter = "extra_parameter",
    }
}

/// Why: what was looked at, and what was wrong. As text: `id_token.nonce`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Reason {
    /// What was looked at.
    pub of: Subject,
    /// What was wrong with it.
    pub fault: Fault,
}

impl fmt::Display for Reason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}.{}", self.of.as_str(), self.fault.as_str())
    }
}

/// Why a call did not come to its end, by what can be done about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The provider does not answer, or says that it cannot now. Trying again later may work.
    #[error("the identity provider is unavailable: {0}")]
    Unavailable(Reason),
    /// What came is not believed, or the provider said no. Nobody is signed in.
    #[error("the sign-in is refused: {0}")]
    Refused(Reason),
    /// The settings and the provider do not go together. Somebody has to change one of them.
    #[error("the identity provider is misconfigured: {0}")]
    Misconfigured(Reason),
}

impl Error {
    /// Why, for the audit.
    #[must_use]
    pub const fn reason(self) -> Reason {
        match self {
            Self::Unavailable(reason) | Self::Refused(reason) | Self::Misconfigured(reason) => reason,
        }
    }
}

/// Short ways to say what is wrong with something.
impl Subject {
    pub(crate) const fn refused(self, fault: Fault) -> Error {
        Error::Refused(Reason { of: self, fault })
    }

    pub(crate) const fn unavailable(self, fault: Fault) -> Error {
        Error::Unavailable(Reason { of: self, fault })
    }

    pub(crate) const fn misconfigured(self, fault: Fault) -> Error {
        Error::Misconfigured(Reason { of: self, fault })
    }
}
