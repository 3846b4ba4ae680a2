//! What the log says of memberships: they are changes of their structure.

use crate::access::{Facts, Visibility};
use crate::store::Tx;
use crate::store::log::Entry;

/// Notes what happened to a membership of `structure`. The structure's own content did not change, so its version
/// stays, and nobody who edits it meets a conflict. What is not in force concerns the two sides only: it is logged as
/// narrow as what is private.
pub(super) fn note(tx: &mut Tx<'_>, structure: &Facts, event: &'static str, in_force: bool) {
    let level = if in_force { Visibility::Public } else { Visibility::Private };
    let level = Some(level.under(structure.effective).standing(structure.withheld || structure.archived));
    let fields = vec!["members"];
    tx.note(Entry { changed_fields: fields, before: level, after: level, ..Entry::of(structure, event) });
}
