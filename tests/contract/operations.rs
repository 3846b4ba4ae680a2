//! The operations that are published for partners are ones that the schema answers.

use std::fs;
use std::path::PathBuf;

use apollo_compiler::ExecutableDocument;
use apollo_compiler::validation::Valid;

use super::schema::current;
use super::sources::{root, walk};

/// Every published operation: its path and its text.
fn operations() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    walk(&root().join("docs/operations"), &mut |path| {
        if path.extension().is_some_and(|extension| extension == "graphql") {
            found.push((path.to_path_buf(), fs::read_to_string(path).unwrap()));
        }
    });
    assert!(!found.is_empty());
    found
}

#[test]
fn every_published_operation_is_valid_and_has_a_name() {
    let schema = Valid::assume_valid(current());
    for (path, text) in operations() {
        let document = ExecutableDocument::parse_and_validate(&schema, &text, &path)
            .unwrap_or_else(|invalid| panic!("{}", invalid.errors));
        let named = document.operations.named.len();
        assert!(named == 1 && document.operations.anonymous.is_none(), "{}", path.display());
    }
}

#[test]
fn every_published_operation_says_in_two_lines_who_runs_it_and_what_it_shows() {
    for (path, text) in operations() {
        let said = text.lines().take_while(|line| line.starts_with("# ")).count();
        assert_eq!(said, 2, "{}", path.display());
    }
}

#[test]
fn every_published_operation_is_in_the_list_of_them() {
    let list = fs::read_to_string(root().join("docs/operations/README.md")).unwrap();
    for (path, _) in operations() {
        let name = path.file_name().unwrap().to_string_lossy();
        assert!(list.contains(&format!("`{name}`")), "{name} is not in docs/operations/README.md");
    }
}
