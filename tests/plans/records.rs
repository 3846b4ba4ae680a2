//! The records of every kind.

use respyrem::kernel::kind::Kind;

use super::crowd::{Fill, NAME, common, some};
use super::places::commune;
use super::words::{Family, Words};

/// The rows of every kind, owners before what they own.
pub(super) fn fills(words: Words) -> Vec<Fill> {
    let all = Kind::ALL.into_iter().flat_map(|kind| {
        let (record, own) = common(words, kind);
        [record, of_kind(words, kind, own)]
    });
    all.collect()
}

fn of_kind(words: Words, kind: Kind, fill: Fill) -> Fill {
    match kind {
        Kind::Structure => structure(words, fill),
        Kind::Member => fill
            .set("given_name", "'Ada'")
            .set("display_name", NAME)
            .set("email", "'m' || cast(n as text) || '@example.org'")
            .set("state", words.one_of(&["ACTIVE", "ACTIVE", "INVITED"], "n"))
            .set("operator", "(n = 1)"),
        Kind::Project => fill
            .set("kind", words.one_of(&["PROJECT", "PROJECT", "PROGRAMME"], "n"))
            .set(
                "programme_id",
                format!("case when n % 3 <> 2 then {} end", words.record(Kind::Project, "(n / 30) * 3 + 2")),
            )
            .set("title", title(words))
            .set("phase", words.one_of(&["IDEA", "STUDY", "OPERATION"], "n"))
            .set("status", words.one_of(&["NOT_STARTED", "IN_PROGRESS", "PAUSED"], "n"))
            .set("starts_on", words.day("n % 300"))
            .set("ends_on", words.day("300 + n % 400"))
            .set("budget", "n * 100"),
        Kind::Action => action(words, fill),
        Kind::FundingSource => funding_source(words, fill),
        Kind::Resource => fill
            .set("title", title(words))
            .set("description", title(words))
            .set("languages", words.json("'[\"fr\"]'"))
            .set("resource_types", words.json("'[\"LESSON_PLAN\"]'"))
            .set("audiences", words.json("'[\"PUPIL\"]'"))
            .set("educational_levels", words.json("'[]'"))
            .set("min_age", "n % 12")
            .set("max_age", "12 + n % 60")
            .set("learning_minutes", "5 + n % 500")
            .set("licence", words.one_of(&["CC-BY-4.0", "CC0-1.0", "UNKNOWN"], "n"))
            .set("free", "(1 = 1)")
            .set("status", words.one_of(&["DRAFT", "PUBLISHED", "PUBLISHED"], "n")),
        Kind::TrainingPath => fill
            .set("provider_id", some(words, Kind::Structure, "n * 3"))
            .set("title", title(words))
            .set("order_policy", "'FREE'")
            .set("modality", words.one_of(&["ONSITE", "REMOTE", "HYBRID"], "n"))
            .set("certification", words.one_of(&["NONE", "ATTESTATION", "BADGE"], "n"))
            .set("languages", words.json("'[\"fr\"]'"))
            .set("status", words.one_of(&["DRAFT", "PUBLISHED", "PUBLISHED"], "n"))
            .set("revision", "1")
            .set("changed", "(1 = 0)"),
        Kind::Note => fill
            .set("record_id", some(words, Kind::Project, "n * 3 + 4"))
            .set("kind", words.one_of(&["NOTE", "HIGHLIGHT", "RISK", "RESULT", "LESSON"], "n"))
            .set("dated_on", words.day("n % 500"))
            .set("body", title(words)),
    }
}

fn title(words: Words) -> String {
    words.json("'{\"fr\":\"Titre ' || cast(n as text) || '\"}'")
}

fn structure(words: Words, fill: Fill) -> Fill {
    fill.set("kind", words.one_of(&["ASSOCIATIVE", "PRIVATE", "PUBLIC"], "n"))
        .set("name", NAME)
        .set("partner_id", words.id(Family::Partner, "1 + n % 40"))
        .set(
            "parent_id",
            format!("case when n % 4 = 1 and n > 4 then {} end", words.record(Kind::Structure, "n / 4")),
        )
        .set("siren", words.pad(9, "n"))
        .set("siret", format!("{} || '00001'", words.pad(9, "n")))
        .set("rna", format!("case when n % 3 = 0 then 'W' || {} end", words.pad(9, "n")))
        .set("uai", format!("{} || 'A'", words.pad(7, "n")))
        .set("territory_id", commune(words, "n * 7"))
        .set("status", words.one_of(&["ACTIVE", "ACTIVE", "ACTIVE", "DRAFT", "PENDING"], "n"))
}

fn action(words: Words, fill: Fill) -> Fill {
    fill.set("project_id", some(words, Kind::Project, "n"))
        .set(
            "parent_id",
            format!("case when n % 4 = 1 and n > 4 then {} end", words.record(Kind::Action, "n / 4")),
        )
        .set("title", title(words))
        .set("priority", words.one_of(&["LOW", "MEDIUM", "HIGH"], "n"))
        .set("status", words.one_of(&["DRAFT", "PLANNED", "IN_PROGRESS", "PAUSED"], "n"))
        .set("pilot_structure_id", some(words, Kind::Structure, "n * 3"))
        .set("pilot_member_id", some(words, Kind::Member, "n * 3"))
        .set("due_on", words.day("300 + n % 400"))
        .set("position", "n % 30")
}

fn funding_source(words: Words, fill: Fill) -> Fill {
    fill.set("funder_id", some(words, Kind::Structure, "n * 3"))
        .set("title", title(words))
        .set("aid_type", words.one_of(&["GRANT", "LOAN", "PRIZE", "ENGINEERING"], "n"))
        .set("eu_fund", words.one_of(&["FEADER", "FEDER", "FSE_PLUS"], "n"))
        .set("min_amount", "n")
        .set("opens_on", words.day("n % 300"))
        .set("closes_on", words.day("300 + n % 400"))
        .set("recurrence", "'RECURRING'")
        .set("status", words.one_of(&["DRAFT", "PUBLISHED", "PUBLISHED", "CLOSED"], "n"))
}
