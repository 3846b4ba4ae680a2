//! The text of an event stream (HTML, 9.2), with the events of GraphQL over SSE.

use std::time::Duration;

use bytes::{BufMut, Bytes, BytesMut};

/// A comment: it says that the stream is alive.
pub(super) const ALIVE: Bytes = Bytes::from_static(b":\n\n");

/// The last event. Without a line of data, however empty, browsers would not dispatch it.
pub(super) const COMPLETE: Bytes = Bytes::from_static(b"event: complete\ndata:\n\n");

/// A result, and where the stream stands after it.
pub(super) fn next(body: &[u8], cursor: Option<&str>) -> Bytes {
    let mut event = BytesMut::with_capacity(body.len() + 64);
    event.put_slice(b"event: next\n");
    // A line break would end the field.
    if let Some(cursor) = cursor.filter(|cursor| !cursor.contains(['\n', '\r', '\0'])) {
        event.put_slice(b"id: ");
        event.put_slice(cursor.as_bytes());
        event.put_u8(b'\n');
    }
    for line in body.split(|byte| matches!(byte, b'\n' | b'\r')) {
        event.put_slice(b"data: ");
        event.put_slice(line);
        event.put_u8(b'\n');
    }
    event.put_u8(b'\n');
    event.freeze()
}

/// After how long the client should come back.
pub(super) fn retry(after: Duration) -> Bytes {
    format!("retry: {}\n\n", after.as_millis()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_its_name_its_id_and_its_data() {
        assert_eq!(next(b"{}", None), "event: next\ndata: {}\n\n");
        assert_eq!(next(b"{}", Some("c1")), "event: next\nid: c1\ndata: {}\n\n");
        assert_eq!(retry(Duration::from_millis(1500)), "retry: 1500\n\n");
    }

    #[test]
    fn what_has_lines_is_several_lines_of_data_and_no_id_ends_its_line() {
        assert_eq!(next(b"{\n}", Some("a\nb")), "event: next\ndata: {\ndata: }\n\n");
    }
}
