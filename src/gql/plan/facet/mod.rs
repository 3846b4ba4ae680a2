//! Facets: how many rows of a whole list have each value of something, under the list's own conditions and the viewer's
//! rights. All facets of a list come from one statement, which finds the list's rows once.

mod publish;
mod statement;
mod write;

use std::collections::HashMap;
use std::ops::Range;

use apollo_compiler::Node;
use apollo_compiler::executable::Field as AstField;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::cell::EmbeddedPart;
use super::declare::ObjectType;
use crate::kernel::error::Result;
use crate::store::{Rows, fault};

pub(super) use publish::PublishedFacet;
pub(super) use statement::{form, push};

/// A declared facet.
#[derive(Debug)]
pub(crate) struct Facet {
    pub(crate) name: &'static str,
    pub(crate) description: &'static str,
    pub(crate) values: FacetValues,
}

/// Where the values that a facet counts come from. A row without a value counts in no bucket.
#[derive(Clone, Copy, Debug)]
pub enum FacetValues {
    /// An expression of the row: one of the schema's codes.
    Code(&'static str),
    /// An expression of the row: a JSON list of codes, each of which counts.
    Codes(&'static str),
    /// The words of a vocabulary, by its scheme, that are said of the record.
    Terms(&'static str),
    /// An expression of the row: the id of a territory.
    Place(&'static str),
}

/// `facets(names: …)`, as it was selected.
#[derive(Debug)]
pub(crate) struct FacetSelection {
    /// Where its argument is; it is read at each execution.
    pub(crate) field: Node<AstField>,
    pub(crate) parts: Vec<(Box<[u8]>, FacetPart)>,
}

/// A selected field of a facet.
#[derive(Debug)]
pub(crate) enum FacetPart {
    Typename,
    Name,
    Buckets(Vec<(Box<[u8]>, BucketPart)>),
}

/// A selected field of a bucket.
#[derive(Debug)]
pub(crate) enum BucketPart {
    Typename,
    Value,
    Count,
    Label(Vec<EmbeddedPart>),
}

/// The facets that were asked for of the lists of one kind, under each of their parents.
#[derive(Debug)]
pub(crate) struct Facets {
    /// Their names, in the order in which they were asked for.
    names: Vec<&'static str>,
    buckets: Rows,
    /// Which buckets belong to a facet of a parent's list.
    of: HashMap<(Uuid, usize), Range<usize>>,
}

impl Facets {
    /// From the rows of the statement: those of one facet of one parent follow one another.
    pub(super) fn new(names: Vec<&'static str>, buckets: Rows) -> Result<Self> {
        let mut of: HashMap<_, Range<usize>> = HashMap::new();
        for row in buckets.iter() {
            let facet = row.get::<i32>(statement::FACET).map_err(fault)?;
            let key = (row.id()?, usize::try_from(facet).unwrap_or(usize::MAX));
            of.entry(key).or_insert(row.at..row.at).end = row.at + 1;
        }
        Ok(Self { names, buckets, of })
    }
}

/// The facets of `ty` that `arguments` names, each once.
pub(super) fn asked<'a>(ty: &'a ObjectType, arguments: &Map<String, Value>) -> Vec<&'a Facet> {
    let mut asked: Vec<&Facet> = Vec::new();
    for name in arguments.get("names").and_then(Value::as_array).into_iter().flatten() {
        let found = ty.facets.iter().find(|facet| Some(facet.name) == name.as_str());
        asked.extend(found.filter(|found| asked.iter().all(|known| known.name != found.name)));
    }
    asked
}
