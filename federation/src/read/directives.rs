//! What the directives on a type, a field or anything else say.

use apollo_compiler::{Name, Node, ast};

use super::link::{Names, text};
use crate::{
    CompositionError,
    fields::FieldSet,
    model::{Graph, Key, Marks, Override},
};

/// What may stand on a whole type and then holds for its fields there.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct On {
    pub(super) external: bool,
    pub(super) shareable: bool,
}

impl On {
    pub(super) fn read(directives: &ast::DirectiveList, names: &Names) -> Self {
        let has = |wanted| directives.iter().any(|d| names.directive(&d.name) == Some(wanted));
        Self { external: has("external"), shareable: has("shareable") }
    }
}

#[derive(Default)]
pub(super) struct OnType {
    pub(super) keys: Vec<Key>,
    pub(super) extends: bool,
    pub(super) interface_object: bool,
    pub(super) marks: Marks,
    pub(super) faults: Vec<CompositionError>,
}

#[derive(Default)]
pub(super) struct OnField {
    pub(super) on: On,
    pub(super) requires: Option<FieldSet>,
    pub(super) provides: Option<FieldSet>,
    pub(super) overrides: Option<Override>,
    pub(super) marks: Marks,
    pub(super) faults: Vec<CompositionError>,
}

pub(super) fn type_directives(name: &Name, directives: &ast::DirectiveList, names: &Names) -> OnType {
    let mut found = OnType { marks: marks(directives, names), ..OnType::default() };
    for directive in directives.iter() {
        match names.directive(&directive.name) {
            Some("key") => match set(directive) {
                Ok(fields) => {
                    let resolvable =
                        directive.specified_argument_by_name("resolvable").and_then(|v| v.to_bool());
                    found.keys.push(Key { fields, resolvable: resolvable.unwrap_or(true) });
                }
                Err(fault) => found.faults.push(bad_set("KEY_INVALID_FIELDS", "key", &fault).at(name)),
            },
            Some("extends") => found.extends = true,
            Some("interfaceObject") => found.interface_object = true,
            Some(other) => found.faults.extend(unsupported(other).map(|fault| fault.at(name))),
            None => {}
        }
    }
    found
}

pub(super) fn field_directives(coordinate: &str, directives: &ast::DirectiveList, names: &Names) -> OnField {
    let mut found =
        OnField { marks: marks(directives, names), on: On::read(directives, names), ..OnField::default() };
    for directive in directives.iter() {
        match names.directive(&directive.name) {
            Some("requires") => match set(directive) {
                Ok(fields) => found.requires = Some(fields),
                Err(fault) => {
                    found.faults.push(bad_set("REQUIRES_INVALID_FIELDS", "requires", &fault).at(coordinate));
                }
            },
            Some("provides") => match set(directive) {
                Ok(fields) => found.provides = Some(fields),
                Err(fault) => {
                    found.faults.push(bad_set("PROVIDES_INVALID_FIELDS", "provides", &fault).at(coordinate));
                }
            },
            Some("override") => {
                let Some(from) = text(directive, "from") else { continue };
                let label = text(directive, "label").map(str::to_owned);
                found.overrides = Some(Override { from: from.to_owned(), label });
            }
            Some(other) => found.faults.extend(unsupported(other).map(|fault| fault.at(coordinate))),
            None => {}
        }
    }
    found
}

/// What stands on an argument and cannot be followed.
pub(super) fn argument_faults(
    coordinate: &str,
    definition: &ast::InputValueDefinition,
    names: &Names,
) -> Vec<CompositionError> {
    let written = definition.directives.iter().filter_map(|d| names.directive(&d.name));
    let at = |fault: CompositionError| fault.at(format!("{coordinate}({}:)", definition.name));
    written.filter_map(unsupported).map(at).collect()
}

/// What is carried from anything that may have directives.
pub(super) fn marks(directives: &ast::DirectiveList, names: &Names) -> Marks {
    let mut marks = Marks::default();
    for directive in directives.iter() {
        match names.directive(&directive.name) {
            Some("inaccessible") => marks.inaccessible = true,
            Some("tag") => marks.tags.extend(text(directive, "name").map(str::to_owned)),
            Some(_) => {}
            // Those that are not carried after all are dropped once `@composeDirective` is read.
            None => marks.carried.push(directive.clone()),
        }
    }
    marks
}

/// Keeps of the services' own directives those that `@composeDirective` names.
pub(super) fn composed(
    graph: &mut Graph,
    document: &ast::Document,
    names: &Names,
    errors: &mut Vec<CompositionError>,
) {
    let schemas = document
        .definitions
        .iter()
        .filter(|d| matches!(d, ast::Definition::SchemaDefinition(_) | ast::Definition::SchemaExtension(_)));
    for directive in schemas.flat_map(|d| d.directives().iter()) {
        if names.directive(&directive.name) != Some("composeDirective") {
            continue;
        }
        let written = text(directive, "name").unwrap_or_default();
        let name = written.trim_start_matches('@');
        match (names.imported.get(name), graph.directives.get_key_value(name)) {
            (Some(link), Some((name, _))) => {
                graph.composed.insert(name.clone(), link.clone());
            }
            _ => errors.push(
                CompositionError::new(
                    "DIRECTIVE_COMPOSITION_ERROR",
                    format!(
                        "@composeDirective names `{written}`, but the schema does not both define it and import it \
                         with @link. Add the definition and the import, or take @composeDirective away."
                    ),
                )
                .of(&graph.name),
            ),
        }
    }
    let composed = &graph.composed;
    let kept = |d: &Node<ast::Directive>| {
        matches!(d.name.as_str(), "deprecated" | "specifiedBy" | "oneOf") || composed.contains_key(&d.name)
    };
    for ty in graph.types.values_mut() {
        ty.marks.carried.retain(kept);
        for field in ty.fields.values_mut() {
            field.marks.carried.retain(kept);
            field.arguments.values_mut().for_each(|a| a.marks.carried.retain(kept));
        }
        ty.inputs.values_mut().for_each(|i| i.marks.carried.retain(kept));
        ty.values.values_mut().for_each(|v| v.marks.carried.retain(kept));
    }
}

/// The set in `fields`; some frameworks write a list of sets.
fn set(directive: &ast::Directive) -> Result<FieldSet, String> {
    let value = directive.specified_argument_by_name("fields").ok_or("it has no `fields`")?;
    if let Some(text) = value.as_str() {
        return FieldSet::parse(text);
    }
    let texts: Option<Vec<&str>> = value.as_list().map(|l| l.iter().filter_map(|v| v.as_str()).collect());
    FieldSet::parse(&texts.ok_or("`fields` is not a text")?.join(" "))
}

fn bad_set(code: &'static str, directive: &str, fault: &str) -> CompositionError {
    CompositionError::new(
        code,
        format!(
            "The `fields` of @{directive} cannot be read: {fault}. Write field names with spaces between them, as \
             \"id owner {{ id }}\"."
        ),
    )
}

/// Directives that ask something of the gateway which it does not do: leaving them out would change what is answered.
fn unsupported(directive: &str) -> Option<CompositionError> {
    let message = match directive {
        "authenticated" | "requiresScopes" | "policy" => format!(
            "@{directive} asks the gateway to guard this, which it does not do: the field would be open to all. Guard \
             it in the service, from the token that each request carries, and take the directive away."
        ),
        "context" | "fromContext" => format!(
            "@{directive} asks the gateway to fill an argument from an object further up, which it does not do: the \
             argument would never come. Have the field @requires what it needs, or let clients send the argument, \
             and take the directive away."
        ),
        _ => return None,
    };
    Some(CompositionError::new("UNSUPPORTED_DIRECTIVE", message))
}
