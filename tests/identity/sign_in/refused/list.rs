//! The list of refusals for people, made of the tests: `make fmt` writes it again.

use std::fmt::Write as _;
use std::fs;

const LIST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/REFUSALS.md");

const HEAD: &str = "# What the hub refuses\n\n\
    Each line is a test of the whole hub against a provider that lies (`tests/identity/sign_in/refused`): nobody is signed in\n\
    or out, and an audit event holds the reason; requests of other sites are answered with a status alone. What the library\n\
    refuses before the hub has a say is in [`oidc/REFUSALS.md`](../oidc/REFUSALS.md). The list is made of the tests, and a test\n\
    fails when they differ.\n";

const PARTS: [(&str, &str); 7] = [
    ("The token that says who signed in", include_str!("token.rs")),
    ("What the provider says of the person", include_str!("userinfo.rs")),
    ("The account", include_str!("account.rs")),
    ("What the browser comes back with", include_str!("flow.rs")),
    ("Where the provider is, and how it answers", include_str!("network.rs")),
    ("The token that says who signed out", include_str!("logout.rs")),
    ("What other sites can have a browser send", include_str!("requests.rs")),
];

/// Refusals that are tested with what they belong to: where, and the names of the tests.
const ELSEWHERE: [(&str, &str, &[&str]); 8] = [
    (
        "tests/identity/sign_in/accounts.rs",
        include_str!("../accounts.rs"),
        &[
            "who_comes_back_is_the_same_member_and_keeps_the_address",
            "an_address_that_somebody_has_is_no_way_in_until_an_administrator_says_so",
            "people_whom_nobody_knows_are_turned_away_or_wait",
            "a_suspended_member_does_not_sign_in",
            "a_rule_of_a_structure_that_is_another_partners_gives_nothing",
            "a_siret_proposes_a_membership_once_and_grants_none",
        ],
    ),
    (
        "tests/identity/sign_in/flow.rs",
        include_str!("../flow.rs"),
        &[
            "two_tabs_of_one_browser_both_work",
            "an_address_leads_to_the_provider_of_its_domain_and_to_no_other",
            "with_a_provider_down_its_people_get_a_page_and_others_sign_in",
        ],
    ),
    (
        "tests/identity/sign_in/ways.rs",
        include_str!("../ways.rs"),
        &[
            "a_page_of_another_site_adds_no_identity_of_its_own",
            "who_is_not_signed_in_adds_no_identity",
            "an_identity_of_somebody_is_not_added_to_another_account",
            "only_who_governs_the_provider_tries_it",
            "a_link_that_is_looked_at_is_good_still_and_one_that_was_used_is_not",
            "an_invitation_is_over_after_seven_days",
        ],
    ),
    (
        "tests/identity/sign_in/logs.rs",
        include_str!("../logs.rs"),
        &["the_log_holds_no_secret_of_those_who_sign_in"],
    ),
    (
        "tests/identity/administration/refused.rs",
        include_str!("../../administration/refused.rs"),
        &["an_act_that_is_refused_is_written_down_with_who_and_why_and_no_secret"],
    ),
    (
        "tests/identity/streams.rs",
        include_str!("../../streams.rs"),
        &[
            "a_session_that_ends_closes_its_sockets_on_every_server_and_no_other",
            "a_member_that_is_suspended_loses_its_sockets",
            "a_client_that_its_administrator_revokes_loses_its_sockets_on_every_server",
        ],
    ),
    (
        "tests/identity/web.rs",
        include_str!("../../web.rs"),
        &["another_site_can_neither_sign_in_nor_sign_out", "signing_in_replaces_a_planted_session"],
    ),
    (
        "tests/identity/administration/providers.rs",
        include_str!("../../administration/providers.rs"),
        &["what_the_protocol_refuses_is_told_on_its_field"],
    ),
];

/// The lies that a file lists in its macros, as `name: lie => answer`.
fn rows(source: &str) -> Vec<(String, String)> {
    let (mut found, mut listed, mut name) = (Vec::new(), false, "");
    for line in source.lines() {
        listed = (listed && line != "}") || line.contains("_refused! {");
        let entry = line.strip_prefix("    ").and_then(|line| line.split_once(':'));
        let is_name = |text: &str| {
            !text.is_empty() && text.bytes().all(|byte| byte == b'_' || byte.is_ascii_alphanumeric())
        };
        if let Some((text, _)) = entry.filter(|(text, _)| is_name(text)) {
            name = text;
        }
        let answer = line.strip_suffix(',').and_then(|line| line.rsplit_once("=> ")).filter(|_| listed);
        if let Some((_, answer)) = answer {
            found.push((words(name), answer.trim_matches('"').to_owned()));
        }
    }
    found
}

/// The tests of a file that stand alone.
fn tests(source: &str) -> Vec<&str> {
    source
        .lines()
        .filter_map(|line| line.strip_prefix("on_both!(")?.split_once(','))
        .map(|(name, _)| name)
        .collect()
}

fn words(name: &str) -> String {
    name.replace("_s_", "'s ").replace('_', " ")
}

fn list() -> String {
    let mut text = HEAD.to_owned();
    for (title, source) in PARTS {
        write!(text, "\n## {title}\n\n| lie | reason or status |\n|---|---|\n").unwrap();
        for (name, answer) in rows(source) {
            writeln!(text, "| {name} | `{answer}` |").unwrap();
        }
        let alone = tests(source);
        text.push_str(if alone.is_empty() { "" } else { "\n" });
        for name in alone {
            writeln!(text, "- {}", words(name)).unwrap();
        }
    }
    text.push_str("\n## Tested with what they belong to\n");
    for (path, source, names) in ELSEWHERE {
        writeln!(text, "\n`{path}`:\n").unwrap();
        for name in names {
            assert!(tests(source).contains(name), "{path} has no test {name}");
            writeln!(text, "- {}", words(name)).unwrap();
        }
    }
    text
}

#[test]
fn the_list_for_people_is_that_of_the_tests() {
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        fs::write(LIST, list()).unwrap();
    }
    let found = fs::read_to_string(LIST).unwrap_or_default();
    assert_eq!(found, list(), "UPDATE_GENERATED=1 cargo test --test main refused::list");
}

#[test]
fn each_file_of_the_folder_is_in_the_list() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/identity/sign_in/refused");
    let of_others =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(of_others.filter(|name| !["mod.rs", "list.rs"].contains(&name.as_str())).count(), PARTS.len());
    assert!(PARTS.iter().all(|(_, source)| !rows(source).is_empty()));
}
