//! The service that `docs/FEDERATION.md` has partners write in JavaScript, word for word.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::world::World;
use crate::on_both;
use crate::support::process::free_address;

const DOCUMENT: &str = include_str!("../../docs/FEDERATION.md");

/// The block of code that begins with this.
fn block(begins: &str) -> &'static str {
    let start = DOCUMENT.find(begins).expect("a block that begins so");
    let text = DOCUMENT.get(start..).expect("text");
    text.split("```").next().expect("its end")
}

/// `node server.js` in a folder of its own.
struct Documented {
    child: Child,
    url: String,
    _folder: TempDir,
}

impl Documented {
    fn start() -> Self {
        let installed = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/partners/ateliers/node_modules");
        assert!(installed.exists(), "run `scripts/npm-install tests/partners/ateliers` first");
        let folder = TempDir::new().expect("a folder");
        symlink(installed, folder.path().join("node_modules")).expect("a link");
        fs::write(folder.path().join("package.json"), r#"{ "type": "module" }"#).expect("a file");
        fs::write(folder.path().join("server.js"), block("// server.js: workshops")).expect("a file");
        let address = free_address();
        let mut child = Command::new("node")
            .arg("server.js")
            .current_dir(&folder)
            .env("PORT", address.rsplit(':').next().expect("a port"))
            .stdout(Stdio::piped())
            .spawn()
            .expect("node: run `scripts/install-tools test`");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let url = lines.next().expect("its address").expect("a line");
        Self { child, url, _folder: folder }
    }
}

impl Drop for Documented {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

on_both!(the_documented_service_adds_its_workshops_to_a_structure, |hub| {
    let world = World::of(hub).await;
    let service = Documented::start();
    world.join("ateliers", &service.url, &["Structure"], &[]).await;
    world.server.knows("Structure", "workshops").await;
    let answer = world.server.ask(block("{ structure(siret: \"13002526500013\")")).await;
    assert_eq!(answer["errors"], Value::Null, "{answer}");
    let structure = &answer["data"]["structure"];
    assert_eq!(structure["workshops"].as_array().map(Vec::len), Some(2), "{answer}");
    let first = json!({ "title": "Charpente de montagne", "hours": 14, "host": { "name": "Le parc", "territory": null } });
    assert_eq!(structure["workshops"][0], first);
});

#[test]
fn the_documented_packages_are_those_that_the_tests_run() {
    let named = block("npm install --save-exact").lines().next().expect("a line");
    let named = named.trim_start_matches("npm install --save-exact ").split(' ');
    let package: Value =
        serde_json::from_str(include_str!("../partners/ateliers/package.json")).expect("JSON");
    let installed = package["dependencies"].as_object().expect("packages");
    let mut count = 0;
    for name in named {
        let (name, version) = name.rsplit_once('@').expect("a version");
        assert_eq!(installed[name], version, "{name}");
        count += 1;
    }
    assert_eq!(count, installed.len());
}
