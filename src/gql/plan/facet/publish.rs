//! The facets' types, as async-graphql publishes them. They are written from the plan, never resolved.

use async_graphql::SimpleObject;

use crate::gql::text::Text;

/// How many rows of a list have each value of something.
#[derive(SimpleObject)]
#[graphql(name = "Facet")]
pub(in crate::gql::plan) struct PublishedFacet {
    /// By what the rows are counted.
    name: String,
    /// The values that some rows have, the most frequent first; at most 100.
    buckets: Vec<FacetBucket>,
}

/// The rows of a list that have one value.
#[derive(SimpleObject)]
struct FacetBucket {
    /// The value: a code of the schema, of a term, or of a territory (INSEE for a commune).
    value: String,
    /// How many rows have it.
    count: i32,
    /// Its name; null for a code of the schema.
    label: Option<Text>,
}
