//! Members: the people of the network.

mod graphql;
mod invited;
mod model;
mod provided;
mod query;
mod repo;

pub use graphql::{Member, SEARCHED};
pub use invited::{NewMember, find_or_create_in_tx};
pub use model::{ContactVisibility, MemberState};
pub use provided::{ProvidedMember, activate_in_tx, provide_in_tx, state_of, with_email};
pub use query::MemberQuery;
