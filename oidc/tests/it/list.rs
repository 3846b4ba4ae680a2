//! The list of refusals for people, made of the tests: `UPDATE_GENERATED=1 cargo test -p oidc` writes it again.

use std::fmt::Write as _;
use std::fs;

use oidc::{Fault, Subject};

const LIST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/REFUSALS.md");

const HEAD: &str = "# What is refused\n\n\
    Each line is a test against a provider that lies (`tests/it`), and the reason that the refusal has for\n\
    machines. The list is made of the tests, and a test fails when they differ.\n";

const PARTS: [(&str, &str); 11] = [
    ("The token that says who signed in", include_str!("id_token.rs")),
    ("What the browser comes back with", include_str!("callback.rs")),
    ("What the provider says of the person", include_str!("userinfo.rs")),
    ("Where the provider is, and how it answers", include_str!("network.rs")),
    ("The token that says who signed out", include_str!("logout.rs")),
    ("Forms that different readers take differently", include_str!("other_lies.rs")),
    ("Tokens that one reader takes and another does not", include_str!("tokens.rs")),
    ("Keys that prove nothing", include_str!("published_keys.rs")),
    ("What is given for a code", include_str!("token_answers.rs")),
    ("The name of a request that is pushed", include_str!("pushed.rs")),
    ("How the answer comes", include_str!("wire.rs")),
];

/// The lies that a file lists, as `name: lie => "reason"`.
fn refusals(source: &str) -> Vec<(String, String)> {
    let (mut found, mut listed, mut name) = (Vec::new(), false, "");
    for line in source.lines() {
        listed =
            (listed && line != "}") || (line.contains("_refused! {") && !line.starts_with("macro_rules"));
        let entry = line.strip_prefix("    ").and_then(|line| line.split_once(':'));
        let is_name = |text: &str| {
            !text.is_empty() && text.bytes().all(|byte| byte == b'_' || byte.is_ascii_alphanumeric())
        };
        if let Some((text, _)) = entry.filter(|(text, _)| is_name(text)) {
            name = text;
        }
        if let Some(reason) =
            line.split_once("=> \"").and_then(|(_, rest)| rest.split_once('"')).filter(|_| listed)
        {
            found.push((name.replace('_', " "), reason.0.to_owned()));
        }
    }
    found
}

fn list() -> String {
    let mut text = HEAD.to_owned();
    for (title, source) in PARTS {
        write!(text, "\n## {title}\n\n| lie | reason |\n|---|---|\n").unwrap();
        for (name, reason) in refusals(source) {
            writeln!(text, "| {name} | `{reason}` |").unwrap();
        }
    }
    text
}

#[test]
fn the_list_for_people_is_that_of_the_tests() {
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        fs::write(LIST, list()).unwrap();
    }
    assert_eq!(fs::read_to_string(LIST).unwrap(), list(), "UPDATE_GENERATED=1 cargo test -p oidc list");
}

#[test]
fn every_reason_in_the_list_is_one_that_programs_know() {
    for (_, reason) in PARTS.iter().flat_map(|(_, source)| refusals(source)) {
        let (of, fault) = reason.split_once('.').unwrap();
        assert!(Subject::ALL.iter().any(|subject| subject.as_str() == of), "{reason}");
        assert!(Fault::ALL.iter().any(|known| known.as_str() == fault), "{reason}");
    }
}
