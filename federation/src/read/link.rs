//! Under which names a schema uses the directives of the specification (`@link`, its imports and prefixes).

use std::collections::{HashMap, HashSet};

use apollo_compiler::{Node, ast};

/// Every directive that a service may use, under the specification's name.
const DIRECTIVES: [&str; 19] = [
    "key",
    "requires",
    "provides",
    "external",
    "shareable",
    "override",
    "inaccessible",
    "tag",
    "extends",
    "interfaceObject",
    "composeDirective",
    "authenticated",
    "requiresScopes",
    "policy",
    "context",
    "fromContext",
    "cost",
    "listSize",
    "cacheTag",
];

/// Those that stand in schemas without any link, of the first version.
const FIRST: [&str; 7] = ["key", "requires", "provides", "external", "extends", "tag", "inaccessible"];

/// The names that one schema uses.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// What is written → what it is.
    directives: HashMap<String, &'static str>,
    /// Types that belong to specifications, not to the service.
    types: HashSet<String>,
    prefixes: Vec<String>,
    /// The link that each directive of another specification was imported by.
    pub(super) imported: HashMap<String, Node<ast::Directive>>,
    /// Whether the schema links the second version.
    pub(super) second: bool,
}

impl Names {
    pub(super) fn read(links: &[Node<ast::Directive>]) -> Self {
        let mut names = Self::default();
        for link in links {
            names.link(link);
        }
        if !names.second {
            let known = DIRECTIVES.iter().filter(|d| FIRST.contains(d) || **d == "shareable");
            for directive in known {
                names.directives.entry((*directive).to_owned()).or_insert(directive);
            }
        }
        for ty in ["_Any", "_Entity", "_Service", "_FieldSet", "FieldSet", "link__Import", "link__Purpose"] {
            names.types.insert(ty.to_owned());
        }
        names.prefixes.extend([
            "federation".to_owned(),
            "link".to_owned(),
            "core".to_owned(),
            "join".to_owned(),
        ]);
        names
    }

    /// What a directive is in the specification; `None` for one of the service's own.
    pub(super) fn directive(&self, written: &str) -> Option<&'static str> {
        self.directives.get(written).copied()
    }

    /// Whether a definition with this name belongs to a specification.
    pub(super) fn owns(&self, name: &str) -> bool {
        self.types.contains(name)
            || self
                .prefixes
                .iter()
                .any(|p| name.strip_prefix(p.as_str()).is_some_and(|rest| rest.starts_with("__")))
    }

    /// A directive of the specification that is used without having been imported.
    pub(super) fn forgotten(written: &str) -> bool {
        DIRECTIVES.contains(&written)
    }

    fn link(&mut self, link: &Node<ast::Directive>) {
        let Some(url) = text(link, "url").or_else(|| text(link, "feature")) else { return };
        let mut parts = url.trim_end_matches('/').rsplit('/');
        let (last, before) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let versioned = last.starts_with('v') && last[1..].starts_with(|c: char| c.is_ascii_digit());
        let identity = if versioned { before } else { last };
        let prefix = text(link, "as").unwrap_or(identity).to_owned();
        let apollo = url.starts_with("https://specs.apollo.dev/");
        match identity {
            "federation" if apollo => {
                self.second |= last.starts_with("v2");
                for directive in DIRECTIVES {
                    self.directives.insert(format!("{prefix}__{directive}"), directive);
                }
            }
            known if apollo => {
                if let Some(directive) = DIRECTIVES.iter().find(|d| **d == known) {
                    self.directives.insert(prefix.clone(), directive);
                }
            }
            _ => {}
        }
        let federated = apollo && identity == "federation";
        for (name, written) in imports(link) {
            match name.strip_prefix('@') {
                Some(name) => {
                    let written = written.trim_start_matches('@').to_owned();
                    match DIRECTIVES.iter().find(|d| federated && **d == name) {
                        Some(directive) => {
                            self.directives.insert(written, directive);
                        }
                        None => {
                            self.imported.insert(written, link.clone());
                        }
                    }
                }
                None if federated => {
                    self.types.insert(written);
                }
                None => {}
            }
        }
        self.prefixes.push(prefix);
    }
}

/// What a link imports: the name in the specification and the name it is used under.
fn imports(link: &ast::Directive) -> Vec<(String, String)> {
    let Some(list) = link.specified_argument_by_name("import").and_then(|v| v.as_list()) else {
        return Vec::new();
    };
    list.iter()
        .filter_map(|import| {
            if let Some(name) = import.as_str() {
                return Some((name.to_owned(), name.to_owned()));
            }
            let fields = import.as_object()?;
            let get = |key| fields.iter().find(|(k, _)| k == key).and_then(|(_, v)| v.as_str());
            let name = get("name")?;
            Some((name.to_owned(), get("as").unwrap_or(name).to_owned()))
        })
        .collect()
}

/// An argument that is a text.
pub(super) fn text<'a>(directive: &'a ast::Directive, argument: &str) -> Option<&'a str> {
    directive.specified_argument_by_name(argument).and_then(|value| value.as_str())
}
