//! How an answer comes: its status, its headers, and its bytes.

use lying_provider::{Endpoint, Lie, Misbehaviour};
use oidc::Error;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::support::{Scene, refusal, says, sign_in_refused};

fn under(endpoint: Endpoint, status: u16) -> Lie {
    Lie::Answer(endpoint, Misbehaviour::Under(status))
}

fn heads(endpoint: Endpoint, name: &'static str, value: &'static str) -> Lie {
    Lie::Answer(endpoint, Misbehaviour::Header(name, value))
}

fn is_of(endpoint: Endpoint, media_type: &'static str) -> Lie {
    Lie::Answer(endpoint, Misbehaviour::MediaType(media_type))
}

sign_in_refused! {
    half_of_what_is_published: under(Endpoint::Discovery, 206) => "discovery.status",
    keys_that_somebody_on_the_way_has_changed: under(Endpoint::Keys, 203) => "keys.status",
    tokens_that_were_only_made: under(Endpoint::Token, 201) => "token.status",
    tokens_that_will_be_made: under(Endpoint::Token, 202) => "token.status",
    an_answer_without_content: under(Endpoint::Token, 204) => "token.status",
    an_answer_that_is_the_one_from_before: under(Endpoint::Keys, 304) => "keys.redirect",
    an_answer_among_several: under(Endpoint::Discovery, 300) => "discovery.redirect",
    tokens_under_an_error: under(Endpoint::Token, 400) => "token.status",
    what_is_published_is_packed: heads(Endpoint::Discovery, "content-encoding", "gzip") => "discovery.media_type",
    tokens_that_are_packed: heads(Endpoint::Token, "content-encoding", "br") => "token.media_type",
    tokens_that_are_packed_by_nobody_s_way: heads(Endpoint::Token, "content-encoding", "x") => "token.media_type",
    two_media_types: heads(Endpoint::Token, "content-type", "text/html") => "token.media_type",
    one_media_type_told_twice: heads(Endpoint::Keys, "content-type", "application/json") => "keys.media_type",
    two_media_types_in_one: is_of(Endpoint::Keys, "application/json, text/html") => "keys.media_type",
    a_media_type_that_begins_as_it_should: is_of(Endpoint::Token, "application/jsonp") => "token.media_type",
    a_media_type_that_is_json_for_something_else: is_of(Endpoint::Token, "application/ld+json") => "token.media_type",
    a_token_where_what_is_published_is_expected:
        is_of(Endpoint::Discovery, "application/jwt") => "discovery.media_type",
    html_that_says_that_it_is_json: says(Endpoint::Discovery, "<!doctype html>") => "discovery.malformed",
    a_mark_before_what_is_published: says(Endpoint::Discovery, "\u{feff}{}") => "discovery.malformed",
    a_list_of_what_is_published: says(Endpoint::Discovery, "[{}]") => "discovery.malformed",
    what_is_published_too_deep_to_read:
        says(Endpoint::Discovery, &format!(r#"{{"a":{}1{}}}"#, "[".repeat(5000), "]".repeat(5000)))
            => "discovery.malformed",
}

#[tokio::test]
async fn a_cookie_of_a_provider_is_not_kept() {
    let scene = Scene::start().await;
    for endpoint in [Endpoint::Discovery, Endpoint::Keys, Endpoint::Token] {
        scene.provider.tell(heads(endpoint, "set-cookie", "session=planted; Path=/"));
    }
    for _ in 0..2 {
        scene.sign_in().await.unwrap();
    }
    assert_eq!(scene.provider.cookies(), 0);
}

#[tokio::test]
async fn another_way_to_the_provider_is_not_taken() {
    for (name, value) in
        [("alt-svc", "h3=\":443\"; ma=3600"), ("location", "/foreign"), ("refresh", "0; url=/foreign")]
    {
        let scene = Scene::telling(heads(Endpoint::Keys, name, value)).await;
        scene.sign_in().await.unwrap();
        assert_eq!(scene.provider.calls(Endpoint::Foreign), 0, "{name}");
    }
}

/// What is said of a server that answers every call with these bytes and hangs up.
async fn of_bytes(bytes: Vec<u8>) -> Error {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut scene = Scene::start().await;
    scene.settings.issuer = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        loop {
            let (mut socket, _) = listener.accept().await.unwrap();
            let mut question = [0; 4096];
            let _ = socket.read(&mut question).await;
            let _ = socket.write_all(&bytes).await;
        }
    });
    let error = scene.begin().await.unwrap_err();
    server.abort();
    error
}

#[tokio::test]
async fn an_answer_that_is_not_http_is_none() {
    for bytes in [
        "",
        "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/9.9 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
    ] {
        let error = of_bytes(bytes.into()).await;
        assert_eq!(
            error.to_string(),
            "the identity provider is unavailable: discovery.unreachable",
            "{bytes}"
        );
    }
}

#[tokio::test]
async fn half_an_answer_is_none() {
    let half = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{}";
    let error = of_bytes(half.into()).await;
    assert_eq!(error.to_string(), "the identity provider is unavailable: discovery.unreachable");
}

#[tokio::test]
async fn headers_without_end_are_not_read_to_their_end() {
    let endless = format!("HTTP/1.1 200 OK\r\n{}", "A: b\r\n".repeat(1_000_000));
    let error = of_bytes(endless.into()).await;
    assert_eq!(error.to_string(), "the identity provider is unavailable: discovery.unreachable");
}

/// What is said of each of these answers.
async fn all_say(answers: impl IntoIterator<Item = String>, reason: &str) {
    for bytes in answers {
        let said = of_bytes(bytes.clone().into_bytes()).await.reason().to_string();
        assert_eq!(said, reason, "{:.80}", bytes);
    }
}

const JSON: &str = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

#[tokio::test]
async fn an_answer_that_is_never_the_last_is_none() {
    let flood = |head: &str| head.repeat(200_000);
    all_say(
        [flood("HTTP/1.1 100 Continue\r\n\r\n"), flood("HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n")],
        "discovery.unreachable",
    )
    .await;
}

#[tokio::test]
async fn another_protocol_is_not_switched_to() {
    let switch = "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n";
    all_say([switch.to_owned()], "discovery.status").await;
}

#[tokio::test]
async fn a_length_that_is_not_one_is_refused() {
    all_say(
        [
            format!("{JSON}Content-Length: 99999999999999999999999\r\n\r\n{{}}"),
            format!("{JSON}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{{}}"),
            format!("{JSON}Content-Length: 0x2\r\n\r\n{{}}"),
            format!("{JSON}Content-Length: 18446744073709551615\r\n\r\n{{}}"),
        ],
        "discovery.unreachable",
    )
    .await;
}

#[tokio::test]
async fn an_answer_cut_short_by_its_length_is_not_made_whole() {
    let short = format!("{JSON}Content-Length: 9\r\n\r\n{{\"issuer\":\"a\"}}");
    all_say([short], "discovery.malformed").await;
}

#[tokio::test]
async fn pieces_that_do_not_end_are_not_read_to_their_end() {
    let chunked = format!("{JSON}Transfer-Encoding: chunked\r\n\r\n");
    all_say(
        [
            format!("{chunked}FFFFFFFFFFFFFFFFFF\r\n"),
            format!("{chunked}-1\r\n"),
            format!("{chunked}2;{}\r\n{{}}\r\n0\r\n\r\n", "a".repeat(1_000_000)),
            format!("{chunked}2\r\n{{}}\r\n0\r\n{}", "A: b\r\n".repeat(1_000_000)),
        ],
        "discovery.unreachable",
    )
    .await;
}

#[tokio::test]
async fn small_pieces_are_bounded_like_all_others() {
    let pieces =
        format!("{JSON}Transfer-Encoding: chunked\r\n\r\n{}", "10\r\n                \r\n".repeat(20_000));
    all_say([pieces], "discovery.too_large").await;
}

#[tokio::test]
async fn an_answer_of_an_older_time_is_none() {
    all_say(["{\"issuer\":\"a\"}".to_owned(), "200 OK\r\n\r\n{}".to_owned()], "discovery.unreachable").await;
}
