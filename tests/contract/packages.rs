//! What is read from elsewhere: lock files that hold for every registry, and mappings that are understood.

use std::fs;
use std::path::PathBuf;

use respyrem::exchange::mapping::Mapping;
use serde_json::Value;

use super::sources::{root, walk};

/// The files of the repository that are called so.
fn files(wanted: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let mut found = Vec::new();
    walk(root(), &mut |path| {
        if path.file_name().and_then(|name| name.to_str()).is_some_and(&wanted) {
            found.push(path.to_path_buf());
        }
    });
    assert!(!found.is_empty());
    found
}

fn names_a_host(lock: &Value) -> bool {
    match lock {
        Value::Object(fields) => fields.iter().any(|(name, value)| {
            (name == "resolved" && value.as_str().is_some_and(|address| address.contains("://")))
                || names_a_host(value)
        }),
        Value::Array(values) => values.iter().any(names_a_host),
        _ => false,
    }
}

#[test]
fn npm_lock_files_name_no_host() {
    for path in files(|name| name == "package-lock.json") {
        let lock: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        assert!(
            !names_a_host(&lock),
            "{} names the registry it was made with: npm install --omit-lockfile-registry-resolved",
            path.display()
        );
    }
}

#[test]
fn every_mapping_is_understood() {
    for path in files(|name| name.ends_with(".json"))
        .into_iter()
        .filter(|path| path.starts_with(root().join("mappings")))
    {
        if let Err(fault) = Mapping::parse(&fs::read_to_string(&path).unwrap()) {
            panic!("{}: {fault:?}", path.display());
        }
    }
}
