//! What some kinds of record need beside their rows, once these are written.

use uuid::Uuid;

use super::write::{Changed, Made};
use crate::{
    domain::{project, structure, training_path},
    exchange::{
        noun::{Cells, Noun},
        value::Value,
    },
    kernel::{error::Result, kind::Kind},
    store::Tx,
};

/// The event of a change, and the fields that change with it.
pub(super) fn event(noun: &Noun, after: &Cells) -> (&'static str, &'static [&'static str]) {
    if is_revised(noun, after) { ("path.revised", &["revision"]) } else { (noun.events[1], &[]) }
}

/// What a published path says is frozen: a change of it is its next revision.
fn is_revised(noun: &Noun, after: &Cells) -> bool {
    noun.kind == Kind::TrainingPath && after.text("status") == Some("PUBLISHED")
}

/// Writes it.
pub(super) async fn after(tx: &Tx<'_>, noun: &Noun, made: &[Made], changed: &[Changed]) -> Result<()> {
    match noun.kind {
        Kind::Structure => {
            let ids =
                made.iter().map(|made| made.id).chain(changed.iter().map(|changed| changed.granted.id()));
            let ids: Vec<Uuid> = ids.collect();
            if ids.is_empty() { Ok(()) } else { structure::place(tx, &ids).await }
        }
        Kind::Project => {
            for made in made {
                if let Some(lead) = made.after.get("lead").and_then(Value::row) {
                    project::lead_by(tx, &made.granted, made.id, lead).await?;
                }
            }
            Ok(())
        }
        Kind::TrainingPath => {
            for changed in changed.iter().filter(|changed| is_revised(noun, &changed.after)) {
                training_path::revise(tx, &changed.granted).await?;
            }
            Ok(())
        }
        Kind::Member | Kind::Action | Kind::FundingSource | Kind::Resource | Kind::Note => Ok(()),
    }
}
