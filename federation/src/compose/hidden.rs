//! What clients cannot see, they cannot send: nothing that services need may be hidden alone.

use apollo_compiler::Name;

use super::merged::Merged;
use crate::{CompositionError, model::Input};

pub(super) fn check(merged: &Merged, errors: &mut Vec<CompositionError>) {
    for (name, ty) in merged.types.iter().filter(|(_, ty)| !ty.marks.inaccessible) {
        for (field, definition) in ty.fields.iter().filter(|(_, f)| !f.marks.inaccessible) {
            let needed = definition.arguments.iter().filter(|(_, argument)| hidden_need(argument));
            errors.extend(needed.map(|(argument, _)| fault(format!("{name}.{field}({argument}:)"))));
        }
        let needed = ty.inputs.iter().filter(|(_, field)| hidden_need(&field.input));
        errors.extend(needed.map(|(field, _): (&Name, _)| fault(format!("{name}.{field}"))));
    }
}

fn hidden_need(input: &Input) -> bool {
    input.marks.inaccessible && input.ty.is_non_null() && input.default.is_none()
}

fn fault(coordinate: String) -> CompositionError {
    let message = "It is required and @inaccessible, so clients could not send it. Make it optional, give it a \
                   default, or take @inaccessible away.";
    CompositionError::new("REQUIRED_INACCESSIBLE", message).at(coordinate)
}
