//! Bodies and headers that are too large or too slow.

use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::support::{TestServer, answer, code};

/// Sends the start of a request and says what comes back before the connection ends.
async fn send_and_wait(server: &TestServer, start: &str) -> String {
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all(start.as_bytes()).await.unwrap();
    let mut answer = String::new();
    let read = stream.read_to_string(&mut answer);
    tokio::time::timeout(Duration::from_secs(5), read).await.expect("the connection stays open").unwrap();
    answer
}

#[tokio::test]
async fn a_body_over_the_limit_is_413() {
    let server = TestServer::start().await;
    let (status, body) = answer(server.post_raw("application/json", vec![b' '; 10 * 1024 * 1024])).await;
    assert_eq!((status, code(&body)), (413, "BODY_TOO_LARGE"));
}

#[tokio::test]
async fn a_body_just_within_the_limit_is_read() {
    let server = TestServer::set(&[("MAX_BODY_BYTES", "2048")]).await;
    let document = r#"{"query":"{ echo }"}"#;
    let body = |length: usize| format!("{document}{}", " ".repeat(length - document.len()));
    assert_eq!(answer(server.post_raw("application/json", body(2048))).await.0, 200);
    assert_eq!(answer(server.post_raw("application/json", body(2049))).await.0, 413);
}

#[tokio::test]
async fn a_large_body_that_asks_first_is_not_sent_at_all() {
    let server = TestServer::start().await;
    let head = "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n\
                Content-Length: 10000000\r\nExpect: 100-continue\r\n\r\n";
    let answer = send_and_wait(&server, head).await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
}

#[tokio::test]
async fn a_slow_body_is_408() {
    let server = TestServer::set(&[("BODY_READ_TIMEOUT_MS", "100")]).await;
    let head =
        "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{";
    let answer = send_and_wait(&server, head).await;
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(answer.contains("BODY_TOO_SLOW"), "{answer}");
}

#[tokio::test]
async fn slow_headers_end_the_connection() {
    let server = TestServer::set(&[("HEADER_READ_TIMEOUT_MS", "100")]).await;
    for start in ["", "POST /graphql HTTP/1.1\r\nHost: x\r\nX-Slow: "] {
        let begun = Instant::now();
        send_and_wait(&server, start).await;
        assert!(begun.elapsed() < Duration::from_secs(2));
    }
}

#[tokio::test]
async fn headers_without_end_are_refused() {
    let server = TestServer::start().await;
    let head = format!("GET / HTTP/1.1\r\nHost: x\r\nX-Long: {}", "x".repeat(70 * 1024));
    let answer = send_and_wait(&server, &head).await;
    assert!(answer.starts_with("HTTP/1.1 431"), "{answer}");
}
