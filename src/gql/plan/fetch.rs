//! Executing a tree of levels: one statement each, parents before children.

use std::collections::HashMap;

use apollo_compiler::Schema;
use futures_util::future::BoxFuture;
use uuid::Uuid;

use super::arguments::{ListArguments, Ordering};
use super::columns::Wanted;
use super::condition;
use super::declare::{KeyType, Link, ObjectType, Paging};
use super::level::{Child, FIXED, Level, Many, Wants};
use super::named;
use super::statement::{Each, Rows};
use super::template::Template;
use crate::access::Scene;
use crate::gql::document::{Variables, arguments};
use crate::kernel::error::{Code, Error, Fault, Result};
use crate::kernel::page::{Cursor, CursorValue};
use crate::store::{self, Packing, Reader, Row, Sql, fault};

/// Rows that a list which is not paged gives for each parent, at most.
const LIST_LIMIT: u32 = 200;

/// The rows of a level, with those of its children.
#[derive(Debug)]
pub(crate) struct Fetched {
    pub(crate) rows: store::Rows,
    pub(crate) children: Vec<FetchedChild>,
}

#[derive(Debug)]
pub(crate) enum FetchedChild {
    One { by_id: HashMap<Uuid, usize>, fetched: Fetched },
    Many { groups: HashMap<Uuid, Group>, fetched: Fetched, cursors: Cursors },
    Tally { by_parent: HashMap<Uuid, usize>, rows: store::Rows },
}

/// The rows of one parent: a run of the child's rows.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Group {
    pub(crate) start: usize,
    pub(crate) length: usize,
    pub(crate) total: i32,
    pub(crate) has_next: bool,
    pub(crate) has_previous: bool,
    pub(crate) backward: bool,
}

/// How the cursor of a row is made.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cursors {
    label: String,
    key: Option<KeyType>,
    at: usize,
}

impl Cursors {
    pub(crate) fn new(ordering: Ordering<'_>, level: &Level) -> Self {
        Self { label: ordering.label(), key: Some(ordering.order.key), at: FIXED + level.columns.len() }
    }

    /// The cursor of a row.
    pub(crate) fn of(&self, row: Row<'_>) -> Result<String> {
        use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
        let value = match self.key {
            Some(KeyType::Int) => CursorValue::Int(row.get::<i32>(self.at).map_err(fault)?.into()),
            Some(KeyType::Date) => {
                CursorValue::Text(row.get::<NaiveDate>(self.at).map_err(fault)?.to_string())
            }
            Some(KeyType::Time) => {
                let at: DateTime<Utc> = row.get(self.at).map_err(fault)?;
                CursorValue::Text(at.to_rfc3339_opts(SecondsFormat::Micros, true))
            }
            _ => CursorValue::Text(row.get(self.at).map_err(fault)?),
        };
        Ok(Cursor { order: self.label.clone(), values: vec![value], id: row.id()? }.encode())
    }
}

/// Executes levels for one operation.
pub(crate) struct Fetcher<'a> {
    pub(crate) reader: Reader<'a>,
    pub(crate) scene: &'a Scene,
    pub(crate) schema: &'a Schema,
    pub(crate) variables: &'a Variables,
}

impl Fetcher<'_> {
    const fn rows<'b>(&'b self, ty: &'b ObjectType, link: Option<Link>) -> Rows<'b> {
        Rows { ty, link, walk: None, seen: false, scene: self.scene }
    }

    /// The rows that the viewer sees among `ids`.
    pub(crate) async fn by_ids(&self, level: &Level, ids: &[Uuid]) -> Result<Fetched> {
        self.among(level, self.rows(&level.ty, None), ids).await
    }

    async fn among(&self, level: &Level, rows: Rows<'_>, ids: &[Uuid]) -> Result<Fetched> {
        if ids.is_empty() {
            return self.with_children(level, store::Rows::none()).await;
        }
        let found = self.some(level, &rows, false, |sql| {
            sql.push(" and ").any_id("t.id", ids);
        });
        self.with_children(level, found.await?).await
    }

    /// The one row that the viewer sees for which `condition` equals `value`.
    pub(crate) async fn by_key(&self, level: &Level, condition: &Template, value: String) -> Result<Fetched> {
        let rows = self.rows(&level.ty, None);
        let found = self.some(level, &rows, condition.reads_record, |sql| {
            sql.push(" and ");
            condition.render(sql, self.scene);
            sql.push(" = ").bind(value).push(" limit 1");
        });
        self.with_children(level, found.await?).await
    }

    /// The rows that meet the condition that `and` appends, which may read their record.
    async fn some(
        &self,
        level: &Level,
        rows: &Rows<'_>,
        reads_record: bool,
        and: impl FnOnce(&mut Sql),
    ) -> Result<store::Rows> {
        let wanted = Wanted { level, ordering: None, scene: self.scene };
        let mut sql = self.reader.sql();
        wanted.push(&mut sql, |sql| {
            rows.from(sql, rows.join(reads_record || wanted.reads_record()));
            and(sql);
            Ok::<_, Error>(())
        })?;
        self.reader.rows(sql, Packing::Rows, wanted.width()).await
    }

    /// One page of the list of all rows that the viewer sees.
    pub(crate) async fn list(
        &self,
        level: &Level,
        list: &ListArguments<'_>,
        wants: Wants,
    ) -> Result<(Fetched, Group)> {
        named::check(&self.reader, &level.ty, list.filter).await?;
        let walk = condition::walk(&level.ty, list.filter, list.ordering.order.name);
        let rows = Rows { walk, ..self.rows(&level.ty, None) };
        let mut found = store::Rows::none();
        if wants.rows {
            let mut sql = self.reader.sql();
            let width = rows.page(&mut sql, level, list, wants.cursors)?;
            found = self.reader.rows(sql, Packing::Rows, width).await?;
        }
        let mut total = 0;
        if wants.total {
            let mut sql = self.reader.sql();
            rows.total(&mut sql, list)?;
            let counted = self.reader.all(sql).await?;
            total = counted.first().map_or(Ok(0), |row| row.try_get_by_index(0)).map_err(fault)?;
        }
        let group = group(0, found.len(), list, total);
        found.truncate(group.length);
        Ok((self.with_children(level, found).await?, group))
    }

    /// Completes rows with their children.
    async fn with_children(&self, level: &Level, rows: store::Rows) -> Result<Fetched> {
        let mut children = Vec::with_capacity(level.children.len());
        let mut ids = Vec::new();
        if !level.children.is_empty() {
            // The same row comes once under each of its parents; its own children are fetched once.
            ids = rows.iter().map(Row::id).collect::<Result<Vec<_>>>()?;
            ids.sort_unstable();
            ids.dedup();
        }
        for child in &level.children {
            children.push(self.child(child, &rows, &ids).await?);
        }
        Ok(Fetched { rows, children })
    }

    fn child<'b>(
        &'b self,
        child: &'b Child,
        rows: &'b store::Rows,
        ids: &'b [Uuid],
    ) -> BoxFuture<'b, Result<FetchedChild>> {
        Box::pin(async move {
            match child {
                Child::One { key, seen, level } => {
                    let mut keys = Vec::with_capacity(rows.len());
                    for row in rows.iter() {
                        keys.extend(row.find::<Uuid>(*key).map_err(fault)?);
                    }
                    keys.sort_unstable();
                    keys.dedup();
                    let rows = Rows { seen: *seen, ..self.rows(&level.ty, None) };
                    let fetched = self.among(level, rows, &keys).await?;
                    let by_id = fetched.rows.iter().enumerate().map(|(at, row)| Ok((row.id()?, at)));
                    Ok(FetchedChild::One { by_id: by_id.collect::<Result<_>>()?, fetched })
                }
                Child::Many(many) => self.many(many, ids).await,
                Child::Tally { by, ty, columns, .. } => self.tally(by, ty, columns, ids).await,
            }
        })
    }

    async fn many(&self, many: &Many, parents: &[Uuid]) -> Result<FetchedChild> {
        let given = arguments(self.schema, &many.field, self.variables)
            .map_err(|error| Error::from(Fault::of(Code::Invalid, error.message)))?;
        let list = ListArguments::read(&many.level.ty, &given)?;
        let cursors = Cursors::new(list.ordering, &many.level);
        if parents.is_empty() {
            let fetched = self.with_children(&many.level, store::Rows::none()).await?;
            return Ok(FetchedChild::Many { groups: HashMap::new(), fetched, cursors });
        }
        named::check(&self.reader, &many.level.ty, list.filter).await?;
        let limit = match many.paging {
            Paging::List => LIST_LIMIT,
            Paging::Connection if many.wants.rows => list.page.limit() + 1,
            Paging::Connection => 0,
        };
        let each = Each { list: &list, parents, link: many.link, limit, wants: many.wants };
        let mut sql = self.reader.sql();
        let width = each.page(&mut sql, &self.rows(&many.level.ty, Some(many.link)), &many.level)?;
        let found = self.reader.rows(sql, Packing::Pages, width).await?;
        let (groups, rows) = grouped(found, many, &list)?;
        let fetched = self.with_children(&many.level, rows).await?;
        Ok(FetchedChild::Many { groups, fetched, cursors })
    }

    async fn tally(
        &self,
        by: &'static str,
        ty: &ObjectType,
        columns: &[Template],
        parents: &[Uuid],
    ) -> Result<FetchedChild> {
        let mut rows = store::Rows::none();
        if !parents.is_empty() {
            let mut sql = self.reader.sql();
            let each = self.rows(ty, Some(Link::By(by)));
            let width = each.sums(&mut sql, by, columns, parents);
            rows = self.reader.rows(sql, Packing::Rows, width).await?;
        }
        let by_parent = rows.iter().enumerate().map(|(at, row)| Ok((row.id()?, at)));
        Ok(FetchedChild::Tally { by_parent: by_parent.collect::<Result<_>>()?, rows })
    }
}

/// A page of `found` rows that were fetched with one more than asked for.
fn group(start: usize, found: usize, list: &ListArguments<'_>, total: i32) -> Group {
    let limit = usize::try_from(list.page.limit()).unwrap_or(usize::MAX);
    let more = found > limit;
    let backward = list.page.is_backward();
    Group {
        start,
        length: found.min(limit),
        total,
        has_next: if backward { list.page.before.is_some() } else { more },
        has_previous: if backward { more } else { list.page.after.is_some() },
        backward,
    }
}

/// Splits the rows of all parents, which come one parent after the other, into pages; drops the rows that were only
/// fetched to know whether there are more.
fn grouped(
    mut found: store::Rows,
    many: &Many,
    list: &ListArguments<'_>,
) -> Result<(HashMap<Uuid, Group>, store::Rows)> {
    let parent_at = Each::parent_at(&many.level, many.wants);
    let paged = many.paging == Paging::Connection;
    let limit = if paged { usize::try_from(list.page.limit()).unwrap_or(usize::MAX) } else { usize::MAX };
    let mut groups: HashMap<Uuid, Group> = HashMap::new();
    let (mut kept, mut start) = (Vec::with_capacity(found.len()), 0);
    for row in found.iter() {
        let parent: Uuid = row.get(parent_at).map_err(fault)?;
        let total = if many.wants.total { row.get(parent_at + 1).map_err(fault)? } else { 0 };
        let group = groups.entry(parent).or_insert(Group { start, total, ..Group::default() });
        let is_row = row.find::<Uuid>(0).map_err(fault)?.is_some();
        group.length += usize::from(is_row);
        kept.push(is_row && group.length <= limit);
        start += usize::from(is_row && group.length <= limit);
    }
    if paged {
        groups.values_mut().for_each(|known| *known = group(known.start, known.length, list, known.total));
    }
    found.keep(&kept);
    Ok((groups, found))
}
