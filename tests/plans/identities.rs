//! What partners run, where people sign in and their services; and who waits to be told from somebody else.

use respyrem::kernel::kind::Kind;

use super::crowd::{Fill, own, some};
use super::words::{Family, Words};

/// The family of the ids of identity providers.
pub(super) const PROVIDERS: u8 = 20;

/// The family of the ids of partners' GraphQL services.
pub(super) const SUBGRAPHS: u8 = 22;

/// Tens of providers and services, and a clash for many of those who came.
pub(super) fn fills(words: Words) -> Vec<Fill> {
    let list = |items: &str| words.json(&format!("'{items}'"));
    vec![
        Fill::rows("identity_provider", 30)
            .set("id", own(words, PROVIDERS))
            .set("partner_id", words.id(Family::Partner, "n"))
            .set("slug", "'fournisseur-' || cast(n as text)")
            .set("label", "'Compte ' || cast(n as text)")
            .set("issuer", "'https://' || cast(n as text) || '.example'")
            .set("client_id", "'respyrem'")
            .set("client_authentication", "'BASIC'")
            .set("sealed_secret", "'x'")
            .set("id_token_algorithms", list("[\"RS256\"]"))
            .set("userinfo", "'JSON'")
            .set("pkce", "'ALWAYS'")
            .set("par", "'AUTO'")
            .set("scopes", list("[]"))
            .set("extra_parameters", list("{}"))
            .set("required_acr", list("[]"))
            .set("email_trust", "'VERIFIED'")
            .set("just_in_time", "'OFF'")
            .set("back_channel_logout", "'END_SESSIONS'")
            .set("state", "'ACTIVE'")
            .set("created_at", words.moment("n"))
            .set("updated_at", words.moment("n"))
            .set("version", "1")
            .set("history", list("{}")),
        Fill::rows("subgraph", 30)
            .set("id", own(words, SUBGRAPHS))
            .set("partner_id", words.id(Family::Partner, "n"))
            .set("name", "'service-' || cast(n as text)")
            .set("url", "'https://' || cast(n as text) || '.example/graphql'")
            .set("state", "'DRAFT'")
            .set("created_at", words.moment("n"))
            .set("updated_at", words.moment("n")),
        Fill::rows("identity_clash", 6_000)
            .set("id", own(words, 21))
            .set("provider_id", words.id(Family::Other(PROVIDERS), "(1 + n % 30)"))
            .set("subject", "cast(n as text)")
            .set("member_id", some(words, Kind::Member, "n"))
            .set("email", "'n' || cast(n as text) || '@example.org'")
            .set("display_name", "'Nom'")
            .set("created_at", words.moment("n")),
    ]
}
