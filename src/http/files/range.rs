//! Which bytes a request asks for (RFC 9110, 14): one range at most; what is none is not read, and the whole is given.

use axum::http::{HeaderMap, header};

use crate::files::Slice;

/// Reads `Range`, which counts only for the very file that `If-Range` names, when that is there; `None` for a range that
/// begins after the end.
pub(super) fn asked(headers: &HeaderMap, tag: &str, size: u64) -> Option<Slice> {
    let line = |name| headers.get(name).and_then(|line: &axum::http::HeaderValue| line.to_str().ok());
    let is_same = line(header::IF_RANGE).is_none_or(|named| named == tag);
    let range = line(header::RANGE).filter(|_| is_same);
    let bounds = range.and_then(|range| range.strip_prefix("bytes=")).and_then(|range| range.split_once('-'));
    let Some((first, last)) = bounds else { return Some(Slice::Whole) };
    let (first, last) = match (number(first), number(last)) {
        (Some(Some(first)), Some(last)) => (first, last.unwrap_or(u64::MAX)),
        // The last so many bytes; of none of them there is no range.
        (Some(None), Some(Some(length))) if length > 0 => (size - length.min(size), u64::MAX),
        (Some(None), Some(Some(_))) => return None,
        _ => return Some(Slice::Whole),
    };
    if first >= size {
        return None;
    }
    if last < first { Some(Slice::Whole) } else { Some(Slice::Part(first..last.min(size - 1) + 1)) }
}

/// A number, or nothing; `None` when it is something else.
fn number(text: &str) -> Option<Option<u64>> {
    if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(range: &str) -> Option<Slice> {
        let mut headers = HeaderMap::new();
        headers.insert(header::RANGE, range.parse().unwrap());
        asked(&headers, "\"tag\"", 10)
    }

    #[test]
    fn a_range_has_a_beginning_an_end_or_both() {
        let part = |range: std::ops::Range<u64>| Some(Slice::Part(range));
        assert_eq!(of("bytes=0-3"), part(0..4));
        assert_eq!(of("bytes=4-"), part(4..10));
        assert_eq!(of("bytes=-3"), part(7..10));
        assert_eq!(of("bytes=-30"), part(0..10));
        assert_eq!(of("bytes=8-99"), part(8..10));
    }

    #[test]
    fn what_begins_after_the_end_cannot_be_given() {
        assert_eq!(of("bytes=10-"), None);
        assert_eq!(of("bytes=-0"), None);
    }

    #[test]
    fn what_is_no_single_range_is_not_read() {
        for range in ["bytes=0-1,3-4", "lines=0-1", "bytes=a-b", "bytes=5-2", "bytes=-"] {
            assert_eq!(of(range), Some(Slice::Whole), "{range}");
        }
    }

    #[test]
    fn a_range_of_another_file_gives_the_whole() {
        let mut headers = HeaderMap::new();
        headers.insert(header::RANGE, "bytes=0-3".parse().unwrap());
        headers.insert(header::IF_RANGE, "\"other\"".parse().unwrap());
        assert_eq!(asked(&headers, "\"tag\"", 10), Some(Slice::Whole));
    }
}
