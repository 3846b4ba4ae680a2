//! Participations: which structure takes part in which project, in which role. One side proposes, the other decides;
//! either may end it. The structure that bears a project may hand it over to another one.

mod decide;
mod event;
mod graphql;
mod hand_over;
mod leave;
mod model;
mod mutation;
mod propose;
mod repo;
mod side;

use crate::domain::record::conflict;

pub use decide::DecideParticipationInput;
pub use graphql::Participation;
pub use hand_over::HandOverLeadInput;
pub use leave::LeaveProjectInput;
pub use model::{ParticipationRole, ParticipationSide, ParticipationState};
pub use mutation::ParticipationMutation;
pub use propose::ProposeParticipationInput;

conflict! {
    /// What happened to a participation since the version that the caller named.
    pub struct ParticipationConflict of Participation
}
