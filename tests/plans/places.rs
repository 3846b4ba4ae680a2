//! Territories, words, partners and sources: what records speak of.

use super::crowd::Fill;
use super::words::{Family, Words};

/// How many communes there are.
pub(super) const COMMUNES: u32 = 8_000;
/// How many words each of the four vocabularies has.
const TERMS: u32 = 6_000;
/// The territories that everything lies in, by their numbers: a département and a country.
const OUTER: [(u32, &str, &str); 2] = [(9_001, "DEPARTMENT", "66"), (9_002, "COUNTRY", "FR")];

/// The rows.
pub(super) fn fills(words: Words) -> Vec<Fill> {
    let id = |n: &str| words.id(Family::Territory, n);
    let mut fills = vec![
        Fill::rows("partner", 40)
            .set("id", words.id(Family::Partner, "n"))
            .set("slug", "'partenaire-' || cast(n as text)")
            .set("name", "'Partenaire ' || cast(n as text)")
            .set("sort_name", "'partenaire ' || cast(n as text)")
            .set("state", "'ACTIVE'"),
        Fill::rows("data_source", 20)
            .set("id", words.id(Family::Source, "n"))
            .set("slug", "'source-' || cast(n as text)")
            .set("partner_id", words.id(Family::Partner, "n")),
        Fill::rows("territory", COMMUNES)
            .set("id", id("n"))
            .set("kind", "'COMMUNE'")
            .set("code", format!("case when n = 17 then '66149' else {} end", words.pad(5, "n")))
            .set("name", "'Commune ' || cast(n as text)")
            .set("sort_name", "'commune ' || cast((n * 7919) % 8009 as text)")
            .set("lat", "42 + n * 0.0001")
            .set("lon", "2 + (n % 100) * 0.01"),
        Fill::rows("territory_within", COMMUNES)
            .set("ancestor_id", id("n"))
            .set("descendant_id", id("n"))
            .set("direct", "(1 = 1)"),
        Fill::rows("geo_point", COMMUNES)
            .set("id", id("n"))
            .set("lat", "42 + n * 0.0001")
            .set("x", "0.74 + n * 0.000001")
            .set("y", "0.03 + n * 0.000001")
            .set("z", "0.67"),
        Fill::rows("term", TERMS)
            .set("id", words.id(Family::Term, "n"))
            .set("scheme", words.one_of(&["THEME", "SECTOR", "AUDIENCE", "SKILL"], "n"))
            .set("code", "'mot-' || cast(n as text)")
            .set("label", words.json("'{\"fr\":\"Mot ' || cast(n as text) || '\"}'"))
            .set("position", "n"),
    ];
    for (number, kind, code) in OUTER {
        let outer = id(&number.to_string());
        fills.push(
            Fill::rows("territory", 1)
                .set("id", &outer)
                .set("kind", format!("'{kind}'"))
                .set("code", format!("'{code}'"))
                .set("name", format!("'{kind}'"))
                .set("sort_name", format!("'{code}'")),
        );
        fills.push(
            Fill::rows("territory_within", COMMUNES)
                .set("ancestor_id", outer)
                .set("descendant_id", id("n"))
                .set("direct", "(1 = 1)"),
        );
    }
    fills
}

/// The identifier of some commune.
pub(super) fn commune(words: Words, n: &str) -> String {
    words.id(Family::Territory, &format!("1 + ({n}) % {COMMUNES}"))
}

/// The identifier of some word.
pub(super) fn term(words: Words, n: &str) -> String {
    words.id(Family::Term, &format!("1 + ({n}) % {TERMS}"))
}
