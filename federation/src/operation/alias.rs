//! Under which key what a field answers stands in the data. Keys of entities and what others require are read there by the names of
//! their fields, so no client may give such a name to something else: its alias is replaced on the way to services, and is the
//! client's again in the answer and in the paths of errors.

use std::borrow::Cow;

use apollo_compiler::executable::Field;

use crate::supergraph::Api;

/// What replaced aliases begin with. No field of a service may begin with two underscores.
const PREFIX: &str = "__as_";

/// The key of a field in the data.
pub(crate) fn data_key<'a>(api: &Api, field: &'a Field) -> Cow<'a, str> {
    let key = field.response_key().as_str();
    let is_another_s = || key == "__typename" || key.starts_with(PREFIX) || api.has_field(key);
    if key != field.name.as_str() && is_another_s() { format!("{PREFIX}{key}").into() } else { key.into() }
}
