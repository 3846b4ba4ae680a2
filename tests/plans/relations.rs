//! What ties records to one another, and what is said of them.

use respyrem::kernel::kind::Kind;

use super::crowd::{Fill, own, some};
use super::places::{commune, term};
use super::words::{Family, Words};

/// Tables that stay small, or that nothing in a query reads.
pub(super) const SMALL: [&str; 26] = [
    // Tens of each, whatever the network.
    "partner",
    "data_source",
    "api_client",
    "identity_provider",
    "subgraph",
    "provider_domain",
    "provider_rule",
    "api_client_key",
    "api_client_structure",
    "seaql_migrations",
    // One row each.
    "sweeping_change",
    "log_state",
    // Read by the key of the row, by the hub itself, and swept.
    "session",
    "sign_in_link",
    "idempotency",
    "announcement",
    "upload",
    "pending_sign_in",
    "logout_token_seen",
    "invitation_link",
    // Some for each member, read by the member or by the provider and subject.
    "external_identity",
    // Never read by the hub.
    "audit_event",
    // Read by the acts of operators, not by queries.
    "structure_merge",
    "structure_merge_move",
    // Those of the one import that is asked for.
    "import_job",
    "import_fault",
];

/// The rows.
pub(super) fn fills(words: Words) -> Vec<Fill> {
    let mut fills = people(words);
    fills.extend(outlines(words));
    fills.extend(said(words));
    fills
}

fn people(words: Words) -> Vec<Fill> {
    let member = |n: &str| some(words, Kind::Member, n);
    let structure = |n: &str| some(words, Kind::Structure, n);
    let project = |n: &str| some(words, Kind::Project, n);
    vec![
        Fill::rows("membership", 12_000)
            .set("id", own(words, 0))
            .set("member_id", member("n"))
            .set("structure_id", structure("n * 5"))
            .set("role", words.one_of(&["ADMIN", "EDITOR", "MEMBER", "VIEWER"], "n"))
            .set("state", words.one_of(&["ENDED", "ACTIVE", "ACTIVE"], "n"))
            .set("origin", "'INVITE'")
            .set("created_at", words.moment("n")),
        Fill::rows("participation", 12_000)
            .set("id", own(words, 1))
            .set("project_id", project("n"))
            .set("structure_id", structure("n * 3"))
            .set("structure_level", "'PUBLIC'")
            .set("structure_name", "'Nom'")
            .set("structure_kind", "'PUBLIC'")
            .set("role", "case when n <= 6000 then 'LEAD' else 'PARTNER' end")
            .set("state", "'ACCEPTED'")
            .set("proposed_by", "'PROJECT'")
            .set("created_at", words.moment("n")),
        Fill::rows("project_member", 12_000)
            .set("id", own(words, 2))
            .set("project_id", project("n"))
            .set("member_id", member("n * 3 + n / 6001"))
            .set("role", words.one_of(&["PILOT", "REFERENT", "CONTRIBUTOR"], "n")),
        Fill::rows("share", 6_000)
            .set("id", own(words, 3))
            .set("record_id", project("n"))
            .set("grantee_kind", "'STRUCTURE'")
            .set("grantee_id", structure("n * 11"))
            .set("level", words.one_of(&["READ", "COMMENT", "EDIT"], "n"))
            .set("granted_at", words.moment("n")),
        Fill::rows("notification", 12_000)
            .set("id", own(words, 19))
            .set("member_id", member("n"))
            .set("dedupe_key", "cast(n as text)")
            .set("topic", words.one_of(&["RECORD_SHARED", "PROJECT_MEMBER_ADDED"], "n"))
            .set("record_id", project("n"))
            .set("record_kind", "'PROJECT'")
            .set("created_at", words.moment("n")),
        Fill::rows("structure_action_territory", 8_000)
            .set("structure_id", structure("n"))
            .set("territory_id", commune(words, "n * 3")),
        Fill::rows("quality_label", 6_000)
            .set("id", own(words, 4))
            .set("structure_id", structure("n * 2"))
            .set("scheme", "'QUALIOPI'"),
        Fill::rows("funding_source_territory", 6_000)
            .set("funding_source_id", some(words, Kind::FundingSource, "n"))
            .set("territory_id", commune(words, "n * 3")),
    ]
}

fn outlines(words: Words) -> Vec<Fill> {
    let path = |n: &str| some(words, Kind::TrainingPath, n);
    let resource = |n: &str| some(words, Kind::Resource, n);
    let text = || words.json("'{\"fr\":\"Titre ' || cast(n as text) || '\"}'");
    let row = |number, n: &str| words.id(Family::Other(number), n);
    let of_action = || some(words, Kind::Action, "n");
    vec![
        Fill::rows("action_step", 6_000)
            .set("id", own(words, 5))
            .set("action_id", of_action())
            .set("position", "1")
            .set("title", "'Un pas'"),
        Fill::rows("resource_contribution", 6_000)
            .set("id", own(words, 6))
            .set("resource_id", resource("n"))
            .set("position", "1")
            .set("role", "'AUTHOR'")
            .set("structure_id", some(words, Kind::Structure, "n * 3")),
        Fill::rows("resource_relation", 5_900)
            .set("id", own(words, 7))
            .set("from_id", resource("n"))
            .set("kind", words.one_of(&["REQUIRES", "REFERENCES"], "n"))
            .set("to_id", resource("n + 1")),
        Fill::rows("resource_link", 6_000)
            .set("id", own(words, 8))
            .set("resource_id", resource("n"))
            .set("position", "1")
            .set("url", "'https://example.org/' || cast(n as text)"),
        Fill::rows("path_revision", 6_000)
            .set("id", own(words, 9))
            .set("path_id", path("n"))
            .set("number", "1")
            .set("published_at", words.moment("n"))
            .set("provider_id", some(words, Kind::Structure, "n * 3"))
            .set("title", text())
            .set("order_policy", "'FREE'")
            .set("modality", "'ONSITE'")
            .set("certification", "'NONE'")
            .set("languages", words.json("'[\"fr\"]'")),
        Fill::rows("path_stage", 12_000)
            .set("id", own(words, 10))
            .set("path_id", path("n"))
            .set("revision_id", format!("case when n > 6000 then {} end", row(9, "(1 + n % 6000)")))
            .set("position", "1")
            .set("title", text()),
        Fill::rows("path_module", 12_000)
            .set("id", own(words, 11))
            .set("path_id", path("n"))
            .set("revision_id", format!("case when n > 6000 then {} end", row(9, "(1 + n % 6000)")))
            .set("stage_id", row(10, "n"))
            .set("position", "1")
            .set("kind", "'RESOURCE'")
            .set("title", text())
            .set("minutes", "30 + n % 90")
            .set("required", "(1 = 1)")
            .set("resource_id", resource("n * 3")),
        Fill::rows("module_prerequisite", 7_000)
            .set("module_id", row(11, "n"))
            .set("requires_id", row(11, "n + 1")),
    ]
}

fn said(words: Words) -> Vec<Fill> {
    let source = |n: &str| words.id(Family::Source, &format!("1 + ({n}) % 20"));
    vec![
        Fill::rows("external_ref", 8_000)
            .set("id", own(words, 12))
            .set("source_id", source("n"))
            .set("external_id", "'e-' || cast(n as text)")
            .set("record_id", some(words, Kind::Structure, "n"))
            .set("checksum", "'x'")
            .set("first_seen_at", words.moment("n"))
            .set("last_seen_at", words.moment("n")),
        Fill::rows("field_provenance", 8_000)
            .set("id", own(words, 13))
            .set("record_id", some(words, Kind::Structure, "n"))
            .set("field", "'name'")
            .set("source_id", source("n"))
            .set("set_at", words.moment("n")),
        Fill::rows("status_change", 6_000)
            .set("id", own(words, 14))
            .set("record_id", some(words, Kind::Project, "n"))
            .set("field", "'status'")
            .set("to_value", "'PAUSED'")
            .set("at", words.moment("n")),
        Fill::rows("file", 6_000)
            .set("id", own(words, 15))
            .set("record_id", some(words, Kind::Resource, "n"))
            .set("position", "1")
            .set("role", "'CONTENT'")
            .set("filename", "'a.pdf'")
            .set("mime", "'application/pdf'")
            .set("size", "10")
            .set("sha256", format!("'{}'", "0".repeat(64)))
            .set("added_at", words.moment("n"))
            .set("updated_at", words.moment("n")),
        Fill::rows("api_client", 3)
            .set("id", own(words, 19))
            .set("partner_id", words.id(Family::Partner, "n"))
            .set("name", "'Site'")
            .set("scopes", words.json("'[]'"))
            .set("all_structures", "(1 = 1)")
            .set("created_at", words.moment("n")),
        Fill::rows("import_job", 1)
            .set("id", own(words, 16))
            .set("kind", "'STRUCTURE'")
            .set("upload_id", own(words, 18))
            .set("filename", "'a.csv'")
            .set("sha256", format!("'{}'", "0".repeat(64)))
            .set("locale", "'fr'")
            .set("dry_run", "(1 = 1)")
            .set("state", "'DONE'")
            .set("total", "6000")
            .set("applied", "6000")
            .set("creates", "3000")
            .set("updates", "3000")
            .set("unchanged", "0")
            .set("duplicates", "0")
            .set("errors", "0")
            .set("warnings", "0")
            .set("created_by", words.record(Kind::Member, "1"))
            .set("created_at", words.moment("n")),
        Fill::rows("import_row", 6_000)
            .set("id", own(words, 17))
            .set("job_id", words.id(Family::Other(16), "1"))
            .set("position", "n")
            .set("line", "n")
            .set("state", words.one_of(&["CREATE", "UPDATE", "ERROR"], "n")),
    ]
}

/// What follows from the records: statements over their rows.
pub(super) fn derived(words: Words) -> Vec<String> {
    let no_fields = words.json("'[]'");
    let mut all = vec![
        "insert into structure_place (territory_id, sort_name, structure_id, kind) \
         select w.ancestor_id, s.sort_name, s.id, s.kind from structure s \
         join territory_within w on w.descendant_id = s.territory_id"
            .to_owned(),
        "insert into geo_point (id, lat, x, y, z) select s.id, p.lat, p.x, p.y, p.z from structure s \
         join geo_point p on p.id = s.territory_id"
            .to_owned(),
        format!(
            "insert into outbox (event, record_id, record_kind, version, actor_kind, owner_id, project_id, \
             changed_fields, visible_after, withheld_after, at) \
             select 'record.made', id, kind, 1, 'SYSTEM', owner_id, project_id, {no_fields}, effective_visibility, \
             withheld, created_at from record order by created_at"
        ),
    ];
    for kind in Kind::ALL {
        let record = some(words, kind, "n");
        for (word, weight) in [("'mot' || cast(n % 500 as text)", 2), ("'rare' || cast(n as text)", 1)] {
            all.push(format!(
                "insert into search_word (kind, word, record_id, weight) \
                 select '{kind}', {word}, {record}, {weight} from number where n <= 6000"
            ));
        }
        for nth in 0..2 {
            all.push(format!(
                "insert into record_term (record_id, term_id) select {record}, {} from number where n <= 6000",
                term(words, &format!("n * 3 + {nth}"))
            ));
        }
    }
    all
}
