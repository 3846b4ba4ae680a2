//! Cursors of the log, as clients send them back.

use crate::feed::{Feed, Place};
use crate::gql::scalar::Cursor;
use crate::kernel::error::{Code, Fault, Result};

/// The place in the log that a cursor names, if there is one.
///
/// # Errors
/// When it is the cursor of another list, or none, on `after`.
pub(crate) async fn read_cursor(feed: &Feed, given: Option<&Cursor>) -> Result<Option<Place>> {
    let Some(cursor) = given else { return Ok(None) };
    let place = feed.seal().await?.place(&cursor.0).ok_or_else(|| {
        let message = "not a cursor of the log: leave it out to begin without one";
        Fault::on("after", Code::Invalid, message)
    })?;
    Ok(Some(place))
}
