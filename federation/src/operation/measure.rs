//! How large a document becomes once its fragments are in their places, counted without putting them there.

use std::collections::HashMap;

use apollo_compiler::{Name, ast};

use crate::Limits;

#[derive(Clone, Copy, Default)]
struct Size {
    selections: usize,
    aliases: usize,
}

/// A sentence if it is larger than it may be.
pub(super) fn check(document: &ast::Document, limits: &Limits) -> Result<(), String> {
    let fragments: HashMap<&Name, &[ast::Selection]> = document
        .definitions
        .iter()
        .filter_map(|d| d.as_fragment_definition())
        .map(|f| (&f.name, f.selection_set.as_slice()))
        .collect();
    let mut known = HashMap::new();
    // A document's operations are validated together, so they count together; and so do fragments that none uses.
    let operations = document.definitions.iter().filter_map(|d| d.as_operation_definition());
    let sets = operations.map(|o| o.selection_set.as_slice()).chain(fragments.values().copied());
    let mut largest = Size::default();
    for set in sets {
        let size = measure(set, &fragments, &mut known);
        largest.selections = largest.selections.max(size.selections);
        largest.aliases = largest.aliases.max(size.aliases);
    }
    if largest.selections > limits.selections {
        return Err(format!(
            "The operation selects more than {} fields once its fragments are in place. Ask for less at a time.",
            limits.selections
        ));
    }
    if largest.aliases > limits.aliases {
        return Err(format!(
            "The operation has more than {} aliases. Ask for less at a time.",
            limits.aliases
        ));
    }
    Ok(())
}

fn measure<'a>(
    selections: &'a [ast::Selection],
    fragments: &HashMap<&'a Name, &'a [ast::Selection]>,
    known: &mut HashMap<&'a Name, Size>,
) -> Size {
    let mut size = Size::default();
    for selection in selections {
        let (inner, alias) = match selection {
            ast::Selection::Field(f) => (measure(&f.selection_set, fragments, known), f.alias.is_some()),
            ast::Selection::InlineFragment(f) => (measure(&f.selection_set, fragments, known), false),
            ast::Selection::FragmentSpread(spread) => {
                let name = &spread.fragment_name;
                let inner = match (known.get(name), fragments.get(name)) {
                    (Some(size), _) => *size,
                    // One that comes back to itself counts as nothing here; validation refuses it.
                    (None, Some(selections)) => {
                        known.insert(name, Size::default());
                        let inner = measure(selections, fragments, known);
                        known.insert(name, inner);
                        inner
                    }
                    (None, None) => Size::default(),
                };
                (inner, false)
            }
        };
        size.selections = size.selections.saturating_add(inner.selections).saturating_add(1);
        size.aliases = size.aliases.saturating_add(inner.aliases).saturating_add(usize::from(alias));
    }
    size
}
