//! What the log says of shares: they are events of the record.

use crate::access::Facts;
use crate::store::Tx;
use crate::store::log::Entry;

/// Notes that a share was given or taken back. The record's own content did not change, so its version stays, and
/// nobody who edits it meets a conflict.
pub(super) fn note(tx: &mut Tx<'_>, record: &Facts, event: &'static str) {
    tx.note(Entry {
        event,
        record: record.id,
        kind: record.kind,
        version: record.version,
        owner: record.owner,
        project: record.project,
        changed_fields: vec!["shares"],
        before: Some(record.effective),
        after: Some(record.effective),
    });
}
