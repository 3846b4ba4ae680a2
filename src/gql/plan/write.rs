//! From fetched rows to the bytes of the answer.

use uuid::Uuid;

use super::cell::{Cells, write_bool, write_integer, write_plain};
use super::fetched::{Cursors, Fetched, FetchedChild, Group};
use super::level::{Child, ConnectionPart, ConnectionSlot, EdgePart, Level, PagePart, Shape, SlotValue};
use crate::access::Scene;
use crate::kernel::error::{Error, Result};
use crate::kernel::id::write_global;
use crate::store::{Row, fault};

/// Writes what was fetched for one level.
#[derive(Clone, Copy)]
pub(crate) struct Writer<'a> {
    pub(crate) level: &'a Level,
    pub(crate) fetched: &'a Fetched,
    pub(crate) scene: &'a Scene,
}

impl Writer<'_> {
    /// Writes one row in one of the level's shapes.
    pub(crate) fn row(&self, at: usize, shape: usize, out: &mut Vec<u8>) -> Result<()> {
        let (Some(row), Some(shape)) = (self.fetched.rows.get(at), self.level.shapes.get(shape)) else {
            return Err(lost("row"));
        };
        self.shape(row, shape, out)
    }

    fn shape(&self, row: Row<'_>, shape: &Shape, out: &mut Vec<u8>) -> Result<()> {
        joined(b"{}", shape, out, |slot, out| {
            out.extend_from_slice(&slot.key);
            self.slot(row, &slot.value, out)
        })
    }

    fn slot(&self, row: Row<'_>, value: &SlotValue, out: &mut Vec<u8>) -> Result<()> {
        match value {
            SlotValue::Typename(name) => write_plain(name, out),
            SlotValue::Id { at, prefix } => {
                out.push(b'"');
                write_global(prefix, row.get(*at).map_err(fault)?, out);
                out.push(b'"');
            }
            SlotValue::Cell { at, write } => write(row, *at, self.scene, out).map_err(fault)?,
            SlotValue::Computed { at, write } => write(Cells { row, at }, self.scene, out).map_err(fault)?,
            SlotValue::Embedded { at, object, parts } => {
                (object.write)(row, *at, self.scene, parts, out).map_err(fault)?;
            }
            SlotValue::Inline { present, shape } => {
                let there = match present {
                    Some(at) => row.find::<bool>(*at).map_err(fault)?.unwrap_or_default(),
                    None => true,
                };
                if there { self.shape(row, shape, out)? } else { out.extend_from_slice(b"null") }
            }
            SlotValue::Joined { key, shape } => {
                let there = row.find::<Uuid>(*key).map_err(fault)?.is_some();
                if there { self.shape(row, shape, out)? } else { out.extend_from_slice(b"null") }
            }
            SlotValue::One { child } => self.one(row, *child, out)?,
            SlotValue::Any { child } => self.any(row, *child, out)?,
            SlotValue::Tally { child } => self.tally(row, *child, out)?,
            SlotValue::List { child } => {
                let (writer, group, _) = self.many(row, *child)?;
                writer.nodes(group, 0, out)?;
            }
            SlotValue::Connection { child, parts } => {
                let (writer, group, cursors) = self.many(row, *child)?;
                writer.connection(group, cursors, parts, out)?;
            }
        }
        Ok(())
    }

    fn one(&self, row: Row<'_>, child: usize, out: &mut Vec<u8>) -> Result<()> {
        let (Some(Child::One { key, level, .. }), Some(FetchedChild::One { by_id, fetched })) =
            (self.level.children.get(child), self.fetched.children.get(child))
        else {
            return Err(lost("child"));
        };
        let id = row.find::<Uuid>(*key).map_err(fault)?;
        match id.and_then(|id| by_id.get(&id)) {
            Some(at) => Writer { level, fetched, scene: self.scene }.row(*at, 0, out),
            None => {
                out.extend_from_slice(b"null");
                Ok(())
            }
        }
    }

    fn tally(&self, row: Row<'_>, child: usize, out: &mut Vec<u8>) -> Result<()> {
        let (Some(Child::Tally { shape, .. }), Some(FetchedChild::Tally { by_parent, rows })) =
            (self.level.children.get(child), self.fetched.children.get(child))
        else {
            return Err(lost("tally"));
        };
        if let Some(sums) = by_parent.get(&row.id()?).and_then(|at| rows.get(*at)) {
            return self.shape(sums, shape, out);
        }
        joined(b"{}", shape, out, |slot, out| {
            out.extend_from_slice(&slot.key);
            match &slot.value {
                SlotValue::Typename(name) => write_plain(name, out),
                _ => out.push(b'0'),
            }
            Ok(())
        })
    }

    fn many<'b>(&'b self, row: Row<'_>, child: usize) -> Result<(Writer<'b>, Group, &'b Cursors)> {
        let (Some(Child::Many(many)), Some(FetchedChild::Many { groups, fetched, cursors })) =
            (self.level.children.get(child), self.fetched.children.get(child))
        else {
            return Err(lost("list"));
        };
        let group = groups.get(row.at).copied().unwrap_or_default();
        Ok((Writer { level: &many.level, fetched, scene: self.scene }, group, cursors))
    }

    /// Writes a list of rows in one shape.
    fn nodes(&self, group: Group, shape: usize, out: &mut Vec<u8>) -> Result<()> {
        joined(b"[]", rows_of(group), out, |at, out| self.row(at, shape, out))
    }

    /// Writes a connection.
    pub(crate) fn connection(
        &self,
        group: Group,
        cursors: &Cursors,
        parts: &[ConnectionSlot],
        out: &mut Vec<u8>,
    ) -> Result<()> {
        joined(b"{}", parts, out, |slot, out| {
            out.extend_from_slice(&slot.key);
            match &slot.part {
                ConnectionPart::Typename(name) => write_plain(name, out),
                ConnectionPart::TotalCount => write_integer(group.total.into(), out),
                ConnectionPart::Nodes(shape) => self.nodes(group, *shape, out)?,
                ConnectionPart::Edges(edge) => self.edges(group, cursors, edge, out)?,
                ConnectionPart::PageInfo(info) => self.page_info(group, cursors, info, out)?,
                ConnectionPart::Facets(at) => self.facets(group, *at, out)?,
            }
            Ok(())
        })
    }

    fn facets(&self, group: Group, at: usize, out: &mut Vec<u8>) -> Result<()> {
        match (self.fetched.facets.get(at), self.level.facets.get(at)) {
            (Some(facets), Some(selection)) => facets.write(selection, group.parent, self.scene, out),
            _ => Err(lost("facet")),
        }
    }

    fn edges(
        &self,
        group: Group,
        cursors: &Cursors,
        edge: &[(Box<[u8]>, EdgePart)],
        out: &mut Vec<u8>,
    ) -> Result<()> {
        joined(b"[]", rows_of(group), out, |at, out| {
            joined(b"{}", edge, out, |(key, part), out| {
                out.extend_from_slice(key);
                match part {
                    EdgePart::Typename(name) => write_plain(name, out),
                    EdgePart::Cursor => self.cursor(Some(at), cursors, out)?,
                    EdgePart::Node(shape) => self.row(at, *shape, out)?,
                }
                Ok(())
            })
        })
    }

    fn page_info(
        &self,
        group: Group,
        cursors: &Cursors,
        info: &[(Box<[u8]>, PagePart)],
        out: &mut Vec<u8>,
    ) -> Result<()> {
        joined(b"{}", info, out, |(key, part), out| {
            out.extend_from_slice(key);
            match part {
                PagePart::Typename => write_plain("PageInfo", out),
                PagePart::HasNext => write_bool(group.has_next, out),
                PagePart::HasPrevious => write_bool(group.has_previous, out),
                PagePart::Start => self.cursor(rows_of(group).next(), cursors, out)?,
                PagePart::End => self.cursor(rows_of(group).last(), cursors, out)?,
            }
            Ok(())
        })
    }

    fn cursor(&self, at: Option<usize>, cursors: &Cursors, out: &mut Vec<u8>) -> Result<()> {
        match at.and_then(|at| self.fetched.rows.get(at)) {
            Some(row) => write_plain(&cursors.of(row)?, out),
            None => out.extend_from_slice(b"null"),
        }
        Ok(())
    }
}

/// The rows of a page in the list's order: the last rows of a list were fetched from its end.
fn rows_of(group: Group) -> impl Iterator<Item = usize> {
    let end = group.start + group.length;
    (0..group.length)
        .map(move |position| if group.backward { end - 1 - position } else { group.start + position })
}

/// Writes the items between the two `braces`, with commas between them.
pub(crate) fn joined<T>(
    braces: &[u8; 2],
    items: impl IntoIterator<Item = T>,
    out: &mut Vec<u8>,
    mut write: impl FnMut(T, &mut Vec<u8>) -> Result<()>,
) -> Result<()> {
    out.push(braces[0]);
    for (position, item) in items.into_iter().enumerate() {
        if position > 0 {
            out.push(b',');
        }
        write(item, out)?;
    }
    out.push(braces[1]);
    Ok(())
}

pub(super) fn lost(what: &str) -> Error {
    Error::Internal(format!("a {what} of the plan was not fetched"))
}
