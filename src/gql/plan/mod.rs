//! Planned reads: a selection on records becomes few SQL statements, lists within lists one, and their rows become the
//! answer's bytes, with no future and no intermediate value for each field.
//!
//! A noun declares its fields once ([`Noun::declare`]): that declaration is what async-graphql publishes
//! (`publish`), what a selection is compiled against (`compile`), what is fetched (`fetch`) and how it is
//! written (`write`). Nothing here knows which nouns exist, and nothing here decides who sees what: every level goes
//! through `store::policy`.

mod any;
mod arguments;
mod builder;
mod catalog;
pub mod cell;
pub(crate) mod compile;
mod condition;
mod declare;
mod entities;
mod facet;
pub(crate) mod fetch;
mod fetched;
mod hold;
mod level;
mod named;
mod near;
pub(crate) mod operation;
mod packed;
mod publish;
mod publish_roots;
mod record_ref;
pub(crate) mod references;
mod roots;
mod seen;
mod statement;
mod successor;
mod template;
mod write;

pub use builder::TypeBuilder;
pub use catalog::Catalog;
pub use condition::{FilterSql, Walk};
pub use declare::{KeyType, Link, Noun, ObjectType};
pub use facet::FacetValues;
pub use hold::hold;
pub use named::{Known, Named};
pub use near::NearInput;
pub(crate) use publish::PageInfo;
pub use publish::Ref;
pub(crate) use publish_roots::Record;
pub use publish_roots::publish_roots;
pub use record_ref::RecordRef;
pub use references::{reference, typed};
pub(crate) use template::Template;
