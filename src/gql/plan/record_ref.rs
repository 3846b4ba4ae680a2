//! A reference to a record of any kind: for what is the same whatever the record is.

use std::borrow::Cow;

use async_graphql::parser::types::Field as AstField;
use async_graphql::registry::Registry;
use async_graphql::{ContextSelectionSet, OutputType, Positioned, ServerResult, Value};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Record;
use super::references::reference;
use crate::kernel::kind::Kind;

/// A record, by its kind and id. In the API it is the object itself behind the interface `Record`, or null when the
/// viewer does not see it.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct RecordRef {
    /// What it is.
    pub kind: Kind,
    /// The record.
    pub id: Uuid,
}

impl OutputType for RecordRef {
    fn type_name() -> Cow<'static, str> {
        Record::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        Record::create_type_info(registry)
    }

    async fn resolve(&self, _: &ContextSelectionSet<'_>, _: &Positioned<AstField>) -> ServerResult<Value> {
        Ok(reference(self.kind.prefix(), self.id))
    }
}
