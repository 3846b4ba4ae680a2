//! GraphiQL, out of the binary.

use super::support::{TestServer, header, status};

#[tokio::test]
async fn the_front_door_leads_to_the_explorer() {
    let server = TestServer::start().await;
    let response = server.get("/").send().await.unwrap();
    assert_eq!((response.status().as_u16(), header(&response, "location").as_str()), (307, "/explorer"));
}

#[tokio::test]
async fn its_page_speaks_the_reader_s_language_and_runs_nothing_from_elsewhere() {
    let server = TestServer::start().await;
    let response = server.get("/explorer").header("accept-language", "fr").send().await.unwrap();
    let policy = header(&response, "content-security-policy");
    assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
    let page = response.text().await.unwrap();
    assert!(page.contains("<title>Explorateur de l’API"), "{page}");
    assert!(!page.contains("://"), "{page}");
}

#[tokio::test]
async fn an_asset_that_is_not_there_is_404() {
    let server = TestServer::start().await;
    assert_eq!(status(server.get("/explorer/nothing.js")).await, 404);
    assert_eq!(status(server.get("/explorer/..%2F..%2FCargo.toml")).await, 404);
}

#[tokio::test]
async fn it_can_be_switched_off() {
    let server = TestServer::set(&[("EXPLORER", "false")]).await;
    assert_eq!(status(server.get("/explorer")).await, 404);
    assert_eq!(status(server.get("/")).await, 404);
}
