//! The change feed: from the log of the database to whoever listens, on any server.
//!
//! The log is the truth; everything here reads it and adds nothing. Each server reads it once per wake-up, whatever the
//! number of those who listen ([`Feed`]): what is told between servers only says that there is something to read
//! ([`bus`]). Who listens keeps a place in the log and takes what comes after it at its own pace ([`Listener`]), so that
//! replay and live are one thing, without a gap and without a queue that could grow.

pub mod bus;
mod entry;
mod event;
mod follow;
mod interest;
mod listen;
mod news;
mod place;
pub mod presence;
pub mod quota;
mod reading;
mod ring;
mod rooms;

pub use entry::{Entry, Told};
pub use event::{Delivery, Event, ResetReason};
pub use follow::{Feed, FeedSettings, Slice};
pub use interest::{Interest, Scope};
pub use listen::{Listener, Lost, Renew};
pub use news::Stamp;
pub use place::{Place, Seal};
pub use rooms::sees;
