//! The state of one socket (graphql-transport-ws), apart from the socket itself: what follows from a message that came,
//! and whether one that is to go is still wanted.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::close::Close;
use super::frame::{Frame, OperationTag};
use super::message::Incoming;
use crate::gql::request::GraphqlRequest;

/// How far a socket is, and its operations.
#[derive(Debug)]
pub(super) struct Protocol {
    phase: Phase,
    /// The numbers of the operations whose ids are taken.
    active: HashMap<Arc<str>, u64>,
    begun: u64,
    limit: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Opened,
    Initialising,
    Acknowledged,
}

/// What is to be done about a message.
#[derive(Debug)]
pub(super) enum Step {
    Nothing,
    /// See who it is, then acknowledge.
    Initialise(Map<String, Value>),
    Pong(Option<Map<String, Value>>),
    /// See who it is now, then answer with a pong.
    Renew(Map<String, Value>),
    Start(OperationTag, Box<GraphqlRequest>),
    /// It has as many operations as it may.
    TooMany(String),
    /// End the operation with this number.
    Stop(u64),
    Close(Close),
}

impl Protocol {
    /// A socket that was just opened, for so many operations at once.
    pub(super) fn new(limit: usize) -> Self {
        Self { phase: Phase::Opened, active: HashMap::new(), begun: 0, limit }
    }

    /// Whether the client has said who it is, or tried to.
    pub(super) fn is_initialised(&self) -> bool {
        self.phase != Phase::Opened
    }

    /// Operations may begin.
    pub(super) fn acknowledge(&mut self) {
        self.phase = Phase::Acknowledged;
    }

    /// What follows from a message.
    pub(super) fn receive(&mut self, message: Incoming) -> Step {
        match message {
            Incoming::ConnectionInit(_) if self.is_initialised() => Step::Close(Close::TOO_MANY_INITS),
            Incoming::ConnectionInit(payload) => {
                self.phase = Phase::Initialising;
                Step::Initialise(payload)
            }
            Incoming::Ping(Some(payload)) if self.phase == Phase::Acknowledged && names_bearer(&payload) => {
                Step::Renew(payload)
            }
            Incoming::Ping(payload) => Step::Pong(payload),
            Incoming::Pong => Step::Nothing,
            Incoming::Subscribe { .. } if self.phase != Phase::Acknowledged => {
                Step::Close(Close::UNAUTHORIZED)
            }
            Incoming::Subscribe { id, .. } if self.active.contains_key(id.as_str()) => {
                Step::Close(Close::already_exists(&id))
            }
            Incoming::Subscribe { id, .. } if self.active.len() >= self.limit => Step::TooMany(id),
            Incoming::Subscribe { id, request } => {
                self.begun += 1;
                let tag = OperationTag { id: id.into(), number: self.begun };
                self.active.insert(Arc::clone(&tag.id), tag.number);
                Step::Start(tag, request)
            }
            Incoming::Complete { id } => self.active.remove(id.as_str()).map_or(Step::Nothing, Step::Stop),
        }
    }

    /// Whether a message that is about to be sent still is wanted: its operation may have been ended meanwhile. With the
    /// last message of an operation its id is free again.
    pub(super) fn delivers(&mut self, frame: &Frame) -> bool {
        let Some(part) = &frame.of else { return true };
        let wanted = self.active.get(&part.operation.id) == Some(&part.operation.number);
        if wanted && part.last {
            self.active.remove(&part.operation.id);
        }
        wanted
    }
}

/// The names of a payload are the client's own, as those of headers are.
pub(super) fn names_bearer(payload: &Map<String, Value>) -> bool {
    payload.keys().any(|name| name.eq_ignore_ascii_case("authorization"))
}

#[cfg(test)]
mod tests {
    use super::super::message::read;
    use super::*;

    fn receive(protocol: &mut Protocol, text: &str) -> Step {
        protocol.receive(read(text).unwrap())
    }

    fn subscribe(protocol: &mut Protocol, id: &str) -> Step {
        receive(protocol, &format!(r#"{{"type":"subscribe","id":"{id}","payload":{{"query":"{{a}}"}}}}"#))
    }

    fn acknowledged(limit: usize) -> Protocol {
        let mut protocol = Protocol::new(limit);
        assert!(matches!(receive(&mut protocol, r#"{"type":"connection_init"}"#), Step::Initialise(_)));
        protocol.acknowledge();
        protocol
    }

    fn started(step: Step) -> OperationTag {
        match step {
            Step::Start(tag, _) => tag,
            other => panic!("{other:?}"),
        }
    }

    fn code(step: Step) -> u16 {
        match step {
            Step::Close(close) => close.code,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_second_initialisation_closes_the_socket_before_and_after_the_acknowledgement() {
        let mut early = Protocol::new(1);
        receive(&mut early, r#"{"type":"connection_init"}"#);
        for mut protocol in [early, acknowledged(1)] {
            assert_eq!(code(receive(&mut protocol, r#"{"type":"connection_init"}"#)), 4429);
        }
    }

    #[test]
    fn nothing_runs_before_the_acknowledgement() {
        let mut protocol = Protocol::new(1);
        assert_eq!(code(subscribe(&mut protocol, "1")), 4401);
        receive(&mut protocol, r#"{"type":"connection_init"}"#);
        assert_eq!(code(subscribe(&mut protocol, "1")), 4401);
    }

    #[test]
    fn an_id_is_taken_until_its_last_message_goes() {
        let mut protocol = acknowledged(2);
        let tag = started(subscribe(&mut protocol, "1"));
        assert_eq!(code(subscribe(&mut protocol, "1")), 4409);
        assert!(protocol.delivers(&Frame::next(tag.clone(), b"{}")));
        assert!(protocol.delivers(&Frame::complete(tag.clone())));
        assert!(!protocol.delivers(&Frame::next(tag, b"{}")));
        started(subscribe(&mut protocol, "1"));
    }

    #[test]
    fn what_the_client_completed_gets_nothing_more_even_when_its_id_is_used_again() {
        let mut protocol = acknowledged(2);
        let first = started(subscribe(&mut protocol, "1"));
        let number = first.number;
        let stop = receive(&mut protocol, r#"{"type":"complete","id":"1"}"#);
        assert!(matches!(stop, Step::Stop(stopped) if stopped == number));
        let second = started(subscribe(&mut protocol, "1"));
        assert!(!protocol.delivers(&Frame::next(first.clone(), b"{}")));
        assert!(!protocol.delivers(&Frame::complete(first)));
        assert!(protocol.delivers(&Frame::next(second, b"{}")));
        assert!(matches!(receive(&mut protocol, r#"{"type":"complete","id":"2"}"#), Step::Nothing));
    }

    #[test]
    fn one_operation_more_than_the_limit_is_refused_and_takes_no_id() {
        let mut protocol = acknowledged(1);
        let tag = started(subscribe(&mut protocol, "1"));
        for _ in 0..2 {
            assert!(matches!(subscribe(&mut protocol, "2"), Step::TooMany(id) if id == "2"));
        }
        assert!(protocol.delivers(&Frame::refusal("2", &[])));
        assert!(protocol.delivers(&Frame::error(tag, &[])));
        started(subscribe(&mut protocol, "2"));
    }

    #[test]
    fn a_ping_is_answered_at_any_time_and_renews_once_acknowledged() {
        let (plain, renewal) =
            (r#"{"type":"ping","payload":{"a":1}}"#, r#"{"type":"ping","payload":{"Authorization":"x"}}"#);
        let mut protocol = Protocol::new(1);
        for text in [plain, renewal] {
            assert!(matches!(receive(&mut protocol, text), Step::Pong(Some(_))));
        }
        let mut protocol = acknowledged(1);
        assert!(matches!(receive(&mut protocol, r#"{"type":"ping"}"#), Step::Pong(None)));
        assert!(matches!(receive(&mut protocol, plain), Step::Pong(Some(_))));
        assert!(matches!(receive(&mut protocol, renewal), Step::Renew(_)));
        assert!(matches!(receive(&mut protocol, r#"{"type":"pong"}"#), Step::Nothing));
    }
}
