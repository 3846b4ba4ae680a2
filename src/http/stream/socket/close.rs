//! Why a socket is closed: the codes of the protocol, and those of WebSocket itself.

use std::borrow::Cow;

use axum::extract::ws::{CloseFrame, Message};
use tokio_tungstenite::tungstenite::Error as SocketError;

use crate::http::stream::connection::End;

/// A close frame holds so many bytes of reason (RFC 6455, 5.5).
const MAX_REASON: usize = 123;

/// A code and its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Close {
    pub(super) code: u16,
    pub(super) reason: Cow<'static, str>,
}

impl Close {
    pub(super) const GOING_AWAY: Self = Self::of(1001, "Going away");
    pub(super) const BROKEN: Self = Self::of(1002, "Not a WebSocket message");
    pub(super) const NOT_UTF8: Self = Self::of(1007, "Messages are in utf-8");
    pub(super) const TOO_LARGE: Self = Self::of(1009, "The message is too large");
    pub(super) const TRY_AGAIN: Self = Self::of(1013, "Try again later");
    pub(super) const UNAUTHORIZED: Self = Self::of(4401, "Unauthorized");
    pub(super) const FORBIDDEN: Self = Self::of(4403, "Forbidden");
    pub(super) const SUBPROTOCOL: Self = Self::of(4406, "Subprotocol not acceptable");
    pub(super) const INIT_TIMEOUT: Self = Self::of(4408, "Connection initialisation timeout");
    pub(super) const TOO_MANY_INITS: Self = Self::of(4429, "Too many initialisation requests");

    const fn of(code: u16, reason: &'static str) -> Self {
        Self { code, reason: Cow::Borrowed(reason) }
    }

    /// What came is no message of the protocol.
    pub(super) fn bad_request(reason: &str) -> Self {
        Self { code: 4400, reason: Cow::Owned(cut(reason).to_owned()) }
    }

    /// The id is in use.
    pub(super) fn already_exists(id: &str) -> Self {
        let reason = format!("Subscriber for {id} already exists");
        Self { code: 4409, reason: Cow::Owned(cut(&reason).to_owned()) }
    }

    /// What the peer is told after this fault; `None` when there is nobody to be told.
    pub(super) fn after(fault: axum::Error) -> Option<Self> {
        match fault.into_inner().downcast_ref::<SocketError>()? {
            SocketError::Capacity(_) => Some(Self::TOO_LARGE),
            SocketError::Utf8(_) => Some(Self::NOT_UTF8),
            SocketError::Protocol(fault) if !is_gone(fault) => Some(Self::BROKEN),
            _ => None,
        }
    }
}

/// Faults of the protocol that are a peer which went without a word.
const fn is_gone(fault: &tokio_tungstenite::tungstenite::error::ProtocolError) -> bool {
    use tokio_tungstenite::tungstenite::error::ProtocolError;
    matches!(fault, ProtocolError::ResetWithoutClosingHandshake)
}

impl From<End> for Close {
    fn from(end: End) -> Self {
        match end {
            End::Unauthorized => Self::UNAUTHORIZED,
            End::Forbidden => Self::FORBIDDEN,
            End::Unavailable => Self::TRY_AGAIN,
            End::GoingAway => Self::GOING_AWAY,
        }
    }
}

impl From<Close> for Message {
    fn from(close: Close) -> Self {
        Self::Close(Some(CloseFrame { code: close.code, reason: close.reason.into_owned().into() }))
    }
}

/// As much of a text as fits, at the end of a letter.
fn cut(text: &str) -> &str {
    let end = (0..=MAX_REASON.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or_default()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_cut_at_the_end_of_a_letter() {
        let close = Close::bad_request(&"é".repeat(100));
        assert_eq!(close.reason.len(), 122);
        assert_eq!(Close::already_exists("7").reason, "Subscriber for 7 already exists");
        assert!(Close::already_exists(&"x".repeat(500)).reason.len() <= MAX_REASON);
    }
}
