//! The Rust files of the repository, and the paths that they name.

use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The repository.
pub(super) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A Rust file.
pub(super) struct Source {
    /// Its path from the repository's root.
    pub(super) path: PathBuf,
    pub(super) text: String,
}

impl Source {
    /// Where it stands among the modules of its crate: `src/gql/plan/mod.rs` is `["gql", "plan"]`.
    fn module(&self) -> Vec<String> {
        let inside = self.path.components().skip_while(|part| part.as_os_str() != "src").skip(1);
        let mut parts: Vec<_> = inside.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
        let file = parts.pop().unwrap_or_default();
        parts.extend(file.strip_suffix(".rs").map(str::to_owned));
        if matches!(parts.last().map(String::as_str), Some("mod" | "lib" | "main")) {
            parts.pop();
        }
        parts
    }

    /// The module of the crate's root that it belongs to; empty for the root itself.
    pub(super) fn layer(&self) -> String {
        let stem = self.path.file_stem().is_some_and(|stem| stem == "main" || stem == "lib");
        let root =
            if stem { self.path.file_stem().map(|stem| stem.to_string_lossy().into_owned()) } else { None };
        self.module().into_iter().next().or(root).unwrap_or_default()
    }

    /// Every path that it names, from the crate's root (`crate::a::b` and `super::b` alike are `["crate", "a", "b"]`)
    /// or from another crate (`["entities", "outbox"]`). Comments and texts are not code and are not read.
    pub(super) fn paths(&self) -> Vec<Vec<String>> {
        let tokens: TokenStream = self.text.parse().expect("a Rust file");
        let mut found = Vec::new();
        collect(tokens, &self.module(), &mut found);
        found
    }
}

/// Every Rust file under these folders, in the order of their names.
pub(super) fn sources(folders: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    for folder in folders {
        walk(&root().join(folder), &mut |path| {
            if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(path).expect("a readable file");
                let path = path.strip_prefix(root()).expect("a file of the repository").to_path_buf();
                found.push(Source { path, text });
            }
        });
    }
    assert!(!found.is_empty(), "no Rust file in {folders:?}");
    found
}

/// Visits every file under `folder`, in the order of their names.
pub(super) fn walk(folder: &Path, visit: &mut dyn FnMut(&Path)) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("a readable folder").path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_file() {
            visit(&path);
        } else if !matches!(name.as_str(), "target" | "node_modules" | "dist") && !name.starts_with('.') {
            walk(&path, visit);
        }
    }
}

fn collect(tokens: TokenStream, module: &[String], found: &mut Vec<Vec<String>>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            TokenTree::Ident(word) if word == "mod" && braces(tokens.get(at + 2)).is_some() => {
                let inner: Vec<_> = module.iter().cloned().chain([tokens[at + 1].to_string()]).collect();
                collect(braces(tokens.get(at + 2)).unwrap_or_default(), &inner, found);
                at += 3;
            }
            TokenTree::Ident(_) if !follows_separator(&tokens, at) => at = path(&tokens, at, module, found),
            TokenTree::Group(group) => {
                collect(group.stream(), module, found);
                at += 1;
            }
            _ => at += 1,
        }
    }
}

/// Reads the path that begins at `at`; answers where it ends. A path in a `use` may end in a group of paths.
fn path(tokens: &[TokenTree], mut at: usize, module: &[String], found: &mut Vec<Vec<String>>) -> usize {
    let mut words = Vec::new();
    while let Some(TokenTree::Ident(word)) = tokens.get(at) {
        words.push(word.to_string());
        if !is_separator(tokens, at + 1) {
            found.push(resolve(&words, module));
            return at + 1;
        }
        at += 3;
    }
    let Some(group) = braces(tokens.get(at)) else {
        found.push(resolve(&words, module));
        return at;
    };
    let branches: Vec<TokenTree> = group.into_iter().collect();
    for branch in branches.split(|token| matches!(token, TokenTree::Punct(mark) if mark.as_char() == ',')) {
        let mut inner = Vec::new();
        path(branch, 0, &[], &mut inner);
        found.extend(inner.into_iter().map(|tail| resolve(&[words.clone(), tail].concat(), module)));
    }
    at + 1
}

/// A path from the crate's root in place of one that begins with `self` or `super`.
fn resolve(words: &[String], module: &[String]) -> Vec<String> {
    let up = words.iter().take_while(|word| *word == "super").count();
    let from_here = words.first().is_some_and(|word| word == "self");
    if up == 0 && !from_here {
        return words.to_vec();
    }
    let base = &module[..module.len().saturating_sub(up)];
    let tail = &words[if from_here { 1 } else { up }..];
    ["crate".to_owned()].into_iter().chain(base.iter().cloned()).chain(tail.iter().cloned()).collect()
}

fn braces(token: Option<&TokenTree>) -> Option<TokenStream> {
    match token {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => Some(group.stream()),
        _ => None,
    }
}

fn is_separator(tokens: &[TokenTree], at: usize) -> bool {
    let colon = |at: usize| matches!(tokens.get(at), Some(TokenTree::Punct(mark)) if mark.as_char() == ':');
    colon(at) && colon(at + 1)
}

fn follows_separator(tokens: &[TokenTree], at: usize) -> bool {
    at >= 2 && is_separator(tokens, at - 2)
}

#[test]
fn paths_are_read_from_uses_and_from_expressions() {
    let text = "use crate::{kernel::{id, page}, store::Sql as S}; // crate::no\n\
                mod tests { fn f() { super::super::g(\"crate::no\"); entities::outbox::E; } }";
    let source = Source { path: PathBuf::from("src/gql/plan/mod.rs"), text: text.to_owned() };
    let paths: Vec<String> = source.paths().iter().map(|path| path.join("::")).collect();
    for expected in [
        "crate::kernel::id",
        "crate::kernel::page",
        "crate::store::Sql",
        "crate::gql::g",
        "entities::outbox::E",
    ] {
        assert!(paths.iter().any(|path| path == expected), "{expected} is not in {paths:?}");
    }
    assert!(!paths.iter().any(|path| path.contains("no")), "{paths:?}");
}
