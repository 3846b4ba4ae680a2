//! Cursors of the log, as clients send them back.

use crate::feed::Place;
use crate::gql::scalar::Cursor;
use crate::kernel::error::{Code, Fault};

/// The place in the log that a cursor names.
///
/// # Errors
/// When it is the cursor of another list, or none, on `after`.
pub(crate) fn read_cursor(text: &Cursor) -> Result<Place, Fault> {
    Place::decode(&text.0).ok_or_else(|| {
        let message = "not a cursor of the log: leave it out to begin from the beginning";
        Fault::on("after", Code::Invalid, message)
    })
}
