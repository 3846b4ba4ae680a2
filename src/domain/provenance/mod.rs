//! Where records come from: the sources that tell them, and who said which field last. Sources write it, and so does
//! every change of a record that some source tells (`store::record`).

mod graphql;

pub use graphql::{ExternalRefInput, FieldProvenance, Provenance, declare};
