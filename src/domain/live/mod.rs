//! What is told as it happens: the subscriptions, each a view of the one feed.

mod event;
mod presence;
mod scope;
mod subscription;

pub use presence::PresenceMutation;
pub use scope::LiveScope;
pub use subscription::LiveSubscription;
