//! The mutation's input, and the check of its mapping.

use async_graphql::{ID, InputObject, Json};
use serde_json::Value;

use crate::exchange::fault::FileFault;
use crate::exchange::mapping::Mapping;
use crate::exchange::record::ImportKind;
use crate::kernel::error::{Code, Fault};
use crate::kernel::locale::Locale;

/// A file to be imported.
#[derive(Clone, Debug, InputObject)]
pub struct StartImportInput {
    /// What its lines tell.
    pub kind: ImportKind,
    /// What `PUT /upload` answered as `id`, sent by you in the last 24 hours.
    pub upload: ID,
    /// Which column feeds which field, as mapping files say it; without it, columns bear the names of the fields.
    pub mapping: Option<Json<Value>>,
    /// Only tell what would be done.
    #[graphql(default = true)]
    pub dry_run: bool,
    /// The import that tried the very same file before: needed to apply it.
    pub dry_run_of: Option<ID>,
}

/// The mapping of a file: the one that is given, or by the names of the fields.
///
/// # Errors
/// When it is none, or is about another kind.
pub(super) fn mapping(
    given: Option<&Value>,
    kind: ImportKind,
    filename: &str,
    locale: Locale,
) -> Result<Mapping, Fault> {
    let Some(given) = given else {
        let source = filename.rsplit_once('.').map_or(filename, |(stem, _)| stem);
        return Ok(Mapping::by_name(source, kind));
    };
    let mapping = Mapping::parse(&given.to_string()).map_err(|fault| {
        let fault = FileFault::from(fault).to_fault(locale);
        Fault::on("input.mapping", fault.code, fault.message)
    })?;
    if mapping.records.iter().all(|record| record.kind != kind) {
        return Err(Fault::on("input.mapping", Code::Invalid, "the mapping is for another kind of record"));
    }
    Ok(mapping)
}
