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

    /// The type that `Accept` likes best (RFC 9110, 12.5.1); `None` when it takes neither. Of two that it likes the
    /// same, the one that it names, and of two that it names, the draft's own. Without `Accept`, or when only a
    /// wildcard fits, it is `application/json`: who does not ask may not know the other.
    pub(in crate::http) fn negotiate(headers: &HeaderMap) -> Option<Self> {
        if !headers.contains_key(header::ACCEPT) {
            return Some(Self::Json);
        }
        let values = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
        let ranges: Vec<Range<'_>> =
            values.flat_map(|value| value.split(',')).filter_map(Range::read).collect();
        let liking = |media: Self| {
            let fitting = ranges.iter().filter_map(|range| Some((range.fits(media)?, range.weight)));
            let (precision, weight) = fitting.max_by_key(|(precision, _)| *precision)?;
            (weight > 0).then_some((weight, precision, media))
        };
        let best = |left: (u16, u8, Self), right: (u16, u8, Self)| {
            let named = right.1 == NAMED && left.1 < NAMED;
            if right.0 > left.0 || (right.0 == left.0 && named) { right } else { left }
        };
        let preferred = match (liking(Self::GraphqlResponse), liking(Self::Json)) {
            (Some(graphql), Some(json)) if graphql.1 < NAMED => best(json, graphql),
            (Some(graphql), Some(json)) => best(graphql, json),
            (one, other) => one.or(other)?,
        };
        Some(preferred.2)
    }

    const fn subtype(self) -> &'static str {
        match self {
            Self::GraphqlResponse => "graphql-response+json",
            Self::Json => "json",
        }
    }
}

const NAMED: u8 = 2;

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

    /// How precisely it names the media, if it does: 0 for `*/*`, 1 for `application/*`, 2 for the very name.
    fn fits(&self, media: Media) -> Option<u8> {
        match self.media {
            ("*", "*") => Some(0),
            (kind, "*") if kind.eq_ignore_ascii_case("application") => Some(1),
            (kind, subtype) => (kind.eq_ignore_ascii_case("application")
                && subtype.eq_ignore_ascii_case(media.subtype()))
            .then_some(NAMED),
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

    fn negotiated(accept: &'static str) -> Option<Media> {
        Media::negotiate(&HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(accept))]))
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
            assert_eq!(negotiated(accept), media, "{accept}");
        }
    }
}
