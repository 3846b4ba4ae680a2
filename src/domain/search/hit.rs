//! What a search answers.

use async_graphql::SimpleObject;

use super::highlight::Highlight;
use crate::gql::plan::RecordRef;
use crate::gql::scalar::Cursor;

/// A record in which every word that was looked for is found.
#[derive(Debug, SimpleObject)]
pub(crate) struct SearchHit {
    /// The record; null when it went away meanwhile.
    pub(super) record: Option<RecordRef>,
    /// How well it answers: the more the better, to be compared within one search only.
    pub(super) score: i32,
    /// Where the words were found, what matters most first.
    pub(super) highlight: Vec<Highlight>,
}

/// A hit and where it stands among those of its search.
#[derive(Debug, SimpleObject)]
pub(crate) struct SearchEdge {
    /// The hit.
    pub(super) node: SearchHit,
    /// Where it stands: an argument for `after`.
    pub(super) cursor: Cursor,
}
