//! The providers through which people sign in: what is kept of each, and who says it.

mod domain;
mod found;
mod model;

pub(super) use domain::{of_address, provider_of, slug_of};
pub use found::ProviderChoice;
pub(super) use found::{Provider, choices};
pub(super) use model::{BackChannelLogout, EmailTrust, JustInTime, ProviderState};
