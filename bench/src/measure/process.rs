//! A server that runs beside the benchmark.

use std::fs::File;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use bytes::Bytes;
use tokio::process::{Child, Command};

use super::load;

/// A server that has not answered by then is absent.
const PATIENCE: Duration = Duration::from_secs(30);

/// It ends with the benchmark.
pub(crate) struct Process(Child);

impl Process {
    /// Starts a server, whose words go to the file `log`, and waits until it `answers`.
    pub(crate) async fn start(
        mut command: Command,
        log: &Path,
        answers: impl AsyncFn() -> anyhow::Result<()>,
    ) -> anyhow::Result<Self> {
        let log = File::create(log)?;
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).kill_on_drop(true).spawn();
        let mut process = Self(child.context("the program cannot be started")?);
        let begun = Instant::now();
        loop {
            if let Some(status) = process.0.try_wait()? {
                bail!("the program ended: {status}");
            }
            match answers().await {
                Ok(()) => return Ok(process),
                Err(error) if begun.elapsed() > PATIENCE => return Err(error),
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
    }

    /// The same, of a server that is asked `question` at `address`.
    pub(crate) async fn asked(
        command: Command,
        log: &Path,
        address: SocketAddr,
        question: &Bytes,
    ) -> anyhow::Result<Self> {
        Self::start(command, log, async || load::once(address, question.clone()).await.map(drop)).await
    }

    pub(crate) fn pid(&self) -> Option<u32> {
        self.0.id()
    }

    pub(crate) async fn stop(mut self) -> anyhow::Result<()> {
        Ok(self.0.kill().await?)
    }
}
