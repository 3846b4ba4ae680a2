//! A private PostgreSQL cluster: its own folder, port and settings, gone when the run ends.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, bail, ensure};

/// Where Debian puts the programs of the version measured.
const PROGRAMS: &str = "/usr/lib/postgresql/15/bin";
/// Durable as in production; memory for a small machine; no just-in-time compilation, which only costs short queries.
const SETTINGS: &str = "
listen_addresses = '127.0.0.1'
max_connections = 120
shared_buffers = 512MB
effective_cache_size = 2GB
work_mem = 16MB
random_page_cost = 1.1
max_parallel_workers_per_gather = 0
jit = off
fsync = on
synchronous_commit = on
log_min_messages = fatal
";

/// A running cluster; dropping it stops it.
pub(super) struct Cluster {
    folder: PathBuf,
    port: u16,
}

impl Cluster {
    /// Starts the cluster in `folder`, which is created when it is not there yet.
    pub(super) fn start(folder: &Path) -> anyhow::Result<Self> {
        ensure!(
            Path::new(PROGRAMS).join("initdb").exists(),
            "PostgreSQL 15 is not installed: apt-get install postgresql"
        );
        let cluster = Self { folder: folder.to_owned(), port: free_port()? };
        let new = !folder.join("PG_VERSION").exists();
        if new {
            cluster.create()?;
        }
        let options = format!("-p {} -k {}", cluster.port, folder.display());
        cluster.program("pg_ctl", &["-w", "-s", "-l", "server.log", "-o", &options, "start"])?;
        if new {
            let port = cluster.port.to_string();
            cluster.program("createdb", &["-h", "127.0.0.1", "-p", &port, "-U", "postgres", "bench"])?;
        }
        Ok(cluster)
    }

    /// How every server reaches it: TCP, as a deployment would.
    pub(super) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/bench", self.port)
    }

    /// Of the process whose children do the work.
    pub(super) fn pid(&self) -> anyhow::Result<u32> {
        let file = std::fs::read_to_string(self.folder.join("postmaster.pid"))?;
        Ok(file.lines().next().context("postmaster.pid is empty")?.parse()?)
    }

    fn create(&self) -> anyhow::Result<()> {
        std::fs::create_dir_all(&self.folder)?;
        if is_root() {
            let owned = Command::new("chown").arg("postgres").arg(&self.folder).status()?;
            ensure!(owned.success(), "cannot give {} to postgres", self.folder.display());
        }
        self.program("initdb", &["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8"])?;
        let settings = self.folder.join("postgresql.auto.conf");
        std::fs::write(&settings, SETTINGS).with_context(|| format!("write {}", settings.display()))
    }

    /// Runs one of PostgreSQL's programs in the folder, as a user that it accepts.
    fn program(&self, name: &str, arguments: &[&str]) -> anyhow::Result<()> {
        let path = Path::new(PROGRAMS).join(name);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(path);
            command
        } else {
            Command::new(path)
        };
        command.args(arguments).env("PGDATA", &self.folder).current_dir(&self.folder);
        // What stays running must not hold the pipes of this process.
        let status = command.stdin(Stdio::null()).stdout(Stdio::null()).status()?;
        if !status.success() {
            bail!("{name} failed: {status}");
        }
        Ok(())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Err(error) = self.program("pg_ctl", &["-s", "-m", "fast", "stop"]) {
            eprintln!("PostgreSQL in {} still runs: {error}", self.folder.display());
        }
    }
}

/// A port that nothing listens on now.
pub(crate) fn free_port() -> anyhow::Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// PostgreSQL refuses to run as root.
fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0)
}
