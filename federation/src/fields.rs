//! Sets of fields, as `@key(fields: "id owner { id }")` writes them.

use apollo_compiler::{Name, ast};

/// A set of fields, with the text that it was read from.
#[derive(Debug, Clone)]
pub(crate) struct FieldSet {
    pub(crate) text: String,
    pub(crate) selections: Vec<Selection>,
}

/// One member of a set.
#[derive(Debug, Clone)]
pub(crate) enum Selection {
    /// A field, with what is selected of it.
    Field { name: Name, selections: Vec<Selection> },
    /// What is selected only of objects of a type.
    On { ty: Name, selections: Vec<Selection> },
}

impl FieldSet {
    /// The names of the fields on its first level.
    pub(crate) fn names(&self) -> Vec<Name> {
        names(&self.selections)
    }

    /// Reads a set, within braces or not. The error says what the parser found.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let text = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(text);
        let document = ast::Document::parse(format!("{{{text}}}"), "fields")
            .map_err(|e| e.errors.iter().map(|d| d.error.to_string()).collect::<Vec<_>>().join("; "))?;
        let Some(operation) = document.definitions.first().and_then(|d| d.as_operation_definition()) else {
            return Err("it is not a list of fields".to_owned());
        };
        let selections = read(&operation.selection_set)?;
        Ok(Self { text: text.split_whitespace().collect::<Vec<_>>().join(" "), selections })
    }
}

/// The names on the first level.
fn names(selections: &[Selection]) -> Vec<Name> {
    let each = selections.iter().flat_map(|selection| match selection {
        Selection::Field { name, .. } => vec![name.clone()],
        Selection::On { selections, .. } => names(selections),
    });
    each.collect()
}

fn read(selections: &[ast::Selection]) -> Result<Vec<Selection>, String> {
    selections
        .iter()
        .map(|selection| match selection {
            ast::Selection::Field(field) => {
                if field.alias.is_some() {
                    return Err(format!("`{}` has an alias, which a set of fields cannot have", field.name));
                }
                Ok(Selection::Field { name: field.name.clone(), selections: read(&field.selection_set)? })
            }
            ast::Selection::InlineFragment(fragment) => match &fragment.type_condition {
                Some(ty) => Ok(Selection::On { ty: ty.clone(), selections: read(&fragment.selection_set)? }),
                None => Err("an inline fragment needs a type in a set of fields".to_owned()),
            },
            ast::Selection::FragmentSpread(spread) => {
                Err(format!("`...{}` names a fragment; write the fields themselves", spread.fragment_name))
            }
        })
        .collect()
}
