//! The rules of every identifier, case by case.

use std::fs;
use std::io::{ErrorKind, Write};

use proptest::prelude::*;
use serde::Deserialize;

use super::cases::{CASES, Expect};
use super::{Hint, IdentifierFault, check};

/// Vectors that partners share; they may lie beside the project, never inside it.
const SHARED_VECTORS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/vectors/identifiers.json");

const KINDS: [&str; 12] =
    ["siren", "siret", "epci", "rna", "insee", "postal", "departement", "uai", "rncp", "rs", "naf", "nda"];

#[derive(Deserialize)]
struct SharedVector {
    kind: String,
    value: String,
    expect: String,
}

fn verdict(result: &Result<String, IdentifierFault>) -> &'static str {
    result.as_ref().map_or_else(|fault| fault.problem.as_str(), |_| "VALID")
}

#[test]
fn every_case_of_ours_gets_its_answer() {
    for (kind, value, expect) in CASES {
        let result = check(kind, value);
        let answers = match expect {
            Expect::Valid(normalised) => result.as_deref() == Ok(*normalised),
            Expect::Refused(problem) => result.map_err(|fault| fault.problem) == Err(*problem),
            Expect::Hint(problem, hint) => result == Err(IdentifierFault { problem: *problem, hint: *hint }),
        };
        assert!(answers, "{kind} {value:?}: {:?} instead of {expect:?}", check(kind, value));
    }
}

#[test]
fn every_shared_vector_gets_its_answer() {
    let text = match fs::read_to_string(SHARED_VECTORS) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            // Not `eprintln!`: the harness keeps that to itself when the test passes.
            let note = format!("{SHARED_VECTORS} is absent: only our {} cases ran\n", CASES.len());
            return std::io::stderr().write_all(note.as_bytes()).unwrap();
        }
        Err(error) => panic!("{SHARED_VECTORS}: {error}"),
    };
    let vectors: Vec<SharedVector> = serde_json::from_str(&text).unwrap();
    assert!(!vectors.is_empty(), "{SHARED_VECTORS} holds nothing");
    for SharedVector { kind, value, expect } in vectors {
        let result = check(&kind, &value);
        assert_eq!(verdict(&result), expect, "{kind} {value:?}: {result:?}");
    }
}

#[test]
fn a_megabyte_of_digits_is_refused_by_every_identifier() {
    let long = "7".repeat(1 << 20);
    for kind in KINDS {
        assert!(check(kind, &long).is_err(), "{kind}");
    }
}

#[test]
fn nothing_is_no_identifier() {
    for (kind, empty) in KINDS.iter().flat_map(|kind| ["", " ", "\t\n", "\u{a0}\u{202f}"].map(|e| (kind, e)))
    {
        assert_eq!(check(kind, empty).map_err(|fault| fault.hint), Err(Hint::Empty), "{kind} {empty:?}");
    }
}

#[test]
fn an_unknown_kind_is_refused() {
    assert_eq!(check("isbn", "404833048").map_err(|fault| fault.hint), Err(Hint::UnknownKind));
}

proptest! {
    #[test]
    fn what_is_normalised_stays_so(kind in 0..KINDS.len(), case in 0..CASES.len(), noise in "[ .\u{a0}a-z0-9-]{0,3}") {
        let value = format!("{noise}{}", CASES[case].1);
        if let Ok(normalised) = check(KINDS[kind], &value) {
            prop_assert_eq!(check(KINDS[kind], &normalised), Ok(normalised.clone()));
        }
    }

    #[test]
    fn no_text_makes_a_check_fail_otherwise_than_by_refusing(kind in 0..KINDS.len(), value in "\\PC{0,40}") {
        if let Ok(normalised) = check(KINDS[kind], &value) {
            prop_assert!(normalised.is_ascii());
        }
    }
}
