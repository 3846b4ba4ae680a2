//! An operation as the planner takes it: one text, fragments in their places, and only what services have to answer.

use std::fmt::Write as _;

use apollo_compiler::{
    ExecutableDocument, Node, ast,
    executable::{Field, Operation, Selection, SelectionSet},
};

use super::alias::data_key;
use crate::supergraph::Api;

pub(super) struct Expanded {
    /// None if services have nothing to answer.
    pub(super) text: Option<String>,
    pub(super) introspection: bool,
}

pub(super) fn operation(api: &Api, document: &ExecutableDocument, operation: &Operation) -> Expanded {
    let mut writer = Writer { api, document, introspection: false };
    let mut body = String::new();
    let any = writer.set(&operation.selection_set, true, &mut body);
    let text = any.then(|| header(operation) + &body);
    Expanded { text, introspection: writer.introspection }
}

/// What stands before the selections of an operation.
pub(super) fn header(operation: &Operation) -> String {
    let declared = variables(&operation.variables);
    let name = operation.operation_type.name();
    if declared.is_empty() { name.to_owned() } else { format!("{name}({declared})") }
}

/// Variables as an operation declares them.
pub(super) fn variables<'a>(
    variables: impl IntoIterator<Item = &'a Node<ast::VariableDefinition>>,
) -> String {
    let mut text = String::new();
    for variable in variables {
        let _ = write!(text, "${}: {}", variable.name, variable.ty);
        if let Some(default) = &variable.default_value {
            let _ = write!(text, " = {}", default.serialize().no_indent());
        }
        text.push(' ');
    }
    text
}

struct Writer<'a> {
    api: &'a Api,
    document: &'a ExecutableDocument,
    introspection: bool,
}

impl Writer<'_> {
    /// Writes what is between braces; false if nothing is.
    fn set(&mut self, set: &SelectionSet, root: bool, out: &mut String) -> bool {
        let start = out.len();
        out.push_str(" {");
        let mut any = false;
        for selection in &set.selections {
            any |= match selection {
                Selection::Field(field) => self.field(field, root, out),
                Selection::InlineFragment(fragment) => {
                    let on = fragment.type_condition.as_ref();
                    self.fragment(
                        on.map(|n| n.as_str()),
                        &fragment.directives,
                        &fragment.selection_set,
                        root,
                        out,
                    )
                }
                Selection::FragmentSpread(spread) => match self.document.fragments.get(&spread.fragment_name)
                {
                    Some(fragment) => {
                        let on = Some(fragment.type_condition().as_str());
                        self.fragment(on, &spread.directives, &fragment.selection_set, root, out)
                    }
                    None => false,
                },
            };
        }
        out.push_str(" }");
        if !any {
            out.truncate(start);
        }
        any
    }

    fn field(&mut self, field: &Node<Field>, root: bool, out: &mut String) -> bool {
        match field.name.as_str() {
            "__schema" | "__type" => {
                self.introspection = true;
                return false;
            }
            // The projection writes it under whichever aliases; the root's is known.
            "__typename" => {
                if !root {
                    out.push_str(" __typename");
                }
                return !root;
            }
            _ => {}
        }
        out.push(' ');
        let key = data_key(self.api, field);
        if key != field.name.as_str() {
            let _ = write!(out, "{key}: ");
        }
        out.push_str(&field.name);
        particulars(field, out);
        if !field.selection_set.selections.is_empty() {
            self.set(&field.selection_set, false, out);
            // Objects of a type that clients do not see are null, so theirs has to be known.
            if self.api.hides(&field.selection_set.ty) && out.ends_with('}') {
                out.truncate(out.len() - 1);
                out.push_str("__typename }");
            }
        }
        true
    }

    fn fragment(
        &mut self,
        on: Option<&str>,
        directives: &ast::DirectiveList,
        set: &SelectionSet,
        root: bool,
        out: &mut String,
    ) -> bool {
        let start = out.len();
        out.push_str(" ...");
        if let Some(on) = on {
            let _ = write!(out, " on {on}");
        }
        conditions(directives, out);
        let any = self.set(set, root, out);
        if !any {
            out.truncate(start);
        }
        any
    }
}

/// The arguments of a field, and what it hangs on.
pub(super) fn particulars(field: &Field, out: &mut String) {
    if !field.arguments.is_empty() {
        out.push('(');
        for argument in &field.arguments {
            let _ = write!(out, "{}: {} ", argument.name, argument.value.serialize().no_indent());
        }
        out.push(')');
    }
    conditions(&field.directives, out);
}

pub(super) fn conditions(directives: &ast::DirectiveList, out: &mut String) {
    for directive in directives.iter().filter(|d| matches!(d.name.as_str(), "skip" | "include")) {
        if let Some(condition) = directive.specified_argument_by_name("if") {
            let _ = write!(out, " @{}(if: {condition})", directive.name);
        }
    }
}
