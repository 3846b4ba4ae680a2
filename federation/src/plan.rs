//! What a plan says: which service is asked for what, in which order, and where the answers go.

use std::collections::{BTreeSet, HashMap};

#[derive(Debug)]
pub(crate) enum Node {
    /// Asks a root; the answer goes to the root of the data, or to every object at a path (a way back to the root).
    Fetch {
        fetch: Fetch,
        into: Vec<Segment>,
        rewrites: Vec<Rewrite>,
    },
    /// Asks a service for more of objects that are there already.
    Entities {
        fetch: Fetch,
        batches: Vec<Batch>,
    },
    Sequence(Vec<Node>),
    Parallel(Vec<Node>),
    /// One or the other, as a variable says.
    Condition {
        variable: String,
        then: Option<Box<Node>>,
        otherwise: Option<Box<Node>>,
    },
}

/// What gives the events of a subscription.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) fetch: Fetch,
    pub(crate) rewrites: Vec<Rewrite>,
}

impl Node {
    /// A subscription's plan as its source and what runs for each event; `None` if no single fetch comes first.
    pub(crate) fn split(self) -> Option<(Source, Option<Self>)> {
        match self {
            Self::Fetch { fetch, into, rewrites } if into.is_empty() => {
                Some((Source { fetch, rewrites }, None))
            }
            Self::Sequence(mut nodes) if !nodes.is_empty() => {
                let (source, rest) = nodes.remove(0).split()?;
                nodes.splice(..0, rest);
                Some((source, Some(Self::Sequence(nodes))))
            }
            _ => None,
        }
    }
}

/// An operation for a service.
#[derive(Debug)]
pub(crate) struct Fetch {
    pub(crate) service: String,
    pub(crate) query: String,
    pub(crate) mutation: bool,
    /// The client's variables that it uses.
    pub(crate) variables: Vec<String>,
    /// The keys of its answer.
    pub(crate) roots: Vec<String>,
    /// All that it asks for: a service that answers more is not listened to.
    pub(crate) shape: Shape,
}

/// The keys that an answer may have, level by level. A value without parts has none, and may be anything.
#[derive(Debug, Default)]
pub(crate) struct Shape(pub(crate) HashMap<String, Shape>);

/// Objects that are asked about in one field of an operation.
#[derive(Debug)]
pub(crate) struct Batch {
    /// The field of the answer that holds them.
    pub(crate) key: String,
    /// The variable that their representations are sent in.
    pub(crate) variable: String,
    /// Where they are in the data.
    pub(crate) paths: Vec<Vec<Segment>>,
    /// The keys that are asked of them.
    pub(crate) asked: Vec<String>,
    pub(crate) requires: Vec<Required>,
    /// Whether an object of which something required is missing is never asked about.
    pub(crate) exact: bool,
    pub(crate) input: Vec<Rewrite>,
    pub(crate) output: Vec<Rewrite>,
}

/// A step through the data.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Segment {
    Field(String),
    /// Objects of these types only.
    Of(BTreeSet<String>),
    /// Every item of a list.
    Each,
}

/// What a service needs to know of an object.
#[derive(Debug, Clone)]
pub(crate) enum Required {
    Field { key: String, sent: String, parts: Vec<Required> },
    On { ty: String, parts: Vec<Required> },
}

/// A change to what is sent or to what came.
#[derive(Debug)]
pub(crate) enum Rewrite {
    Set { path: Vec<Segment>, value: String },
    Rename { path: Vec<Segment>, to: String },
}
