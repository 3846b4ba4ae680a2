//! What the clock starts, once an hour: a sweep of rows that time has made useless, the ends that come by themselves, and
//! what is told of days that come.
//!
//! Any number of replicas may do it at once: each thing is done, and told of, once. What a reader sees never waits for
//! it: what is over reads as over from the moment when it is.

mod sweep;
mod trim;

use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};

use crate::config::JobSettings;
use crate::domain::{action, funding_source, membership, notification, share};
use crate::files::{self, Files};
use crate::identity::SignIn;
use crate::kernel::error::Result;
use crate::store::Store;

pub use sweep::sweep;
pub use trim::trim_log;

const EVERY: Duration = Duration::from_secs(3600);

/// Does it all now and every hour, for as long as it is polled.
pub async fn run(store: Store, files: Files, settings: JobSettings) {
    let mut hours = interval(EVERY);
    hours.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        hours.tick().await;
        turn(&store, &files, settings).await;
    }
}

/// How often it is looked up which sessions providers are to be asked about.
const ASK_EVERY: Duration = Duration::from_secs(60);

/// Asks providers about the sessions that are due, for as long as it is polled.
pub async fn ask_providers(sign_in: SignIn) {
    let mut minutes = interval(ASK_EVERY);
    minutes.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        minutes.tick().await;
        tell("sessions ended that providers know no more", sign_in.refresh_sessions().await);
    }
}

/// Does it all once. What fails is left for the next time, and the rest is done all the same.
pub async fn turn(store: &Store, files: &Files, settings: JobSettings) {
    tell("rows swept", sweep(store).await);
    tell("changes taken off the log", trim_log(store, settings.log_days).await);
    tell("uploads swept", files::sweep(files).await);
    tell("funding sources closed", funding_source::close_past(store).await);
    let soon = funding_source::tell_closing_soon(store, settings.closing_soon_days);
    tell("funding sources said to close soon", soon.await);
    tell("actions said to be late", action::tell_late(store).await);
    tell("invitations expired", membership::expire_invitations(store).await);
    let old = notification::forget_old(store, settings.notification_days);
    tell("notifications forgotten", old.await);
    tell("shares expired", share::expire_shares(store).await);
}

fn tell(work: &str, done: Result<usize>) {
    match done {
        Ok(0) => {}
        Ok(count) => tracing::info!(work, count, "the clock's work is done"),
        Err(error) => tracing::warn!(work, %error, "the clock's work was cut short"),
    }
}
