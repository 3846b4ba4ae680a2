//! A partner's service in JavaScript: the program of `tests/partners/ateliers`.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// It ends when its input is closed, so even a test that is killed leaves none behind.
pub(crate) struct Ateliers {
    child: Child,
    pub(crate) url: String,
}

impl Ateliers {
    /// Starts it and waits until it is ready. It answers only who carries a token of the hub at `hub`, if one is named.
    pub(crate) fn start(hub: Option<&str>) -> Self {
        Self::with(hub.map(|hub| ("HUB", hub)))
    }

    /// With what the demonstration offers.
    pub(crate) fn of_the_demonstration() -> Self {
        Self::with(Some(("DATA", "demo/ateliers.json")))
    }

    fn with(setting: Option<(&str, &str)>) -> Self {
        let script = "tests/partners/ateliers/server.js";
        let installed = Path::new(env!("CARGO_MANIFEST_DIR")).join(script).with_file_name("node_modules");
        assert!(installed.exists(), "run `scripts/npm-install tests/partners/ateliers` first");
        let mut child = Command::new("node")
            .arg(script)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .envs(setting)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node: run `scripts/install-tools test`");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let url = lines.next().expect("its address").expect("a line");
        Self { child, url }
    }
}

impl Drop for Ateliers {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
