//! Files in a bucket, on a service that keeps them in memory and speaks as much of S3 as the hub does.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use futures_util::TryStreamExt;
use respyrem::files::{Declared, Files, Slice, sweep};
use respyrem::kernel::actor::Role;
use serde_json::json;
use tokio::net::TcpListener;

use crate::on_both;
use crate::support::file::PDF;
use crate::support::resource::resource_id;
use crate::support::server::config;

type Kept = Arc<Mutex<HashMap<String, Bytes>>>;

async fn put(State(kept): State<Kept>, Path(key): Path<String>, headers: HeaderMap, body: Bytes) -> Response {
    let signed = headers.get(header::AUTHORIZATION).and_then(|line| line.to_str().ok()).unwrap_or_default();
    assert!(signed.contains("Credential=hub/") && signed.contains("/eu-west-3/s3/"), "{signed}");
    kept.lock().unwrap().insert(key, body);
    (StatusCode::OK, [(header::ETAG, "\"1\"")]).into_response()
}

async fn read(State(kept): State<Kept>, Path(key): Path<String>, headers: HeaderMap) -> Response {
    let Some(bytes) = kept.lock().unwrap().get(&key).cloned() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let told = [(header::ETAG, "\"1\""), (header::LAST_MODIFIED, "Sat, 14 Mar 2026 09:00:00 GMT")];
    let range = headers.get(header::RANGE).and_then(|line| line.to_str().ok());
    let Some((first, last)) = range.and_then(|range| range.strip_prefix("bytes=")?.split_once('-')) else {
        return (StatusCode::OK, told, bytes).into_response();
    };
    let (first, last): (usize, usize) = (first.parse().unwrap(), last.parse().unwrap());
    let content_range = [(header::CONTENT_RANGE, format!("bytes {first}-{last}/{}", bytes.len()))];
    (StatusCode::PARTIAL_CONTENT, told, content_range, bytes.slice(first..=last)).into_response()
}

async fn delete(State(kept): State<Kept>, body: String) -> Response {
    let keys = body.split("<Key>").skip(1).filter_map(|rest| rest.split("</Key>").next());
    let mut done = String::new();
    for key in keys {
        kept.lock().unwrap().remove(key);
        done.push_str(&format!("<Deleted><Key>{key}</Key></Deleted>"));
    }
    let body = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?><DeleteResult>{done}</DeleteResult>");
    (StatusCode::OK, [(header::CONTENT_TYPE, "application/xml")], body).into_response()
}

/// A service with a bucket called `cims`: its address and what it keeps.
async fn service() -> (String, Kept) {
    let kept = Kept::default();
    let routes = Router::new()
        .route("/cims/{*key}", get(read).put(put))
        .route("/cims", post(delete))
        .route("/cims/", post(delete))
        .with_state(Arc::clone(&kept));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, routes).await });
    (address, kept)
}

on_both!(a_bucket_keeps_files_as_a_folder_does, |hub| {
    let (endpoint, kept) = service().await;
    let settings = config(&[
        ("FILES", "s3://cims"),
        ("S3_ENDPOINT", &endpoint),
        ("S3_REGION", "eu-west-3"),
        ("S3_ACCESS_KEY_ID", "hub"),
        ("S3_SECRET_ACCESS_KEY", "secret"),
    ])
    .files;
    let files = Files::open(hub.store.clone(), &settings).expect("a bucket");
    let owner = hub.structure("Parc").await;
    let editor = hub.person("Aina", owner, Role::Editor).await;
    let declared = Declared { filename: "fiche.pdf".to_owned(), mime: "application/pdf".to_owned() };
    let body = futures_util::stream::iter([Ok::<_, ()>(Bytes::from_static(PDF))]);
    let sent = files.receive(&editor, declared, body).await.expect("taken");
    assert_eq!(kept.lock().unwrap().values().cloned().collect::<Vec<_>>(), [Bytes::from_static(PDF)]);
    let resource = resource_id(hub.resource(owner, "Atelier").await);
    let added =
        hub.mutate(&editor, "addFile", json!({ "record": resource, "upload": sent.id }), "file { id }").await;
    let id = added["file"]["id"].as_str().expect("a file");
    let found = files.find(&editor, id).await.expect("an answer").expect("the file");
    for (slice, expected) in [(Slice::Whole, PDF), (Slice::Part(1..4), &PDF[1..4])] {
        let bytes: Vec<Bytes> =
            files.open_file(&found, slice).await.expect("bytes").try_collect().await.expect("all");
        assert_eq!(bytes.concat(), expected);
    }
    hub.mutate(&editor, "removeFile", json!({ "id": id, "expectedVersion": 1 }), "").await;
    hub.clock.set("2026-03-14T11:00:00Z".parse().expect("a moment"));
    assert_eq!(sweep(&files).await.expect("a sweep"), 1);
    assert!(kept.lock().unwrap().is_empty());
});
