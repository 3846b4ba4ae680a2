//! Columns that hold JSON, read as what they say.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::kernel::error::{Error, Result};

/// What a column says; `what` names it where it holds something else.
///
/// # Errors
/// When it does.
pub fn read_json<T: DeserializeOwned>(column: Value, what: &str) -> Result<T> {
    serde_json::from_value(column).map_err(|error| Error::Internal(format!("{what}: {error}")))
}
