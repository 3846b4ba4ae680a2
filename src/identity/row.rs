//! Reading rows.

use sea_orm::{QueryResult, TryGetable};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::kernel::error::{Error, Result};
use crate::store::fault;

/// The value of a column.
pub(super) fn get<T: TryGetable>(row: &QueryResult, column: &str) -> Result<T> {
    row.try_get("", column).map_err(fault)
}

/// A list kept as JSON.
pub(super) fn listed<T: DeserializeOwned>(list: Value) -> Result<Vec<T>> {
    serde_json::from_value(list).map_err(|error| Error::Internal(format!("a list in api_client: {error}")))
}
