//! The levels of records that tests put straight into the database.

use entities::record;
use respyrem::access::Visibility;
use sea_orm::ActiveValue::Set;

/// Puts a record that nothing is above at a level.
pub(super) fn set_level(record: &mut record::ActiveModel, level: Visibility) {
    record.visibility = Set(level.as_str().to_owned());
    record.effective_visibility = Set(level.as_str().to_owned());
}

/// Withholds a PUBLIC record from its readers, as drafts are.
pub(super) fn withhold(record: &mut record::ActiveModel) {
    record.visibility = Set("PUBLIC".to_owned());
    record.effective_visibility = Set("SHARED".to_owned());
    record.withheld = Set(true);
}
