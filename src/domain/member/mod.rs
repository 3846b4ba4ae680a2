//! Members: the people of the network.

mod graphql;
mod model;

pub use graphql::Member;
pub use model::{ContactVisibility, MemberState};
