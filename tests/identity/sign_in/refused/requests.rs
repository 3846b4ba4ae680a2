//! What a page of another site could have a browser send with the cookie of a session.

use reqwest::{Client, RequestBuilder};
use respyrem::kernel::actor::Actor;

use crate::identity::sign_in::tab::{Tab, browser};
use crate::identity::sign_in::world::World;
use crate::support::socket::Socket;

/// It would end the session.
const BODY: &str = r#"{"query":"mutation { endAllMySessions { sessions { id } } }"}"#;
const QUERY: &str = "query=mutation%7BendAllMySessions%7Bsessions%7Bid%7D%7D%7D";

/// One test for each form of a mutation that a page can send without asking first: `name: how it is sent => status`.
macro_rules! mutation_refused {
    ($($name:ident: $send:expr => $status:literal,)*) => { $(
        on_sqlite!($name, |hub| does_nothing(World::start(hub).await, $send, $status).await);
    )* };
}

async fn does_nothing(world: World, send: impl FnOnce(&Client, &str) -> RequestBuilder, status: u16) {
    let mut tab = Tab::new(&world);
    let session = tab.sign_in().await.session.expect("a session");
    let request = send(&browser(), &format!("{}/graphql", world.server.base));
    let answer = request.header("cookie", tab.cookie()).send().await.unwrap();
    assert_eq!(answer.status().as_u16(), status);
    assert!(matches!(world.who(&session).await, Actor::Member(_)), "nothing was done");
}

fn typed(web: &Client, url: &str, media_type: &str) -> RequestBuilder {
    web.post(url).header("content-type", media_type)
}

mutation_refused! {
    a_mutation_by_get: |web, url| web.get(format!("{url}?{QUERY}")) => 405,
    a_mutation_as_plain_text: |web, url| typed(web, url, "text/plain").body(BODY) => 415,
    a_mutation_as_a_form: |web, url| typed(web, url, "application/x-www-form-urlencoded").body(QUERY) => 415,
    a_mutation_in_many_parts: |web, url| {
        let part = format!("--x\r\nContent-Disposition: form-data; name=\"operations\"\r\n\r\n{BODY}\r\n--x--\r\n");
        typed(web, url, "multipart/form-data; boundary=x").body(part)
    } => 415,
    a_mutation_of_no_type: |web, url| web.post(url).body(BODY) => 415,
    a_mutation_from_another_site:
        |web, url| typed(web, url, "application/json").header("origin", "https://evil.example").body(BODY) => 403,
}

/// One test for each origin from which the cookie opens no socket: `name: origin => status`. From the hub's own it does.
macro_rules! socket_refused {
    ($($name:ident: $origin:expr => $status:literal,)*) => { $(
        on_sqlite!($name, |hub| opens_no_socket(World::start(hub).await, $origin, $status).await);
    )* };
}

async fn opens_no_socket(world: World, origin: Option<&str>, status: u16) {
    let mut tab = Tab::new(&world);
    tab.sign_in().await.session.expect("a session");
    let cookie = tab.cookie();
    let mut headers = vec![("cookie", cookie.as_str())];
    headers.extend(origin.map(|origin| ("origin", origin)));
    assert_eq!(Socket::with(&world.server, &headers).await.err(), Some(status));
    let own = [("cookie", cookie.as_str()), ("origin", world.server.base.as_str())];
    assert!(Socket::with(&world.server, &own).await.is_ok());
}

socket_refused! {
    a_socket_from_another_site: Some("https://evil.example") => 403,
    a_socket_from_a_page_that_hides_its_origin: Some("null") => 403,
    a_socket_from_nowhere: None => 403,
}
