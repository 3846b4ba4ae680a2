//! Sessions of members: opened by a one-time link or through a provider, ended by their bearer, an administrator, the
//! provider or time. Their life is absolute: using one does not lengthen it.

mod end;
mod open;

pub use end::end_session;
pub(super) use end::{Ended, end_where};
pub use open::open_session;
pub(super) use open::{NewSession, Opened, Tokens};

use chrono::TimeDelta;

use super::vault::Place;

/// How long a session lives at most.
pub const SESSION_LIFE: TimeDelta = TimeDelta::hours(12);

/// Where the tokens are sealed that the provider gave with a session.
pub(super) const fn tokens_place(session: &str) -> Place<'_> {
    Place { what: "tokens of the session", row: session }
}
