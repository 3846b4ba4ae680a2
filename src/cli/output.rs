//! Writing to the terminal, or to whatever stands in its place.

use std::io::{self, ErrorKind, Write};

use anyhow::Context;

/// Writes a command's answer. A reader that has seen enough (`| head`) is no fault.
pub(super) fn answer(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(error).context("the answer cannot be written")
        }
        _ => Ok(()),
    }
}

/// Says something beside the answer.
pub(super) fn remark(text: &str) {
    // There is nobody else to tell that nobody listens.
    let _ = writeln!(io::stderr(), "{text}");
}
