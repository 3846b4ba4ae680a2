//! A client of event streams that hides nothing.

use std::time::Duration;

use reqwest::{RequestBuilder, Response};
use serde_json::Value;
use tokio::time::timeout;

/// An open stream of events.
pub(crate) struct EventStream {
    pub(crate) response: Response,
    text: String,
}

/// One block of fields; `data` is JSON where it is not empty.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Event {
    pub(crate) event: String,
    pub(crate) id: Option<String>,
    pub(crate) data: Option<String>,
    pub(crate) retry: Option<u64>,
}

impl Event {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(self.data.as_deref().unwrap_or_default()).expect("JSON")
    }
}

impl EventStream {
    /// Asks for events.
    pub(crate) async fn of(request: RequestBuilder) -> Self {
        let response = request.header("accept", "text/event-stream").send().await.expect("an answer");
        Self { response, text: String::new() }
    }

    /// The next event, comments apart; `None` when the stream has ended.
    pub(crate) async fn next(&mut self) -> Option<Event> {
        loop {
            while let Some((block, rest)) = self.text.split_once("\n\n") {
                let (event, rest) = (read(block), rest.to_owned());
                self.text = rest;
                if event != Event::default() {
                    return Some(event);
                }
            }
            if !self.read().await {
                return None;
            }
        }
    }

    /// Asks for events; `None` when there is no answer, or a refusal.
    pub(crate) async fn try_of(request: RequestBuilder) -> Option<Self> {
        let response = request.header("accept", "text/event-stream").send().await.ok()?;
        response.status().is_success().then_some(Self { response, text: String::new() })
    }

    /// The next event, comments apart; `None` when the stream breaks, or nothing comes for so long.
    pub(crate) async fn try_next(&mut self, patience: Duration) -> Option<Event> {
        loop {
            if let Some((block, rest)) = self.text.split_once("\n\n") {
                let (event, rest) = (read(block), rest.to_owned());
                self.text = rest;
                if event != Event::default() {
                    return Some(event);
                }
                continue;
            }
            let piece = timeout(patience, self.response.chunk()).await.ok()?.ok()??;
            self.text.push_str(&String::from_utf8_lossy(&piece));
        }
    }

    /// All that comes until the end.
    pub(crate) async fn rest(mut self) -> Vec<Event> {
        let mut events = Vec::new();
        while let Some(event) = self.next().await {
            events.push(event);
        }
        events
    }

    /// Reads one piece; says whether there was one.
    pub(crate) async fn read(&mut self) -> bool {
        let piece = timeout(Duration::from_secs(5), self.response.chunk()).await.expect("nothing came");
        let Ok(Some(piece)) = piece else { return false };
        self.text.push_str(&String::from_utf8_lossy(&piece));
        true
    }

    /// What was read and is no whole event yet.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }
}

fn read(block: &str) -> Event {
    let mut event = Event::default();
    for line in block.lines() {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value).to_owned();
        match name {
            "event" => event.event = value,
            "id" => event.id = Some(value),
            "data" => event.data = Some(value),
            "retry" => event.retry = value.parse().ok(),
            "" => {}
            other => panic!("a field {other:?}"),
        }
    }
    event
}
