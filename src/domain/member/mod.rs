//! Members: the people of the network.

mod graphql;
mod invited;
mod model;
mod query;
mod repo;

pub use graphql::{Member, SEARCHED};
pub use invited::{NewMember, find_or_create_in_tx};
pub use model::{ContactVisibility, MemberState};
pub use query::MemberQuery;
