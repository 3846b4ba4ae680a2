//! What caches may keep, how an answer is revalidated, and how it is compressed.

use super::support::{TestServer, header};

const QUERY: &str = "/graphql?query=%7B%20long%20%7D";

#[tokio::test]
async fn each_answer_says_who_may_keep_it() {
    let server = TestServer::start().await;
    for (document, expected) in [
        ("{ echo }", "public, no-cache"),
        ("{ private }", "private, no-cache"),
        ("mutation x", "no-store"),
        ("broken", "no-store"),
        ("{ panic }", "no-store"),
    ] {
        let response = server.post(document).send().await.unwrap();
        assert_eq!(header(&response, "cache-control"), expected, "{document}");
    }
}

#[tokio::test]
async fn an_answer_names_all_it_depends_on() {
    let server = TestServer::start().await;
    let vary = header(&server.get(QUERY).send().await.unwrap(), "vary").to_lowercase();
    for name in ["accept", "accept-language", "accept-encoding", "authorization", "cookie", "origin"] {
        assert_eq!(vary.split(',').filter(|part| part.trim() == name).count(), 1, "{name} in {vary}");
    }
}

#[tokio::test]
async fn a_get_is_revalidated_by_its_tag() {
    let server = TestServer::start().await;
    let tag = header(&server.get(QUERY).send().await.unwrap(), "etag");
    assert!(tag.starts_with('"'), "{tag}");
    for known in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()] {
        let response = server.get(QUERY).header("if-none-match", known).send().await.unwrap();
        assert_eq!(response.status(), 304);
        assert_eq!(header(&response, "etag"), tag);
        assert_eq!(header(&response, "cache-control"), "public, no-cache");
        assert!(response.bytes().await.unwrap().is_empty());
    }
    let response = server.get(QUERY).header("if-none-match", "\"x\"").send().await.unwrap();
    assert_eq!(response.status(), 200);
}

#[tokio::test]
async fn another_media_type_has_another_tag() {
    let server = TestServer::start().await;
    let json = server.get(QUERY).send().await.unwrap();
    let graphql =
        server.get(QUERY).header("accept", "application/graphql-response+json").send().await.unwrap();
    assert_ne!(header(&json, "etag"), header(&graphql, "etag"));
}

#[tokio::test]
async fn a_post_is_never_revalidated() {
    let server = TestServer::start().await;
    let response = server.post("{ echo }").header("if-none-match", "*").send().await.unwrap();
    assert_eq!((response.status().as_u16(), header(&response, "etag").as_str()), (200, ""));
}

#[tokio::test]
async fn long_answers_are_compressed_and_their_tag_is_then_weak() {
    let server = TestServer::start().await;
    for encoding in ["br", "gzip"] {
        let response = server.get(QUERY).header("accept-encoding", encoding).send().await.unwrap();
        assert_eq!(header(&response, "content-encoding"), encoding);
        let tag = header(&response, "etag");
        assert!(tag.starts_with("W/\""), "{tag}");
        assert!(response.bytes().await.unwrap().len() < 400);
        let again = server.get(QUERY).header("accept-encoding", encoding).header("if-none-match", tag);
        assert_eq!(again.send().await.unwrap().status(), 304);
    }
    let short = server.post("{ echo }").header("accept-encoding", "br").send().await.unwrap();
    assert_eq!(header(&short, "content-encoding"), "");
}
