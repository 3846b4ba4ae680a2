//! Where in records the words of a search were found. Reads the texts that the index is made of, of records that the viewer
//! sees: who sees a record may read all of them.

use std::collections::HashMap;

use async_graphql::SimpleObject;
use uuid::Uuid;

use crate::gql::text::Locale as GraphqlLocale;
use crate::kernel::error::Result;
use crate::kernel::kind::Kind;
use crate::kernel::locale::Locale;
use crate::kernel::search::{Part, Query, marked};
use crate::store::Reader;
use crate::store::search::{SearchText, reading, texts};

/// Texts of one record that are shown, at most.
const MOST: usize = 5;

/// A text in which something was found.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Highlight {
    /// The field of the record that holds it.
    field: &'static str,
    /// Its language: the reader's where something is found in it; null for what has none, such as a name.
    locale: Option<GraphqlLocale>,
    /// The text, or a part of it around what was found, with `…` for what is left out.
    value: String,
    /// The same, cut where what was found begins and ends.
    parts: Vec<HighlightPart>,
}

/// A run of a text in which something was found.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct HighlightPart {
    /// Its letters.
    text: String,
    /// Whether it is a word that was looked for.
    is_match: bool,
}

impl From<Part> for HighlightPart {
    fn from(Part { text, is_match }: Part) -> Self {
        Self { text, is_match }
    }
}

/// Where the words of `query` were found in each of these records of one kind.
pub(super) async fn highlight(
    reader: &Reader<'_>,
    kind: Kind,
    ids: &[Uuid],
    query: &Query,
    locales: &[Locale],
) -> Result<HashMap<Uuid, Vec<Highlight>>> {
    let mut found: HashMap<Uuid, Vec<(&'static SearchText, Highlight)>> = HashMap::new();
    for (sql, given) in reading(&reader.sql(), super::searched(kind), ids) {
        for (record, text, held) in texts(&reader.all(sql).await?, &given)? {
            if let Some(highlight) = of_text(text, &held, query, locales)? {
                found.entry(record).or_default().push((text, highlight));
            }
        }
    }
    let best = |mut highlights: Vec<(&'static SearchText, Highlight)>| {
        highlights.sort_by_key(|(text, highlight)| {
            (std::cmp::Reverse(text.weight), text.field, highlight.value.clone())
        });
        highlights.into_iter().take(MOST).map(|(_, highlight)| highlight).collect()
    };
    Ok(found.into_iter().map(|(record, highlights)| (record, best(highlights))).collect())
}

/// What was found in a text, in the first of the reader's languages in which something was.
fn of_text(
    text: &'static SearchText,
    held: &str,
    query: &Query,
    locales: &[Locale],
) -> Result<Option<Highlight>> {
    let mut said = text.said(held)?;
    let preference = |locale: &Option<Locale>| {
        locales.iter().position(|preferred| Some(*preferred) == *locale).unwrap_or(locales.len())
    };
    said.sort_by_key(|(locale, _)| preference(locale));
    Ok(said.into_iter().find_map(|(locale, value)| {
        let parts = marked(&value, locale, query)?;
        Some(Highlight {
            field: text.field,
            locale: locale.map(Into::into),
            value: parts.iter().map(|part| part.text.as_str()).collect(),
            parts: parts.into_iter().map(Into::into).collect(),
        })
    }))
}
