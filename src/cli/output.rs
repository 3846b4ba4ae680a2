//! Writing to the terminal, or to whatever stands in its place.

use std::io::{self, ErrorKind, Write};

use anyhow::Context;

use super::words::say;

/// Writes a command's answer. A reader that has seen enough (`| head`) is no fault.
pub(super) fn answer(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error).context(say([
            "la réponse ne peut pas être écrite",
            "no es pot escriure la resposta",
            "the answer cannot be written",
        ])),
        _ => Ok(()),
    }
}

/// Says something beside the answer.
pub(super) fn remark(text: &str) {
    // There is nobody else to tell that nobody listens.
    let _ = writeln!(io::stderr(), "{text}");
}
