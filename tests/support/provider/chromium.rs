//! Signing in with Debian's Chromium, which shows that the pages and cookies work where people use them.

use std::path::Path;
use std::process::Stdio;

use serde::Deserialize;
use tokio::process::Command;

/// What the browser shows in the end.
#[derive(Deserialize)]
pub(crate) struct Shown {
    pub(crate) url: String,
    /// The text that a person reads.
    pub(crate) text: String,
}

/// Opens an address that leads to one of the providers, and signs in there with an account.
pub(crate) async fn sign_in_with_chromium(address: &str, account: &str) -> Shown {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    assert!(folder.join("node_modules").exists(), "run `scripts/npm-install tests/browser` first");
    let browser = Command::new("node")
        .args(["sign-in.js", address, account])
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .await
        .expect("the browser runs");
    let said = String::from_utf8_lossy(&browser.stdout);
    assert!(browser.status.success(), "{said}{}", String::from_utf8_lossy(&browser.stderr));
    serde_json::from_str(&said).expect("where it ended")
}
