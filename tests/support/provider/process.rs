//! A provider's process. It is spoken with in lines of JSON: each that goes in is answered with one.

use std::fs;
use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::Value;
use tempfile::NamedTempFile;

/// It ends when its input is closed, so even a test that is killed leaves none behind.
pub(super) struct Process {
    child: Child,
    input: Option<ChildStdin>,
    answers: Lines<BufReader<ChildStdout>>,
    log: NamedTempFile,
    pub(super) issuer: String,
}

impl Process {
    /// Starts a script of the repository, and waits until it says what its issuer is.
    pub(super) fn start(program: &str, script: &str, config: &Value) -> Self {
        let log = NamedTempFile::new().expect("a file for the log");
        let mut child = Command::new(program)
            .arg(script)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log.reopen().expect("the log"))
            .spawn()
            .unwrap_or_else(|error| panic!("{program}: {error}: run `scripts/install-tools test`"));
        let input = child.stdin.take();
        let answers = BufReader::new(child.stdout.take().expect("its output")).lines();
        let mut process = Self { child, input, answers, log, issuer: String::new() };
        let ready = process.ask(config);
        process.issuer = ready["issuer"].as_str().expect("an issuer").to_owned();
        process
    }

    /// Says one thing, and waits for the answer.
    pub(super) fn ask(&mut self, message: &Value) -> Value {
        let input = self.input.as_mut().expect("it is there until it is dropped");
        // What ended already cannot be written to, and gives no answer either.
        let _ = writeln!(input, "{message}");
        let answer = self.answers.next().expect("an answer of the provider").expect("a line");
        serde_json::from_str(&answer).expect("JSON")
    }
}

impl Drop for Process {
    #[expect(clippy::print_stderr, reason = "a test that fails says what the provider made of it")]
    fn drop(&mut self) {
        drop(self.input.take());
        let _ = self.child.wait();
        if std::thread::panicking() {
            eprintln!("{}", fs::read_to_string(self.log.path()).unwrap_or_default());
        }
    }
}
