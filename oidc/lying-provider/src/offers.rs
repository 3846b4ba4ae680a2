//! What the provider offers while it is honest.

use jsonwebtoken::Algorithm;

/// What an honest provider may or may not do.
#[derive(Clone, Debug)]
pub struct Offers {
    /// What id tokens and logout tokens are signed with.
    pub algorithm: Algorithm,
    /// Whether it says that it knows PKCE; a challenge that comes is always checked.
    pub pkce: bool,
    /// Whether requests can be pushed to it.
    pub par: bool,
    /// Whether it says who it is when the browser comes back (RFC 9207).
    pub issuer_in_callback: bool,
    /// What userinfo is signed with; plain JSON when nothing.
    pub userinfo_algorithm: Option<Algorithm>,
    /// Whether only userinfo tells of the person, and the id token no more than who it is.
    pub userinfo_only: bool,
    /// Whether signed userinfo says who made it and for whom.
    pub userinfo_says_for_whom: bool,
    /// Whether it gives refresh tokens, each of which is worth one use.
    pub refresh: bool,
    /// Whether id tokens name the session.
    pub sid: bool,
    /// Whether id tokens name their access token.
    pub at_hash: bool,
    /// Whether a browser can sign out there.
    pub end_session: bool,
    /// Parameters that it does not know are refused, as some do.
    pub strict: bool,
}

impl Default for Offers {
    fn default() -> Self {
        Self {
            algorithm: Algorithm::RS256,
            pkce: true,
            par: false,
            issuer_in_callback: true,
            userinfo_algorithm: None,
            userinfo_only: false,
            userinfo_says_for_whom: true,
            refresh: true,
            sid: true,
            at_hash: true,
            end_session: true,
            strict: false,
        }
    }
}
