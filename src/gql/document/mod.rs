//! Documents: finding, parsing, validating and weighing what a client asks to be executed.
//!
//! A document is untrusted text. It passes, in this order: the tokens and the nesting are bounded while it is
//! parsed; it is measured without expanding its fragments; what validating it would take is bounded; only then is it
//! validated, once, and kept. Whatever is refused says which limit it passes and by how much.
//!
//! Nothing here executes a field of the schema or knows who is asking.

mod arguments;
mod check;
mod cost;
mod digest;
mod introspection;
mod introspection_size;
mod limits;
mod literal;
mod measure;
mod merging;
mod operation;
mod persisted;
mod refusal;
mod store;
mod trusted;
mod variables;

#[cfg(test)]
mod measure_tests;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod validation_tests;
#[cfg(test)]
mod variables_tests;

pub use arguments::arguments;
pub use cost::Cost;
pub use digest::Digest;
pub use introspection::RootValues;
pub use limits::{DocumentLimits, DocumentSettings};
pub use measure::Measures;
pub use operation::{CheckedOperation, Prepared};
pub use store::Documents;
pub use trusted::TrustedDocuments;
pub use variables::{Variables, coerce_variables};
