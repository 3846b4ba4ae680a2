//! The subscription type.

use async_graphql::MergedSubscription;

use crate::domain::live::LiveSubscription;

/// What can be listened to.
#[derive(Debug, Default, MergedSubscription)]
pub(super) struct Subscription(LiveSubscription);
