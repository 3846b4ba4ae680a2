//! Reading rows.

use sea_orm::{QueryResult, TryGetable};

use crate::kernel::error::Result;
use crate::store::fault;

/// The value of a column.
pub(super) fn get<T: TryGetable>(row: &QueryResult, column: &str) -> Result<T> {
    row.try_get("", column).map_err(fault)
}
