//! Media types: what an answer is written as, and what a request may come in.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};

use crate::http::problem::Problem;

/// What an answer is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::http) enum Media {
    /// `application/graphql-response+json`: the status tells how the request fared.
    GraphqlResponse,
    /// `application/json`: any well-formed request gets 200, since the status may be an intermediary's.
    Json,
}

impl Media {
    pub(in crate::http) const fn content_type(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        })
    }

    /// What the tags of its representations end with.
    pub(super) const fn mark(self) -> char {
        match self {
            Self::GraphqlResponse => 'g',
            Self::Json => 'j',
        }
    }

    /// The type that an error is written as.
    pub(in crate::http) fn of_error(headers: &HeaderMap) -> Self {
        Accepted::of(headers).media.unwrap_or(Self::Json)
    }

    const fn subtype(self) -> &'static str {
        match self {
            Self::GraphqlResponse => "graphql-response+json",
            Self::Json => "json",
        }
    }
}

const NAMED: u8 = 2;

/// What the client takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Accepted {
    /// The type for a single answer; `None` when it takes neither.
    pub(super) media: Option<Media>,
    /// Whether it takes a stream of events.
    pub(super) events: Events,
}

/// Whether a client takes a stream of events (`text/event-stream`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Events {
    /// Not, or only as it takes anything.
    No,
    /// It names it, and likes a single answer as well: it is for what has several.
    IfNeeded,
    /// It likes it best.
    Preferred,
}

impl Accepted {
    /// Reads `Accept` (RFC 9110, 12.5.1). Of two types that it likes the same, the one that it names, and of two that it
    /// names, the draft's own. Without `Accept`, or when only a wildcard fits, it is `application/json`: who does not ask
    /// may not know the other.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        if !headers.contains_key(header::ACCEPT) {
            return Self { media: Some(Media::Json), events: Events::No };
        }
        let values = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
        let ranges: Vec<Range<'_>> =
            values.flat_map(|value| value.split(',')).filter_map(Range::read).collect();
        let media = preferred(
            liking(&ranges, "application", Media::GraphqlResponse.subtype()),
            liking(&ranges, "application", Media::Json.subtype()),
        );
        let events = match (liking(&ranges, "text", "event-stream"), media) {
            (Some(events), None) if events.precision > 0 => Events::Preferred,
            (Some(events), Some((_, other))) if events.precision > 0 => {
                let best = events.weight > other.weight
                    || (events.weight == other.weight && other.precision < NAMED);
                if best { Events::Preferred } else { Events::IfNeeded }
            }
            _ => Events::No,
        };
        Self { media: media.map(|(media, _)| media), events }
    }
}

/// How much a type is liked: by which weight, and how precisely it was named.
#[derive(Clone, Copy)]
struct Liking {
    weight: u16,
    precision: u8,
}

/// How much the most precise range that fits likes a type; `None` when none fits or it is refused.
fn liking(ranges: &[Range<'_>], kind: &str, subtype: &str) -> Option<Liking> {
    let fitting = ranges
        .iter()
        .filter_map(|range| Some(Liking { precision: range.fits(kind, subtype)?, weight: range.weight }));
    fitting.max_by_key(|liking| liking.precision).filter(|liking| liking.weight > 0)
}

fn preferred(graphql: Option<Liking>, json: Option<Liking>) -> Option<(Media, Liking)> {
    match (graphql.map(|liking| (Media::GraphqlResponse, liking)), json.map(|liking| (Media::Json, liking))) {
        (Some(graphql), Some(json)) => {
            let names_json_only = json.1.precision == NAMED && graphql.1.precision < NAMED;
            let takes_any = graphql.1.precision < NAMED && json.1.precision < NAMED;
            let json_first = names_json_only || takes_any;
            let json_is_best =
                json.1.weight > graphql.1.weight || (json.1.weight == graphql.1.weight && json_first);
            Some(if json_is_best { json } else { graphql })
        }
        (one, other) => one.or(other),
    }
}

/// One element of `Accept`; the weight in thousandths.
struct Range<'a> {
    media: (&'a str, &'a str),
    weight: u16,
}

impl<'a> Range<'a> {
    /// `None` for what is no media range, and for an encoding other than utf-8, which no answer has.
    fn read(text: &'a str) -> Option<Self> {
        let mut parts = text.split(';').map(str::trim);
        let media = parts.next()?.split_once('/')?;
        let mut weight = 1000;
        for (name, value) in parts.filter_map(|part| part.split_once('=')) {
            if name.trim().eq_ignore_ascii_case("q") {
                weight = thousandths(value.trim())?;
            } else if name.trim().eq_ignore_ascii_case("charset") && !is_utf8(value) {
                return None;
            }
        }
        Some(Self { media, weight })
    }

    /// How precisely it names a type, if it does: 0 for `*/*`, 1 for `application/*`, 2 for the very name.
    fn fits(&self, kind: &str, subtype: &str) -> Option<u8> {
        match self.media {
            ("*", "*") => Some(0),
            (named, "*") if named.eq_ignore_ascii_case(kind) => Some(1),
            (named, narrower) => {
                (named.eq_ignore_ascii_case(kind) && narrower.eq_ignore_ascii_case(subtype)).then_some(NAMED)
            }
        }
    }
}

fn thousandths(text: &str) -> Option<u16> {
    let weight = text.parse::<f32>().ok().filter(|weight| (0.0..=1.0).contains(weight))?;
    // Within 0 and 1000 by the line above.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded")]
    Some((weight * 1000.0) as u16)
}

fn is_utf8(charset: &str) -> bool {
    let charset = charset.trim().trim_matches('"');
    charset.eq_ignore_ascii_case("utf-8") || charset.eq_ignore_ascii_case("utf8")
}

/// Refuses whatever is not JSON in utf-8: a browser sends other types across sites without asking, cookies included.
pub(super) fn require_json(headers: &HeaderMap) -> Result<(), Problem> {
    let mut types = headers.get_all(header::CONTENT_TYPE).iter();
    let is_json = match (types.next().map(HeaderValue::to_str), types.next()) {
        (Some(Ok(value)), None) => {
            let mut parts = value.split(';').map(str::trim);
            let media = parts.next().unwrap_or_default();
            let mut parameters = parts.filter_map(|part| part.split_once('='));
            media.eq_ignore_ascii_case("application/json")
                && parameters.all(|(name, value)| !name.eq_ignore_ascii_case("charset") || is_utf8(value))
        }
        _ => false,
    };
    let encoding = headers.get(header::CONTENT_ENCODING);
    if is_json && encoding.is_none_or(|encoding| encoding.as_bytes().eq_ignore_ascii_case(b"identity")) {
        return Ok(());
    }
    let message = "Requests come as application/json in utf-8, not compressed, and say so in Content-Type.";
    Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE", message))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(accept: &'static str) -> Accepted {
        Accepted::of(&HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(accept))]))
    }

    #[test]
    fn events_are_for_those_who_name_them() {
        for (accept, events) in [
            ("text/event-stream", Events::Preferred),
            ("text/*", Events::Preferred),
            ("text/event-stream; charset=utf-8", Events::Preferred),
            ("text/event-stream, */*", Events::Preferred),
            ("text/event-stream, application/json;q=0.9", Events::Preferred),
            ("application/json, text/event-stream", Events::IfNeeded),
            ("text/event-stream;q=0.5, application/json", Events::IfNeeded),
            ("text/event-stream;q=0, application/json", Events::No),
            ("*/*", Events::No),
            ("application/json", Events::No),
        ] {
            assert_eq!(accepted(accept).events, events, "{accept}");
        }
    }

    #[test]
    fn accept_is_read_by_weight_and_precision() {
        use Media::{GraphqlResponse, Json};
        for (accept, media) in [
            ("*/*", Some(Json)),
            ("application/*", Some(Json)),
            ("application/json, application/graphql-response+json", Some(GraphqlResponse)),
            ("application/graphql-response+json;q=0.5, application/json", Some(Json)),
            ("application/graphql-response+json, */*", Some(GraphqlResponse)),
            ("application/json, */*", Some(Json)),
            (
                "application/graphql-response+json; charset=utf-8, application/json; charset=utf-8",
                Some(GraphqlResponse),
            ),
            ("application/json;q=0, */*", Some(GraphqlResponse)),
            ("text/html,application/xhtml+xml,*/*;q=0.8", Some(Json)),
            ("application/json; charset=latin1", None),
            ("text/html", None),
            ("", None),
        ] {
            assert_eq!(accepted(accept).media, media, "{accept}");
        }
    }
}
