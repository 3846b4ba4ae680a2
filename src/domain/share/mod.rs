//! Shares: who else may read or change one record, by name.
//!
//! A share counts while the record is SHARED or wider, until it expires. Only those who may say who reads the record
//! give, take back and see shares.

mod expire;
mod grant;
mod grantee;
mod graphql;
mod model;
mod mutation;
mod repo;
mod revoke;

pub use expire::expire_shares;
pub use grant::ShareRecordInput;
pub use grantee::GranteeInput;
pub use graphql::Share;
pub use model::{GranteeKind, ShareLevel};
pub use mutation::ShareMutation;
pub use revoke::UnshareRecordInput;
