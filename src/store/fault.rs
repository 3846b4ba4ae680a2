//! A fault of the database in the hub's own terms.

use std::borrow::Cow;

use sea_orm::{DbErr, RuntimeErr};

use crate::kernel::error::Error;

/// Tells the faults that a new attempt may mend from the others: no free connection; PostgreSQL's serialisation
/// failures and deadlocks (40001, 40P01); SQLite's busy and locked (5, 6, and their extended codes); and on both a
/// unique index that is violated (23505; 1555, 2067): an act looks before it writes, so another transaction came
/// between, and the next attempt sees what it wrote.
#[must_use]
pub fn fault(error: DbErr) -> Error {
    match code(&error).as_deref() {
        Some("40001" | "40P01" | "23505" | "1555" | "2067" | "5" | "6" | "261" | "262" | "517") => {
            Error::Busy
        }
        _ if matches!(error, DbErr::ConnectionAcquire(_)) => Error::Busy,
        _ => Error::Internal(format!("database: {error}")),
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
