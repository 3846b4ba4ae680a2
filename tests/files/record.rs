//! Files of records, through the API.

use respyrem::access::Visibility;
use respyrem::kernel::actor::{Actor, Role};
use serde_json::{Value, json};

use crate::on_both;
use crate::support::TestHub;
use crate::support::build::{member_id, refusals};
use crate::support::file::{PDF, PNG};
use crate::support::resource::resource_id;

const SELECTED: &str = "file { id version position role filename mime size sha256 url altText { value } addedBy { displayName } }";

/// A PUBLISHED resource that everybody reads, an editor of its owner, and somebody of another structure.
struct Shelf {
    resource: String,
    editor: Actor,
    other: Actor,
}

async fn shelf(hub: &TestHub) -> Shelf {
    let owner = hub.structure("Parc").await;
    let elsewhere = hub.structure("Autre").await;
    Shelf {
        resource: resource_id(hub.resource(owner, "Atelier").visibility(Visibility::Public).await),
        editor: hub.person("Aina", owner, Role::Editor).await,
        other: hub.person("Otto", elsewhere, Role::Editor).await,
    }
}

impl Shelf {
    async fn add(&self, hub: &TestHub, what: (&str, &str), bytes: &[u8], more: Value) -> Value {
        let upload = hub.upload(&self.editor, what, bytes).await;
        let mut input = json!({ "record": self.resource, "upload": upload });
        for (name, value) in more.as_object().into_iter().flatten() {
            input[name] = value.clone();
        }
        hub.mutate(&self.editor, "addFile", input, SELECTED).await
    }

    async fn files(&self, hub: &TestHub, actor: &Actor) -> Value {
        let query =
            "query($id: ID!) { resource(id: $id) { version files { filename mime url altText { value } } } }";
        let (mut answer, statements) =
            hub.statements(hub.ask_as(actor, query, json!({ "id": self.resource }))).await;
        assert_eq!(statements, 1, "{answer}");
        answer["data"]["resource"].take()
    }
}

on_both!(a_resource_shows_its_files_in_their_order, |hub| {
    let shelf = shelf(&hub).await;
    let sheet = shelf.add(&hub, ("fiche.pdf", "application/pdf"), PDF, json!({ "role": "CONTENT" })).await;
    let alt_text = json!({ "altText": { "fr": "Un four en pierre" }, "role": "COVER" });
    let cover = shelf.add(&hub, ("four.png", "image/png"), PNG, alt_text).await;
    let id = sheet["file"]["id"].as_str().expect("a file").to_owned();
    assert_eq!(
        sheet["file"],
        json!({
            "id": id, "version": 1, "position": 1, "role": "CONTENT", "filename": "fiche.pdf",
            "mime": "application/pdf", "size": 19, "sha256": sheet["file"]["sha256"],
            "url": format!("/files/{id}"), "altText": null, "addedBy": { "displayName": "Aina" },
        }),
        "{sheet}"
    );
    let files = shelf.files(&hub, &Actor::Anonymous).await;
    let expected = json!({ "version": 1, "files": [
        { "filename": "fiche.pdf", "mime": "application/pdf", "url": format!("/files/{id}"), "altText": null },
        { "filename": "four.png", "mime": "image/png", "url": cover["file"]["url"], "altText": { "value": "Un four en pierre" } },
    ] });
    assert_eq!(files, expected);
    assert_eq!(hub.events().await, ["file.added", "file.added"]);
    assert_eq!(hub.logged().await[0].changed_fields, json!(["files"]));
});

on_both!(an_upload_is_taken_once_and_by_its_sender, |hub| {
    let shelf = shelf(&hub).await;
    let upload = hub.upload(&shelf.editor, ("fiche.pdf", "application/pdf"), PDF).await;
    let input = json!({ "record": shelf.resource, "upload": upload });
    let foreign = hub.upload(&shelf.other, ("fiche.pdf", "application/pdf"), PDF).await;
    let theirs = json!({ "record": shelf.resource, "upload": foreign });
    let stolen = hub.mutate(&shelf.editor, "addFile", theirs, "").await;
    assert_eq!(refusals(&stolen), ["NOT_FOUND input.upload"]);
    let refused = hub.mutate(&shelf.other, "addFile", input.clone(), "").await;
    assert_eq!(refusals(&refused), ["FORBIDDEN input.record"]);
    let taken = hub.mutate(&shelf.editor, "addFile", input.clone(), "").await;
    assert_eq!(refusals(&taken), [""; 0]);
    let again = hub.mutate(&shelf.editor, "addFile", input, "").await;
    assert_eq!(refusals(&again), ["NOT_FOUND input.upload"]);
});

on_both!(a_person_has_no_files, |hub| {
    let shelf = shelf(&hub).await;
    let upload = hub.upload(&shelf.editor, ("moi.png", "image/png"), PNG).await;
    let me = member_id(shelf.editor.member().expect("a member"));
    let refused = hub.mutate(&shelf.editor, "addFile", json!({ "record": me, "upload": upload }), "").await;
    assert_eq!(refusals(&refused), ["INVALID input.record"]);
});

on_both!(an_image_of_a_published_resource_says_what_it_shows, |hub| {
    let shelf = shelf(&hub).await;
    let silent = shelf.add(&hub, ("four.png", "image/png"), PNG, json!({})).await;
    assert_eq!(refusals(&silent), ["REQUIRED input.altText"]);
    assert_eq!(hub.count("file").await, 0);
    let told =
        shelf.add(&hub, ("four.png", "image/png"), PNG, json!({ "altText": { "fr": "Un four" } })).await;
    let input = json!({ "id": told["file"]["id"], "expectedVersion": 1, "altText": null });
    let silenced = hub.mutate(&shelf.editor, "updateFile", input, "").await;
    assert_eq!(refusals(&silenced), ["REQUIRED input.altText"]);
});

on_both!(a_resource_is_published_with_a_file_and_no_link, |hub| {
    let shelf = shelf(&hub).await;
    let file = shelf.add(&hub, ("fiche.pdf", "application/pdf"), PDF, json!({})).await;
    let no_links = json!({ "id": shelf.resource, "expectedVersion": 1, "links": [] });
    let updated = hub.mutate(&shelf.editor, "updateResource", no_links, "resource { version }").await;
    assert_eq!(updated["resource"]["version"], 2, "{updated}");
    let input = json!({ "id": file["file"]["id"], "expectedVersion": 1 });
    let last = hub.mutate(&shelf.editor, "removeFile", input, "").await;
    assert_eq!(refusals(&last), ["REQUIRED input.links"]);
});

on_both!(a_file_is_changed_from_the_version_that_was_read, |hub| {
    let shelf = shelf(&hub).await;
    let file = shelf.add(&hub, ("fiche.pdf", "application/pdf"), PDF, json!({})).await["file"]["id"].clone();
    let named =
        |version: i32, name: &str| json!({ "id": file, "expectedVersion": version, "filename": name });
    let renamed = hub.mutate(&shelf.editor, "updateFile", named(1, "atelier.pdf"), SELECTED).await;
    assert_eq!(
        (&renamed["file"]["filename"], &renamed["file"]["version"]),
        (&json!("atelier.pdf"), &json!(2))
    );
    let conflict = "conflict { current { filename } changedBy { displayName } changedFields }";
    let stale = hub.mutate(&shelf.editor, "updateFile", named(1, "autre.pdf"), conflict).await;
    assert_eq!(refusals(&stale), ["CONFLICT input.expectedVersion"]);
    assert_eq!(stale["conflict"]["current"]["filename"], "atelier.pdf");
    assert_eq!(stale["conflict"]["changedBy"]["displayName"], "Aina");
    let same = hub.mutate(&shelf.editor, "updateFile", named(2, "atelier.pdf"), SELECTED).await;
    assert_eq!(same["file"]["version"], 2);
    let path = hub.mutate(&shelf.editor, "updateFile", named(2, "a/b.pdf"), "").await;
    assert_eq!(refusals(&path), ["INVALID input.filename"]);
    let removed = json!({ "id": file, "expectedVersion": 2 });
    let refused = hub.mutate(&shelf.other, "removeFile", removed, "").await;
    assert_eq!(refusals(&refused), ["FORBIDDEN input.id"]);
    assert_eq!(hub.events().await, ["file.added", "file.updated"]);
});
