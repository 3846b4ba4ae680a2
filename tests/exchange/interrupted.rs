//! An import that is killed half-way.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use super::{counts, many};
use crate::on_both;
use crate::support::TestHub;

const ROWS: u32 = 10_000;
const BATCH: u64 = 500;

/// The command's own program, on the test's database.
fn start(hub: &TestHub, folder: &TempDir) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_respyrem"));
    command.args(["import", "casals.csv", "--kind", "structure"]).current_dir(folder.path());
    command.env("DATABASE_URL", &hub.database.url).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().expect("the program starts")
}

on_both!(a_killed_import_leaves_whole_batches_and_completes_when_run_again, |hub| {
    let folder = TempDir::new().expect("a temporary folder");
    std::fs::write(folder.path().join("casals.csv"), many(ROWS)).expect("a file");
    let mut first = start(&hub, &folder);
    while counts(&hub.store).await[0] < 2 * BATCH {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    first.kill().expect("it is killed");
    first.wait().expect("it is gone");

    let [structures, records, changes, references] = counts(&hub.store).await;
    assert!(structures < u64::from(ROWS), "it was killed too late");
    assert_eq!(structures % BATCH, 0);
    assert_eq!([records, changes, references], [structures; 3]);

    let done = tokio::task::block_in_place(|| start(&hub, &folder).wait()).expect("it runs");
    assert!(done.success());
    assert_eq!(counts(&hub.store).await, [u64::from(ROWS); 4]);
});
