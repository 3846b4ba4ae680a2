//! What nothing needs goes; what a record has stays.

use respyrem::files::sweep;
use respyrem::kernel::actor::Role;
use serde_json::json;

use crate::on_both;
use crate::support::TestHub;
use crate::support::file::{PDF, PNG};
use crate::support::resource::resource_id;

/// How many files' bytes are kept.
fn kept(hub: &TestHub) -> usize {
    let folders = std::fs::read_dir(hub.folder()).expect("the folder of files");
    let files =
        folders.flat_map(|folder| std::fs::read_dir(folder.expect("a folder").path()).expect("files"));
    files.count()
}

on_both!(an_upload_that_nothing_took_goes_after_a_day, |hub| {
    let owner = hub.structure("Parc").await;
    let editor = hub.person("Aina", owner, Role::Editor).await;
    let resource = resource_id(hub.resource(owner, "Atelier").await);
    let taken = hub.upload(&editor, ("atelier.pdf", "application/pdf"), PDF).await;
    let left = hub.upload(&editor, ("a.png", "image/png"), PNG).await;
    let input = json!({ "record": resource, "upload": taken, "role": "CONTENT" });
    let added = hub.mutate(&editor, "addFile", input, "file { id version }").await;
    assert_eq!(added["userErrors"], json!([]), "{added}");
    hub.clock.set("2026-03-15T09:00:00Z".parse().expect("a moment"));
    let late = hub.mutate(&editor, "addFile", json!({ "record": resource, "upload": left }), "").await;
    assert_eq!(late["userErrors"][0]["code"], "NOT_FOUND", "{late}");
    assert_eq!((sweep(&hub.files).await.expect("a sweep"), kept(&hub)), (0, 2));
    hub.clock.set("2026-03-15T10:00:00Z".parse().expect("a moment"));
    assert_eq!((sweep(&hub.files).await.expect("a sweep"), kept(&hub)), (1, 1));
    assert_eq!(hub.count("upload").await, 0);
    let removed = json!({ "id": added["file"]["id"], "expectedVersion": 1 });
    let removed = hub.mutate(&editor, "removeFile", removed, "record { id }").await;
    assert_eq!(removed["record"]["id"], json!(resource), "{removed}");
    assert_eq!((hub.count("file").await, kept(&hub)), (0, 1));
    hub.clock.set("2026-03-15T11:00:00Z".parse().expect("a moment"));
    assert_eq!((sweep(&hub.files).await.expect("a sweep"), kept(&hub)), (1, 0));
});

on_both!(several_servers_sweep_at_once, |hub| {
    let owner = hub.structure("Parc").await;
    let editor = hub.person("Aina", owner, Role::Editor).await;
    for _ in 0..20 {
        hub.upload(&editor, ("a.png", "image/png"), PNG).await;
    }
    hub.clock.set("2026-03-16T09:00:00Z".parse().expect("a moment"));
    let (one, other) = tokio::join!(sweep(&hub.files), sweep(&hub.files));
    assert!(one.is_ok() && other.is_ok(), "{one:?} {other:?}");
    assert_eq!((kept(&hub), hub.count("upload").await), (0, 0));
});
