//! `PUT /upload` and `GET /files/{id}` over a real socket.

use reqwest::{Client, RequestBuilder};
use respyrem::access::Visibility;
use respyrem::identity;
use respyrem::kernel::actor::{Actor, Role};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use crate::on_both;
use crate::support::TestHub;
use crate::support::file::{PDF, PNG};
use crate::support::resource::resource_id;
use crate::support::server::Server;

/// A hub that listens, and an editor's session there.
struct Served {
    server: Server,
    client: Client,
    cookie: String,
    editor: Actor,
}

impl Served {
    async fn start(hub: &TestHub, owner: uuid::Uuid) -> Self {
        let server = Server::start(hub, &[("INSECURE_COOKIES", "true")]).await;
        let editor = hub.person("Aina", owner, Role::Editor).await;
        let link = identity::issue_link(&hub.store, Some("aina@example.org"), None).await.expect("a link");
        let session = identity::open_session(&hub.store, &link.token).await.expect("a session");
        let cookie = format!("respyrem_session={}", session.expose_secret());
        Self { server, client: Client::builder().build().expect("a client"), cookie, editor }
    }

    fn put(&self, filename: &str, mime: &str, bytes: &[u8]) -> RequestBuilder {
        let request =
            self.client.put(format!("{}/upload", self.server.base)).query(&[("filename", filename)]);
        request.header("content-type", mime).body(bytes.to_vec())
    }

    fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(format!("{}{path}", self.server.base))
    }

    /// A file of a record, sent over the socket: its address.
    async fn file(&self, hub: &TestHub, record: &str, (name, mime): (&str, &str), bytes: &[u8]) -> String {
        let sent =
            self.put(name, mime, bytes).header("cookie", &self.cookie).send().await.expect("an answer");
        let sent: Value = sent.json().await.expect("JSON");
        let input = json!({ "record": record, "upload": sent["id"], "altText": { "fr": "Un four" } });
        let added = hub.mutate(&self.editor, "addFile", input, "file { url }").await;
        added["file"]["url"].as_str().unwrap_or_else(|| panic!("{added}")).to_owned()
    }
}

async fn status(request: RequestBuilder) -> u16 {
    request.send().await.expect("an answer").status().as_u16()
}

fn header<'a>(response: &'a reqwest::Response, name: &str) -> &'a str {
    response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

on_both!(who_is_signed_in_sends_a_file, |hub| {
    let owner = hub.structure("Parc").await;
    let served = Served::start(&hub, owner).await;
    let sent = served.put("Fiche d’été.pdf", "application/pdf", PDF).header("cookie", &served.cookie);
    let sent = sent.send().await.expect("an answer");
    assert_eq!(sent.status(), 201);
    let told: Value = sent.json().await.expect("JSON");
    let expected = json!({
        "id": told["id"], "filename": "Fiche d’été.pdf", "mime": "application/pdf", "size": 19,
        "sha256": told["sha256"], "expiresAt": "2026-03-15T09:00:00Z",
    });
    assert_eq!(told, expected);
    assert!(told["id"].as_str().is_some_and(|id| id.starts_with("upload_")));
});

on_both!(what_cannot_be_taken_is_refused_with_its_status, |hub| {
    let owner = hub.structure("Parc").await;
    let served = Served::start(&hub, owner).await;
    let mine = |request: RequestBuilder| request.header("cookie", &served.cookie);
    let png = |name: &str| served.put(name, "image/png", PNG);
    assert_eq!(status(png("a.png")).await, 401);
    assert_eq!(status(mine(png("a.png")).header("origin", "https://elsewhere.example")).await, 403);
    assert_eq!(status(mine(png(""))).await, 400);
    assert_eq!(status(mine(served.put("a.html", "text/html", b"<html>"))).await, 415);
    assert_eq!(status(mine(served.put("a.png", "image/png", PDF))).await, 415);
    assert_eq!(status(mine(served.put("a.png", "image/png", &[PNG, &vec![0; 70_000]].concat()))).await, 413);
    assert_eq!(status(mine(served.client.post(format!("{}/upload", served.server.base)))).await, 405);
});

on_both!(a_file_is_read_by_who_reads_its_record, |hub| {
    let owner = hub.structure("Parc").await;
    let served = Served::start(&hub, owner).await;
    let open = resource_id(hub.resource(owner, "Ouvert").visibility(Visibility::Public).await);
    let team = resource_id(hub.resource(owner, "Interne").visibility(Visibility::Team).await);
    let open = served.file(&hub, &open, ("fiche.pdf", "application/pdf"), PDF).await;
    let team = served.file(&hub, &team, ("fiche.pdf", "application/pdf"), PDF).await;
    assert_eq!(status(served.get(&open)).await, 200);
    assert_eq!(status(served.get(&team)).await, 404);
    assert_eq!(status(served.get(&team).header("cookie", &served.cookie)).await, 200);
    assert_eq!(status(served.get("/files/file_00000000000000000000000000")).await, 404);
    assert_eq!(status(served.get("/files/x")).await, 404);
});

on_both!(a_file_is_given_so_that_nothing_in_it_runs, |hub| {
    let owner = hub.structure("Parc").await;
    let served = Served::start(&hub, owner).await;
    let open = resource_id(hub.resource(owner, "Ouvert").visibility(Visibility::Public).await);
    let sheet = served.file(&hub, &open, ("Fiche d’été.pdf", "application/pdf"), PDF).await;
    let image = served.file(&hub, &open, ("four.png", "image/png"), PNG).await;
    let answer = served.get(&sheet).send().await.expect("an answer");
    for (name, value) in [
        ("content-type", "application/pdf"),
        ("content-length", "19"),
        ("content-disposition", "attachment; filename*=UTF-8''Fiche%20d%E2%80%99%C3%A9t%C3%A9.pdf"),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "sandbox; default-src 'none'; frame-ancestors 'none'"),
        ("cache-control", "private, no-cache"),
    ] {
        assert_eq!(header(&answer, name), value, "{name}");
    }
    assert_eq!(answer.bytes().await.expect("bytes"), PDF);
    let answer = served.get(&image).send().await.expect("an answer");
    assert_eq!(header(&answer, "content-disposition"), "inline; filename*=UTF-8''four.png");
});

on_both!(a_copy_is_asked_about_and_a_part_can_be_had, |hub| {
    let owner = hub.structure("Parc").await;
    let served = Served::start(&hub, owner).await;
    let open = resource_id(hub.resource(owner, "Ouvert").visibility(Visibility::Public).await);
    let sheet = served.file(&hub, &open, ("fiche.pdf", "application/pdf"), PDF).await;
    let tag = header(&served.get(&sheet).send().await.expect("an answer"), "etag").to_owned();
    let known = served.get(&sheet).header("if-none-match", &tag).send().await.expect("an answer");
    assert_eq!((known.status().as_u16(), known.bytes().await.expect("bytes").len()), (304, 0));
    let part = served.get(&sheet).header("range", "bytes=1-3").send().await.expect("an answer");
    assert_eq!((part.status().as_u16(), header(&part, "content-range")), (206, "bytes 1-3/19"));
    assert_eq!(part.bytes().await.expect("bytes"), &PDF[1..4]);
    assert_eq!(status(served.get(&sheet).header("range", "bytes=99-")).await, 416);
});
