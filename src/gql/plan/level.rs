//! A compiled selection: a tree of levels.

use std::sync::Arc;

use apollo_compiler::Node;
use apollo_compiler::executable::Field as AstField;

use super::cell::{EmbeddedPart, EmbeddedType, WriteCell, WriteComputed};
use super::declare::{Link, ObjectType, Paging};
use super::facet::FacetSelection;
use super::template::Template;

/// Columns that every statement of a level begins with: the row's id.
pub(crate) const FIXED: usize = 1;

/// Rows of one type, with what hangs on them.
#[derive(Debug)]
pub(crate) struct Level {
    pub(crate) ty: Arc<ObjectType>,
    /// Expressions to select; the first one is column [`FIXED`].
    pub(crate) columns: Vec<Template>,
    /// Rows of other types that are read with each row.
    pub(crate) joined: Vec<Joined>,
    /// What is written for a row: the selections of `nodes` and of `edges.node` are two shapes of the same rows.
    pub(crate) shapes: Vec<Shape>,
    pub(crate) children: Vec<Child>,
    /// What was selected of the facets of the list that its rows are.
    pub(crate) facets: Vec<FacetSelection>,
}

impl Level {
    pub(crate) const fn new(ty: Arc<ObjectType>) -> Self {
        Self {
            ty,
            columns: Vec::new(),
            joined: Vec::new(),
            shapes: Vec::new(),
            children: Vec::new(),
            facets: Vec::new(),
        }
    }

    /// The lists of rows under its rows.
    pub(crate) fn lists(&self) -> impl Iterator<Item = &Many> {
        self.children.iter().filter_map(|child| match child {
            Child::Many(many) => Some(&**many),
            Child::One { .. } | Child::Any { .. } | Child::Tally { .. } => None,
        })
    }

    /// The column of an expression, selected once however often it is asked for.
    pub(crate) fn column(&mut self, template: &Template) -> usize {
        column(&mut self.columns, template, FIXED)
    }
}

/// The position of `template` among the columns that follow `offset` others.
pub(crate) fn column(columns: &mut Vec<Template>, template: &Template, offset: usize) -> usize {
    let found = columns.iter().position(|column| column == template).unwrap_or_else(|| {
        columns.push(template.clone());
        columns.len() - 1
    });
    offset + found
}

/// A row of another type that is read with a row, which holds its id in column `key`: who sees the one sees the other.
#[derive(Debug)]
pub(crate) struct Joined {
    pub(crate) key: usize,
    pub(crate) ty: Arc<ObjectType>,
}

/// What hangs on the rows of a level.
#[derive(Debug)]
pub(crate) enum Child {
    /// At most one row each, whose id stands in column `key`. `seen`: the viewer sees each, or would not see its parent.
    One { key: usize, seen: bool, level: Level },
    /// At most one record each, whose id and kind stand in columns `key` and `kind`; a level for each type of record.
    Any { key: usize, kind: usize, levels: Vec<Level> },
    /// A page or a list of rows each.
    Many(Box<Many>),
    /// Sums.
    Tally { by: &'static str, ty: Arc<ObjectType>, columns: Vec<Template>, shape: Shape },
}

/// A page or a list of rows for each parent.
#[derive(Debug)]
pub(crate) struct Many {
    pub(crate) link: Link,
    pub(crate) paging: Paging,
    /// Where its arguments are; they are read at each execution.
    pub(crate) field: Node<AstField>,
    pub(crate) wants: Wants,
    pub(crate) level: Level,
}

/// What of a connection was selected beside its rows.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Wants {
    pub(crate) rows: bool,
    pub(crate) total: bool,
    pub(crate) cursors: bool,
    /// Whether there is a row after the page.
    pub(crate) more: bool,
}

/// What is written for an object, in the order of the selection.
pub(crate) type Shape = Vec<Slot>;

/// One selected field.
#[derive(Debug)]
pub(crate) struct Slot {
    /// `"name":`, ready to write.
    pub(crate) key: Box<[u8]>,
    pub(crate) value: SlotValue,
}

/// Where the value of a selected field is.
#[derive(Debug)]
pub(crate) enum SlotValue {
    Typename(Box<str>),
    /// A global identifier with this prefix; the UUID stands in column `at`.
    Id {
        at: usize,
        prefix: &'static str,
    },
    Cell {
        at: usize,
        write: WriteCell,
    },
    Computed {
        at: Vec<usize>,
        write: WriteComputed,
    },
    Embedded {
        at: usize,
        object: EmbeddedType,
        parts: Vec<EmbeddedPart>,
    },
    Inline {
        present: Option<usize>,
        shape: Shape,
    },
    /// A row read with this one, when column `key` is not null.
    Joined {
        key: usize,
        shape: Shape,
    },
    One {
        child: usize,
    },
    Any {
        child: usize,
    },
    List {
        child: usize,
    },
    Connection {
        child: usize,
        parts: Vec<ConnectionSlot>,
    },
    Tally {
        child: usize,
    },
}

/// One selected field of a connection.
#[derive(Debug)]
pub(crate) struct ConnectionSlot {
    pub(crate) key: Box<[u8]>,
    pub(crate) part: ConnectionPart,
}

#[derive(Debug)]
pub(crate) enum ConnectionPart {
    Typename(String),
    TotalCount,
    /// The rows, in this shape.
    Nodes(usize),
    Edges(Vec<(Box<[u8]>, EdgePart)>),
    PageInfo(Vec<(Box<[u8]>, PagePart)>),
    /// The list's facets, by their position in the level.
    Facets(usize),
}

#[derive(Debug)]
pub(crate) enum EdgePart {
    Typename(String),
    Cursor,
    Node(usize),
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum PagePart {
    Typename,
    HasNext,
    HasPrevious,
    Start,
    End,
}
