//! Compiling connections: which rows they list, what is written around them, and what has to be known beside them.

use std::sync::Arc;

use apollo_compiler::Node;
use apollo_compiler::executable::SelectionSet;

use super::{Compiler, Selected, unknown};
use crate::gql::plan::facet::{BucketPart, FacetPart, FacetSelection};
use crate::gql::plan::level::{ConnectionPart, ConnectionSlot, EdgePart, Level, PagePart, Wants};
use crate::gql::text::TEXT;
use crate::kernel::error::Result;

impl<'d> Compiler<'_, 'd> {
    /// A connection of the type called `target`: its rows, what is written around them, what has to be known.
    pub(crate) fn connection(
        &self,
        target: &str,
        sets: &[&'d SelectionSet],
    ) -> Result<(Level, Vec<ConnectionSlot>, Wants)> {
        let mut level = Level::new(Arc::clone(self.catalog.get(target)?));
        let mut wants = Wants::default();
        let mut parts = Vec::new();
        for selected in self.collect(sets, &|_| true) {
            let part = match selected.name() {
                "totalCount" => {
                    wants.total = true;
                    ConnectionPart::TotalCount
                }
                "nodes" => {
                    wants.rows = true;
                    ConnectionPart::Nodes(self.add_shape(&mut level, &selected.sets())?)
                }
                "edges" => {
                    wants.rows = true;
                    ConnectionPart::Edges(self.edges(&mut level, &mut wants, &selected.sets())?)
                }
                "pageInfo" => {
                    let parts = self.page_info(&selected.sets());
                    let cursor = |part| matches!(part, PagePart::Start | PagePart::End);
                    wants.rows = true;
                    wants.cursors |= parts.iter().any(|(_, part)| cursor(*part));
                    wants.more |= parts.iter().any(|(_, part)| !cursor(*part));
                    ConnectionPart::PageInfo(parts)
                }
                "facets" => {
                    level.facets.push(self.facets(&selected)?);
                    ConnectionPart::Facets(level.facets.len() - 1)
                }
                _ => ConnectionPart::Typename(format!("{target}Connection")),
            };
            parts.push(ConnectionSlot { key: selected.json_key(), part });
        }
        Ok((level, parts, wants))
    }

    fn edges(
        &self,
        level: &mut Level,
        wants: &mut Wants,
        sets: &[&'d SelectionSet],
    ) -> Result<Vec<(Box<[u8]>, EdgePart)>> {
        let mut parts = Vec::new();
        for selected in self.collect(sets, &|_| true) {
            let part = match selected.name() {
                "node" => EdgePart::Node(self.add_shape(level, &selected.sets())?),
                "cursor" => {
                    wants.cursors = true;
                    EdgePart::Cursor
                }
                _ => EdgePart::Typename(format!("{}Edge", level.ty.name)),
            };
            parts.push((selected.json_key(), part));
        }
        Ok(parts)
    }

    fn facets(&self, selected: &Selected<'d>) -> Result<FacetSelection> {
        let field = selected.fields.first().ok_or_else(|| unknown("Facet", selected.key))?;
        let mut parts = Vec::new();
        for selected in self.collect(&selected.sets(), &|_| true) {
            let part = match selected.name() {
                "name" => FacetPart::Name,
                "buckets" => FacetPart::Buckets(self.buckets(&selected.sets())?),
                _ => FacetPart::Typename,
            };
            parts.push((selected.json_key(), part));
        }
        Ok(FacetSelection { field: Node::clone(field), parts })
    }

    fn buckets(&self, sets: &[&'d SelectionSet]) -> Result<Vec<(Box<[u8]>, BucketPart)>> {
        let mut parts = Vec::new();
        for selected in self.collect(sets, &|_| true) {
            let part = match selected.name() {
                "value" => BucketPart::Value,
                "count" => BucketPart::Count,
                "label" => BucketPart::Label(self.embedded(&TEXT, &selected.sets())?),
                _ => BucketPart::Typename,
            };
            parts.push((selected.json_key(), part));
        }
        Ok(parts)
    }

    fn page_info(&self, sets: &[&'d SelectionSet]) -> Vec<(Box<[u8]>, PagePart)> {
        let part = |name: &str| match name {
            "hasNextPage" => PagePart::HasNext,
            "hasPreviousPage" => PagePart::HasPrevious,
            "startCursor" => PagePart::Start,
            "endCursor" => PagePart::End,
            _ => PagePart::Typename,
        };
        let selected = self.collect(sets, &|_| true);
        selected.iter().map(|selected| (selected.json_key(), part(selected.name()))).collect()
    }
}
