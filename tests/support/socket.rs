//! A client of graphql-transport-ws that hides nothing.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::{HeaderName, HeaderValue};
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// A hub that listens.
pub(crate) trait Served {
    /// The address of a path there.
    fn url(&self, path: &str) -> String;
}

/// How long a test waits for what has to come.
const PATIENCE: Duration = Duration::from_secs(5);

/// An open socket.
pub(crate) struct Socket {
    pub(crate) stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    pub(crate) protocol: String,
}

impl Socket {
    /// Opens a socket with the protocol's name.
    pub(crate) async fn open(server: &impl Served) -> Self {
        Self::with(server, &[]).await.expect("a socket")
    }

    /// The same, with headers more; answers the status when the hub refuses it.
    pub(crate) async fn with(server: &impl Served, headers: &[(&str, &str)]) -> Result<Self, u16> {
        let spoken = [("sec-websocket-protocol", "graphql-transport-ws")];
        Self::bare(&server.url("/graphql"), &[&spoken, headers].concat()).await
    }

    /// With these headers only.
    pub(crate) async fn bare(url: &str, headers: &[(&str, &str)]) -> Result<Self, u16> {
        let mut request = url.replace("http://", "ws://").into_client_request().expect("a request");
        for (name, value) in headers {
            let name: HeaderName = name.parse().expect("a name");
            request.headers_mut().append(name, HeaderValue::from_str(value).expect("a value"));
        }
        match connect_async(request).await {
            Ok((stream, response)) => {
                let protocol = response.headers().get("sec-websocket-protocol");
                let protocol = protocol.map(|value| value.to_str().expect("a name").to_owned());
                Ok(Self { stream, protocol: protocol.unwrap_or_default() })
            }
            Err(Error::Http(response)) => Err(response.status().as_u16()),
            Err(error) => panic!("no handshake: {error}"),
        }
    }

    /// Opens a socket that is acknowledged.
    pub(crate) async fn ready(server: &impl Served) -> Self {
        Self::ready_as(server, &[], json!({})).await
    }

    /// The same, with headers and with a payload of the initialisation.
    pub(crate) async fn ready_as(server: &impl Served, headers: &[(&str, &str)], payload: Value) -> Self {
        let mut socket = Self::with(server, headers).await.expect("a socket");
        socket.say(&json!({ "type": "connection_init", "payload": payload })).await;
        assert_eq!(socket.next().await, json!({ "type": "connection_ack" }));
        socket
    }

    pub(crate) async fn say(&mut self, message: &Value) {
        self.say_text(&message.to_string()).await;
    }

    pub(crate) async fn say_text(&mut self, text: &str) {
        self.stream.send(Message::text(text)).await.expect("an open socket");
    }

    pub(crate) async fn subscribe(&mut self, id: &str, query: &str) {
        self.say(&json!({ "type": "subscribe", "id": id, "payload": { "query": query } })).await;
    }

    pub(crate) async fn complete(&mut self, id: &str) {
        self.say(&json!({ "type": "complete", "id": id })).await;
    }

    /// The next message.
    pub(crate) async fn next(&mut self) -> Value {
        match self.frame(PATIENCE).await {
            Some(Message::Text(text)) => serde_json::from_str(&text).expect("JSON"),
            other => panic!("no message, but {other:?}"),
        }
    }

    /// The next messages of any operations, until so many of them have ended.
    pub(crate) async fn until_ended(&mut self, operations: usize) -> Vec<Value> {
        let mut messages = Vec::new();
        let mut ended = 0;
        while ended < operations {
            let message = self.next().await;
            ended += usize::from(message["type"] == "complete" || message["type"] == "error");
            messages.push(message);
        }
        messages
    }

    /// Waits for the close frame, whatever comes before it.
    pub(crate) async fn closed(&mut self) -> (u16, String) {
        loop {
            match self.frame(PATIENCE).await {
                Some(Message::Close(Some(frame))) => {
                    return (frame.code.into(), frame.reason.as_str().to_owned());
                }
                Some(Message::Text(_)) => {}
                other => panic!("no close frame, but {other:?}"),
            }
        }
    }

    /// Nothing comes.
    pub(crate) async fn is_silent(&mut self) {
        let frame = timeout(Duration::from_millis(150), self.stream.next()).await;
        assert!(frame.is_err(), "{frame:?}");
    }

    /// Nothing comes but pings, which are answered.
    pub(crate) async fn is_silent_but_for_pings(&mut self, time: Duration) {
        let until = tokio::time::Instant::now() + time;
        let mut pings = 0;
        while let Ok(frame) = tokio::time::timeout_at(until, self.stream.next()).await {
            assert!(matches!(frame, Some(Ok(Message::Ping(_)))), "{frame:?}");
            pings += 1;
        }
        assert!(pings > 0, "no ping came");
    }

    /// Still answers.
    pub(crate) async fn is_alive(&mut self) {
        self.say(&json!({ "type": "ping", "payload": { "still": "there" } })).await;
        assert_eq!(self.next().await, json!({ "type": "pong", "payload": { "still": "there" } }));
    }

    /// The next frame that is no ping.
    async fn frame(&mut self, patience: Duration) -> Option<Message> {
        loop {
            let frame = timeout(patience, self.stream.next()).await.expect("nothing came");
            match frame {
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(frame)) => return Some(frame),
                Some(Err(error)) => panic!("the socket broke: {error}"),
                None => return None,
            }
        }
    }
}
