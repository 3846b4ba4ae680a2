//! From buckets to the bytes of the answer.

use std::borrow::Cow;

use uuid::Uuid;

use super::statement::{COUNT, LABEL, VALUE};
use super::{BucketPart, FacetPart, FacetSelection, Facets};
use crate::access::Scene;
use crate::gql::plan::cell::{write_integer, write_plain, write_text};
use crate::gql::plan::write::joined;
use crate::gql::text::TEXT;
use crate::kernel::error::Result;
use crate::store::{Row, fault};

impl Facets {
    /// Writes the facets of the list under `parent`.
    pub(in crate::gql::plan) fn write(
        &self,
        selection: &FacetSelection,
        parent: Uuid,
        scene: &Scene,
        out: &mut Vec<u8>,
    ) -> Result<()> {
        joined(b"[]", self.names.iter().enumerate(), out, |(number, name), out| {
            joined(b"{}", &selection.parts, out, |(key, part), out| {
                out.extend_from_slice(key);
                match part {
                    FacetPart::Typename => write_plain("Facet", out),
                    FacetPart::Name => write_plain(name, out),
                    FacetPart::Buckets(parts) => {
                        let buckets = self.of.get(&(parent, number)).cloned().unwrap_or_default();
                        let rows = buckets.filter_map(|at| self.buckets.get(at));
                        joined(b"[]", rows, out, |row, out| bucket(row, parts, scene, out))?;
                    }
                }
                Ok(())
            })
        })
    }
}

fn bucket(row: Row<'_>, parts: &[(Box<[u8]>, BucketPart)], scene: &Scene, out: &mut Vec<u8>) -> Result<()> {
    joined(b"{}", parts, out, |(key, part), out| {
        out.extend_from_slice(key);
        match part {
            BucketPart::Typename => write_plain("FacetBucket", out),
            BucketPart::Value => write_text(&row.get::<Cow<'_, str>>(VALUE).map_err(fault)?, out),
            BucketPart::Count => write_integer(row.get::<i32>(COUNT).map_err(fault)?.into(), out),
            BucketPart::Label(parts) => (TEXT.write)(row, LABEL, scene, parts, out).map_err(fault)?,
        }
        Ok(())
    })
}
