//! The two sides of a participation, and who speaks for them.

use async_graphql::ID;

use super::model::ParticipationSide;
use super::repo::{self, Found};
use crate::access::{self, Edit, Facts, Viewer};
use crate::domain::record;
use crate::kernel::error::{Code, Fault, Result};
use crate::kernel::kind::Kind;
use crate::store::Tx;

/// A participation, with what is known of the records that it joins.
#[derive(Debug)]
pub(super) struct BothSides {
    pub(super) found: Found,
    pub(super) project: Facts,
    pub(super) structure: Facts,
}

/// The participation that the caller names in `input.id`, held with both its sides until the end of the transaction.
///
/// # Errors
/// `NOT_FOUND` when there is none, or the viewer does not see it; `INVALID_TRANSITION` when its project is archived.
pub(super) async fn both_sides(tx: &Tx<'_>, given: &ID) -> Result<BothSides> {
    let absent = || Fault::on("input.id", Code::NotFound, "no such participation, or you may not see it");
    let id = record::row_named("participation", given).ok_or_else(absent)?;
    let found = repo::hold(tx, id).await?.ok_or_else(absent)?;
    let project = access::seen(tx.facts(found.project).await?, "input.id")?;
    let structure = access::seen(tx.facts(found.structure).await?, "input.id")?;
    access::in_use(&project, "input.id")?;
    Ok(BothSides { found, project, structure })
}

/// The proof that the viewer speaks for a side: only [`Spokesperson::of`] makes one.
#[derive(Debug)]
pub(super) struct Spokesperson {
    side: ParticipationSide,
}

impl Spokesperson {
    /// The viewer as one who speaks for `side` of a participation of `structure` in `project`: whoever may change the
    /// project, or whoever writes for the structure what has to do with projects.
    ///
    /// # Errors
    /// `NOT_FOUND` or `FORBIDDEN` on `field`.
    pub(super) fn of(
        side: ParticipationSide,
        viewer: &Viewer,
        project: &Facts,
        structure: &Facts,
        field: &str,
    ) -> Result<Self, Fault> {
        match side {
            ParticipationSide::Project => {
                access::over::<Edit>(viewer, Some(project.clone()), field)?;
            }
            ParticipationSide::Structure => {
                access::create(viewer, Kind::Project, Some(structure.id), field)?;
            }
        }
        Ok(Self { side })
    }

    /// The viewer as one who speaks for either side: for the project when it may, for the structure otherwise.
    ///
    /// # Errors
    /// As [`Spokesperson::of`].
    pub(super) fn of_either(
        viewer: &Viewer,
        project: &Facts,
        structure: &Facts,
        field: &str,
    ) -> Result<Self, Fault> {
        let speak = |side| Self::of(side, viewer, project, structure, field);
        speak(ParticipationSide::Project).or_else(|_| speak(ParticipationSide::Structure))
    }

    /// For which side.
    pub(super) const fn side(&self) -> ParticipationSide {
        self.side
    }
}
