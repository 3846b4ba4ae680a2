//! Notifications: what concerns a person, told to that person and nobody else, and kept for a time.
//!
//! An act tells of itself in its own transaction, by [`tell`], after it noted what it did: who is told stands in the log
//! too, for whoever listens. Nobody is told of what they did themselves.

mod graphql;
mod model;
mod mutation;
mod notice;
mod read;
mod repo;
mod sweep;
mod wording;

pub use graphql::Notification;
pub use model::NotificationTopic;
pub use mutation::NotificationMutation;
pub use notice::{Notice, To, tell};
pub use read::MarkNotificationsReadInput;
pub(crate) use repo::unread;
pub use sweep::forget_old;
