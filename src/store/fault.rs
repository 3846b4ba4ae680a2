//! A fault of the database in the hub's own terms.

use std::borrow::Cow;

use sea_orm::{DbErr, RuntimeErr, SqlErr};

use crate::kernel::error::Error;

/// Tells the faults that a new attempt may mend from the others: no free connection, serialisation failures and
/// deadlocks of PostgreSQL (40001, 40P01), SQLite's busy and locked (5, 6, and their extended codes).
#[must_use]
pub fn fault(error: DbErr) -> Error {
    match code(&error).as_deref() {
        Some("40001" | "40P01" | "5" | "6" | "261" | "262" | "517") => Error::Busy,
        _ if matches!(error, DbErr::ConnectionAcquire(_)) => Error::Busy,
        _ => Error::Internal(format!("database: {error}")),
    }
}

/// As [`fault`], for a row whose uniqueness was checked before: another transaction made it meanwhile, and the next
/// attempt will find it.
#[must_use]
pub fn raced(error: DbErr) -> Error {
    match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(_)) => Error::Busy,
        _ => fault(error),
    }
}

fn code(error: &DbErr) -> Option<String> {
    let (DbErr::Exec(RuntimeErr::SqlxError(error))
    | DbErr::Query(RuntimeErr::SqlxError(error))
    | DbErr::Conn(RuntimeErr::SqlxError(error))) = error
    else {
        return None;
    };
    error.as_database_error()?.code().map(Cow::into_owned)
}
