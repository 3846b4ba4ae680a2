//! One import, from the bytes to the report. The only place that knows how files are read and applied.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::runtime::Handle;

use super::input;
use super::repo::Held;
use crate::exchange::apply::{ApplyOptions, Progress, Report, apply};
use crate::exchange::encoding::decode;
use crate::exchange::fault::FileFault;
use crate::exchange::limits::ReadLimits;
use crate::exchange::message::Message;
use crate::exchange::reading::Reading;
use crate::kernel::error::{Error, Result};
use crate::store::Store;

/// How far an import is, told by one thread to another.
#[derive(Clone, Debug, Default)]
pub(super) struct Told(Arc<Mutex<Option<Progress>>>);

impl Told {
    pub(super) fn last(&self) -> Option<Progress> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, progress: Progress) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(progress);
    }
}

/// Applies the file of a job, or tries it: the report, or why nothing of it can be read. On a thread of its own, since
/// reading a large file takes a while that answers must not wait for.
///
/// # Errors
/// When the database fails or stays busy: the job may be taken again.
pub(super) async fn run(
    store: Store,
    job: Held,
    bytes: Vec<u8>,
    told: Told,
) -> Result<Result<Report, String>> {
    let runtime = Handle::current();
    let work = tokio::task::spawn_blocking(move || runtime.block_on(carry_out(&store, &job, &bytes, &told)));
    work.await.map_err(|error| Error::Internal(format!("an import was cut short: {error}")))?
}

async fn carry_out(store: &Store, job: &Held, bytes: &[u8], told: &Told) -> Result<Result<Report, String>> {
    let limits = ReadLimits::default();
    let said = |faults: &[FileFault]| {
        faults.iter().map(|fault| fault.text(job.locale)).collect::<Vec<_>>().join("\n")
    };
    let mapping = match input::mapping(job.mapping.as_ref(), job.kind, &job.filename, job.locale) {
        Ok(mapping) => mapping,
        Err(fault) => return Ok(Err(fault.message)),
    };
    let text = match decode(bytes, &limits) {
        Ok(text) => text,
        Err(fault) => return Ok(Err(said(&[fault.into()]))),
    };
    let reading = match Reading::open(&text.text, &mapping, &limits, job.locale) {
        Ok(reading) => reading,
        Err(faults) => return Ok(Err(said(&faults))),
    };
    let options = ApplyOptions { rehearse: job.dry_run, ..ApplyOptions::new(job.locale) };
    let report = apply(store, reading, options, &|progress| told.tell(progress)).await?;
    if !job.dry_run {
        store.settle().await?;
    }
    Ok(Ok(report))
}
