//! The worker: takes one import after the other, for as long as it is polled.
//!
//! One at a time on each server, so that imports never take the place of those who wait for answers.

use std::time::Duration;

use chrono::TimeDelta;
use tokio::time::{MissedTickBehavior, interval};

use super::repo::{self, Held};
use super::run::{self, Told};
use crate::exchange::apply::Report;
use crate::files::Files;
use crate::kernel::error::Result;
use crate::store::Store;

/// How long a server holds a job without saying that it works on it: after that another one takes it.
pub const LEASE: TimeDelta = TimeDelta::minutes(2);
/// How often it says so.
const BEAT: Duration = Duration::from_secs(5);
/// How often a job that waits is looked for.
const LOOK: Duration = Duration::from_secs(2);
/// How often a job is taken at most: one that brings servers down must not bring all of them down.
const ATTEMPTS: i32 = 3;

/// Works for as long as it is polled.
pub async fn work(store: Store, files: Files) {
    let mut looks = interval(LOOK);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        looks.tick().await;
        loop {
            match turn(&store, &files).await {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    tracing::warn!(%error, "an import was cut short: it is taken again later");
                    break;
                }
            }
        }
    }
}

/// Brings the oldest import that nobody works on to its end; false when there is none.
///
/// # Errors
/// When the database or the place of the files does not answer: the job is taken again once its lease is over.
pub async fn turn(store: &Store, files: &Files) -> Result<bool> {
    let Some(job) = repo::take(store, store.clock().now() + LEASE).await? else { return Ok(false) };
    let outcome = if job.attempts > ATTEMPTS {
        Err(format!("it was begun {ATTEMPTS} times and never brought to its end: tell those who run the hub"))
    } else {
        carried_out(store, files, &job).await?
    };
    repo::finish(store, &job, &outcome).await?;
    tracing::info!(import = %job.id, dry_run = job.dry_run, done = outcome.is_ok(), "an import has ended");
    Ok(true)
}

/// Runs the job, and says now and then that it is worked on.
async fn carried_out(store: &Store, files: &Files, job: &Held) -> Result<Result<Report, String>> {
    let bytes = files.read_upload(job.upload).await?;
    let told = Told::default();
    let mut work = Box::pin(run::run(store.clone(), job.clone(), bytes, told.clone()));
    let mut beats = interval(BEAT);
    beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
    beats.tick().await;
    loop {
        tokio::select! {
            outcome = &mut work => return outcome,
            _ = beats.tick() => {
                // One that another server took meanwhile goes on: both write the same, and only the holder reports.
                let beaten = repo::beat(store, job, told.last(), store.clock().now() + LEASE).await;
                if let Err(error) = beaten {
                    tracing::warn!(import = %job.id, %error, "an import could not say that it goes on");
                }
            }
        }
    }
}
