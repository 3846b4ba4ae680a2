//! Another gateway, which composes and answers by npm packages of others: the program `tests/conformance/gateway.js`.

use std::io::{BufRead, BufReader, Lines, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

/// It ends with its input.
pub(super) struct OtherGateway {
    child: Child,
    asks: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
    /// What it composed.
    pub(super) supergraph: String,
}

impl OtherGateway {
    /// Starts it over services, each by name and address.
    pub(super) fn start(services: &[(&str, &str)]) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance");
        assert!(folder.join("node_modules").exists(), "run `scripts/npm-install tests/conformance` first");
        let mut child = Command::new("node")
            .arg("gateway.js")
            .args(services.iter().map(|(name, url)| format!("{name}={url}")))
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node: run `scripts/install-tools test`");
        let asks = child.stdin.take().expect("its input");
        let mut answers = BufReader::new(child.stdout.take().expect("its output")).lines();
        let supergraph = next(&mut answers).as_str().expect("a supergraph").to_owned();
        Self { child, asks, answers, supergraph }
    }

    pub(super) fn ask(&mut self, query: &str) -> Value {
        writeln!(self.asks, "{}", json!({ "query": query })).expect("it reads");
        next(&mut self.answers)
    }
}

impl Drop for OtherGateway {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn next(lines: &mut Lines<BufReader<ChildStdout>>) -> Value {
    let line = lines.next().expect("it goes on").expect("a line");
    serde_json::from_str(&line).expect("JSON")
}
