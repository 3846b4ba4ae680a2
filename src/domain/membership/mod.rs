//! Memberships: who belongs to which structure, in which role.

mod graphql;
mod model;

pub use graphql::Membership;
pub use model::{MembershipOrigin, MembershipRole, MembershipState};
