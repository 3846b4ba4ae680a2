//! Writing what a row says over what is known.

/// Writes a value that the row says and notes the field when that changes something. What a row does not say stays.
pub(super) fn say<T: PartialEq>(
    known: &mut T,
    said: Option<T>,
    field: &'static str,
    changed: &mut Vec<&'static str>,
) {
    let Some(said) = said.filter(|said| said != known) else { return };
    *known = said;
    if changed.last() != Some(&field) {
        changed.push(field);
    }
}
