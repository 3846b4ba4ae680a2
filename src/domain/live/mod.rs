//! What is told as it happens: the subscriptions, each a view of the one feed.

mod event;
mod scope;
mod subscription;

pub use scope::LiveScope;
pub use subscription::LiveSubscription;
