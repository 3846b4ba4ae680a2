//! Imports go down and never up: the table of `docs/ARCHITECTURE.md`, as data.

use std::path::Path;

use super::sources::{Source, sources};

/// What each module of the root may import of the others. One that is not here may not import anything.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("kernel", &[]),
    ("config", &[]),
    ("access", &["kernel"]),
    ("store", &["kernel", "access"]),
    ("feed", &["kernel", "access", "store"]),
    ("gql", &["kernel", "access", "store", "feed"]),
    ("domain", &["kernel", "access", "store", "feed", "gql"]),
    ("files", &["kernel", "access", "store", "config"]),
    ("identity", &["kernel", "access", "store", "gql", "domain"]),
    ("exchange", &["kernel", "access", "store", "gql", "domain"]),
    ("imports", &["kernel", "access", "store", "gql", "domain", "exchange", "files"]),
    ("demo", &["kernel", "access", "store", "domain", "exchange"]),
    ("gateway", &["kernel", "access", "store", "feed", "gql", "domain"]),
    (
        "schema",
        &["kernel", "access", "store", "feed", "gql", "domain", "identity", "exchange", "imports", "gateway"],
    ),
    ("http", &["kernel", "access", "store", "gql", "files", "identity", "gateway", "config"]),
    (
        "jobs",
        &["kernel", "access", "store", "gql", "domain", "files", "identity", "exchange", "schema", "config"],
    ),
    ("app", BELOW_APP),
    ("cli", BELOW_CLI),
    ("main", BELOW_CLI),
];
const BELOW_APP: &[&str] = &[
    "kernel", "config", "access", "store", "feed", "gql", "domain", "files", "identity", "exchange",
    "imports", "gateway", "schema", "http", "jobs",
];
const BELOW_CLI: &[&str] = &[
    "kernel", "config", "access", "store", "feed", "gql", "domain", "files", "identity", "exchange",
    "imports", "gateway", "demo", "schema", "http", "jobs", "app", "cli",
];

/// Libraries that a layer must not know.
const MAY_NOT_USE: &[(&str, &[&str])] = &[
    (
        "kernel",
        &["sea_orm", "sea_orm_migration", "async_graphql", "apollo_compiler", "axum", "reqwest", "redis"],
    ),
    (
        "access",
        &["sea_orm", "sea_orm_migration", "async_graphql", "apollo_compiler", "axum", "reqwest", "redis"],
    ),
    ("store", &["async_graphql", "apollo_compiler", "axum", "reqwest", "redis"]),
    ("feed", &["async_graphql", "apollo_compiler", "axum", "reqwest"]),
    ("gql", &["axum", "reqwest", "redis"]),
    ("domain", &["axum", "reqwest", "redis", "apollo_compiler"]),
    ("http", &["sea_orm", "sea_orm_migration", "async_graphql", "redis"]),
];

/// The modules of the root: what stands after `crate::`, macros and re-exports apart.
fn layers(files: &[Source]) -> Vec<String> {
    let mut names: Vec<String> = files.iter().map(Source::layer).collect();
    names.sort();
    names.dedup();
    names
}

/// What `files` do that `forbidden` finds something to say about.
fn faults(files: &[Source], forbidden: impl Fn(&Source, &[String]) -> Option<String>) -> Vec<String> {
    let mut found = Vec::new();
    for file in files {
        for path in file.paths() {
            if let Some(why) = forbidden(file, &path) {
                found.push(format!("{}: `{}`: {why}", file.path.display(), path.join("::")));
            }
        }
    }
    found.dedup();
    found
}

fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn imports_go_down() {
    let files = sources(&["src"]);
    let layers = layers(&files);
    assert_none(&faults(&files, |file, path| {
        let [root, to, ..] = path else { return None };
        let from = file.layer();
        let internal = matches!(root.as_str(), "crate" | "respyrem");
        if !internal || *to == from || from == "lib" || !layers.contains(to) {
            return None;
        }
        let (_, allowed) = MAY_IMPORT.iter().find(|(layer, _)| *layer == from).unwrap_or(&("", &[]));
        (!allowed.contains(&to.as_str())).then(|| format!("`{from}` may import {allowed:?} only"))
    }));
}

#[test]
fn every_module_of_the_root_has_its_place() {
    let known = |name: &String| name == "lib" || MAY_IMPORT.iter().any(|(layer, _)| layer == name);
    let unknown: Vec<String> = layers(&sources(&["src"])).into_iter().filter(|name| !known(name)).collect();
    assert_none(&unknown);
}

#[test]
fn layers_do_not_know_the_libraries_of_others() {
    assert_none(&faults(&sources(&["src"]), |file, path| {
        let library = path.first()?;
        let (_, refused) = MAY_NOT_USE.iter().find(|(layer, _)| *layer == file.layer())?;
        refused.contains(&library.as_str()).then(|| format!("`{}` must not know {library}", file.layer()))
    }));
}

#[test]
fn tables_are_named_by_repositories_only() {
    assert_none(&faults(&sources(&["src"]), |file, path| {
        let allowed = matches!(file.layer().as_str(), "store" | "identity" | "access")
            || file.path.ends_with("gql/mutation.rs")
            || file.path.components().any(|part| part.as_os_str() == "repo" || part.as_os_str() == "repo.rs");
        (path.len() > 1 && path[0] == "entities" && !allowed)
            .then(|| "put the query in a `repo.rs`".to_owned())
    }));
}

#[test]
fn nouns_do_not_reach_into_each_other_s_repositories() {
    assert_none(&faults(&sources(&["src"]), |file, path| {
        let [_, layer, noun, part, ..] = path else { return None };
        let own = Path::new("src/domain").join(noun);
        (layer == "domain" && part == "repo" && !file.path.starts_with(own))
            .then(|| "what spans two nouns is a service of its own".to_owned())
    }));
}

#[test]
fn the_sign_in_library_knows_neither_hub_nor_database_nor_web_server() {
    let refused = ["respyrem", "entities", "migrations", "sea_orm", "axum", "async_graphql"];
    assert_none(&faults(&sources(&["oidc/src"]), |_, path| {
        let library = path.first()?;
        (path.len() > 1 && refused.contains(&library.as_str()))
            .then(|| "what it needs is given to it".to_owned())
    }));
}

#[test]
fn migrations_and_entities_stand_alone() {
    assert_none(&faults(&sources(&["migrations/src", "entities/src"]), |_, path| {
        let library = path.first()?;
        (path.len() > 1 && matches!(library.as_str(), "respyrem" | "entities" | "migrations"))
            .then(|| "a migration says what was, an entity what a table is: neither needs the hub".to_owned())
    }));
}
