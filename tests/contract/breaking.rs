//! A change that breaks clients is announced in the changelog, or is not made.
//!
//! The schema is compared with the one of the last release; before the first, with the last one committed. The
//! environment may name another file: `BASE_SCHEMA`.

use std::fs;
use std::process::Command;

use super::schema::{current, parsed};
use super::schema_changes::breaking_changes;
use super::sources::root;

fn git(arguments: &[&str]) -> Option<String> {
    let done = Command::new("git").args(arguments).current_dir(root()).output().ok()?;
    done.status.success().then(|| String::from_utf8_lossy(&done.stdout).trim_end().to_owned())
}

/// The schema that clients know; `None` where there is none yet.
fn base_schema() -> Option<String> {
    if let Ok(path) = std::env::var("BASE_SCHEMA") {
        return Some(fs::read_to_string(path).expect("BASE_SCHEMA names a file"));
    }
    // What is tested on a machine for integration is committed: there, the commit before it counts.
    let last = if std::env::var_os("CI").is_some() { "HEAD^1" } else { "HEAD" };
    let base = git(&["describe", "--tags", "--abbrev=0"]).unwrap_or_else(|| last.to_owned());
    git(&["show", &format!("{base}:schema.graphql")])
}

/// Whether the changelog announces a breaking change in what is not released yet.
fn announces(changelog: &str) -> bool {
    let unreleased = changelog.lines().skip_while(|line| !line.starts_with("## [Unreleased]")).skip(1);
    let mut unreleased = unreleased.take_while(|line| !line.starts_with("## "));
    unreleased.any(|line| line.trim_start_matches(['-', '*', ' ']).starts_with("BREAKING:"))
}

#[test]
fn what_breaks_clients_is_announced() {
    let Some(base) = base_schema() else {
        println!("no earlier schema to compare with");
        return;
    };
    let changes = breaking_changes(&parsed(&base, "base.graphql"), &current());
    let changelog = fs::read_to_string(root().join("CHANGELOG.md")).unwrap();
    assert!(
        changes.is_empty() || announces(&changelog),
        "say it in CHANGELOG.md under Unreleased, on a line that starts with `BREAKING:`, or undo it:\n{}",
        changes.join("\n")
    );
}

#[test]
fn each_kind_of_breaking_change_is_reported() {
    let before = parsed(
        "type Query { a(x: Int, y: Int!): String! b: Int c: E d(i: In): [Int!]! } enum E { ONE TWO } input In { f: Int } type T { a: Int }",
        "before.graphql",
    );
    let after = parsed(
        "type Query { a(x: Int!, z: Int!): String c: E d(i: In): [Int]! } enum E { ONE } input In { f: Int, g: Int! }",
        "after.graphql",
    );
    let expected = [
        "the input x of Query.a was Int and is Int!",
        "the input y of Query.a is gone",
        "Query.a requires the new input z",
        "Query.a was String! and is String",
        "the field Query.b is gone",
        "Query.d was [Int!]! and is [Int]!",
        "the value E.TWO is gone",
        "In requires the new input g",
        "the type T is gone",
    ];
    let found = breaking_changes(&before, &after);
    for change in expected {
        assert!(found.iter().any(|said| said == change), "{change} is not in {found:?}");
    }
    assert_eq!(found.len(), expected.len(), "{found:?}");
}

#[test]
fn what_clients_do_not_notice_is_not_reported() {
    let before = parsed("type Query { a(x: Int!): String } enum E { ONE }", "before.graphql");
    let after = parsed(
        "type Query { a(x: Int, y: Int! = 1): String! b: E } enum E { ONE TWO } type T { a: Int }",
        "after.graphql",
    );
    assert_eq!(breaking_changes(&before, &after), Vec::<String>::new());
}

#[test]
fn only_what_is_unreleased_announces() {
    let changelog =
        |first: &str, second: &str| format!("# C\n\n## [Unreleased]\n\n{first}\n\n## [0.1.0]\n\n{second}\n");
    assert!(announces(&changelog("- BREAKING: the field is gone", "")));
    assert!(!announces(&changelog("- a new field", "BREAKING: the field is gone")));
}
