//! Funding sources: aids that pay for what structures do, who gives them, to whom, where and until when.

mod change_status;
mod closing;
mod content;
mod create;
mod eligibility;
mod graphql;
mod input;
mod model;
mod mutation;
mod references;
mod repo;
mod update;

use crate::domain::record::conflict;

pub use change_status::ChangeFundingSourceStatusInput;
pub use closing::{close_past, tell_closing_soon};
pub use eligibility::EligibilityInput;
pub use graphql::{FundingSource, SEARCHED};
pub use input::{CreateFundingSourceInput, FundingSourceDetails, UpdateFundingSourceInput};
pub use model::{AidType, EuFund, FundingRecurrence, FundingSourceStatus};
pub use mutation::FundingSourceMutation;

conflict! {
    /// What happened to a funding source since the version that the caller named.
    pub struct FundingSourceConflict of FundingSource
}
