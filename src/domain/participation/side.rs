//! Who speaks for the two sides of a participation.

use super::model::ParticipationSide;
use crate::access::{self, Edit, Facts, Viewer};
use crate::kernel::error::Fault;
use crate::kernel::kind::Kind;

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

    /// For which side.
    pub(super) const fn side(&self) -> ParticipationSide {
        self.side
    }
}
