//! Participations: which structure takes part in which project, in which role. One side proposes, the other decides.

mod graphql;
mod model;

pub use graphql::Participation;
pub use model::{ParticipationRole, ParticipationSide, ParticipationState};
