//! The access rules: five levels of visibility and three rights, decided here and nowhere else.
//!
//! An [`Actor`](crate::kernel::actor::Actor) becomes a [`Viewer`]: plain data that says which records it reads and
//! which it may change. The store turns the same data into SQL for every list, count and look-up; a write needs a
//! [`Granted`], which only this module makes. What one may not read is absent: `NOT_FOUND`, never `FORBIDDEN`.

mod grant;
mod partner;
mod scene;
mod sight;
mod viewer;
mod visibility;

pub use grant::{
    Administer, Archive, Edit, Facts, Granted, GrantedCreate, GrantedNetwork, Manage, Moderate, Remove,
    Represent, Right, create, create_under, in_use, over, run_network, seen,
};
pub use partner::{GrantedPartner, PartnerFacts, govern, seen_partner};
pub use scene::Scene;
pub use sight::{Footprint, ProjectTie, Rights, SharedTie, Sight, Ties};
pub use viewer::Viewer;
pub use visibility::{Standing, Visibility};
