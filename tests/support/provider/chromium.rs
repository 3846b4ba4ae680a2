//! Signing in with Debian's Chromium, which shows that the pages and cookies work where people use them.

use std::path::Path;
use std::process::Stdio;

use serde::Deserialize;
use tokio::process::Command;

/// What the browser shows in the end.
#[derive(Deserialize)]
pub(crate) struct Shown {
    pub(crate) url: String,
    /// Where the sign-in itself ended.
    pub(crate) landed: String,
    /// The text that a person reads.
    pub(crate) text: String,
}

/// Opens an address that leads to one of the providers, or to the page on which people choose theirs, and signs in there with
/// an account; then, where one is given, opens another address.
pub(crate) async fn sign_in_with_chromium(address: &str, account: &str, then: Option<&str>) -> Shown {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    assert!(folder.join("node_modules").exists(), "run `scripts/npm-install tests/browser` first");
    let browser = Command::new("node")
        .args(["sign-in.js", address, account])
        .args(then)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .await
        .expect("the browser runs");
    let said = String::from_utf8_lossy(&browser.stdout);
    assert!(browser.status.success(), "{said}{}", String::from_utf8_lossy(&browser.stderr));
    serde_json::from_str(&said).expect("where it ended")
}
