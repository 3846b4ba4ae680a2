//! Executing a tree of levels: one statement each, parents before children.

use std::collections::HashMap;

use apollo_compiler::Schema;
use futures_util::future::BoxFuture;
use sea_orm::QueryResult;
use uuid::Uuid;

use super::arguments::{ListArguments, Ordering};
use super::condition;
use super::declare::{KeyType, Link, ObjectType, Paging};
use super::level::{Child, FIXED, Level, Many, Wants};
use super::named;
use super::statement::{self, Each, Rows};
use super::template::Template;
use crate::access::Scene;
use crate::gql::document::{Variables, arguments};
use crate::kernel::error::{Code, Error, Fault, Result};
use crate::kernel::page::{Cursor, CursorValue};
use crate::store::{Reader, fault};

/// Rows that a list which is not paged gives for each parent, at most.
const LIST_LIMIT: u32 = 200;

/// The rows of a level, with those of its children.
#[derive(Debug, Default)]
pub(crate) struct Fetched {
    pub(crate) rows: Vec<QueryResult>,
    pub(crate) children: Vec<FetchedChild>,
}

#[derive(Debug)]
pub(crate) enum FetchedChild {
    One { by_id: HashMap<Uuid, usize>, fetched: Fetched },
    Many { groups: HashMap<Uuid, Group>, fetched: Fetched, cursors: Cursors },
    Tally { by_parent: HashMap<Uuid, usize>, rows: Vec<QueryResult> },
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
    pub(crate) fn of(&self, row: &QueryResult) -> Result<String> {
        use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
        let value = match self.key {
            Some(KeyType::Int) => {
                CursorValue::Int(row.try_get_by_index::<i32>(self.at).map_err(fault)?.into())
            }
            Some(KeyType::Date) => {
                CursorValue::Text(row.try_get_by_index::<NaiveDate>(self.at).map_err(fault)?.to_string())
            }
            Some(KeyType::Time) => {
                let at: DateTime<Utc> = row.try_get_by_index(self.at).map_err(fault)?;
                CursorValue::Text(at.to_rfc3339_opts(SecondsFormat::Micros, true))
            }
            _ => CursorValue::Text(row.try_get_by_index(self.at).map_err(fault)?),
        };
        Ok(Cursor { order: self.label.clone(), values: vec![value], id: row_id(row)? }.encode())
    }
}

/// The id of a row of any level.
pub(crate) fn row_id(row: &QueryResult) -> Result<Uuid> {
    row.try_get_by_index(0).map_err(fault)
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
            return self.with_children(level, Vec::new()).await;
        }
        let mut sql = self.reader.sql();
        statement::select(&mut sql, level, "t.id", None, self.scene);
        rows.from(&mut sql);
        sql.push(" and ").any_id("t.id", ids);
        let rows = self.reader.all(sql).await?;
        self.with_children(level, rows).await
    }

    /// The one row that the viewer sees for which `condition` equals `value`.
    pub(crate) async fn by_key(&self, level: &Level, condition: &Template, value: String) -> Result<Fetched> {
        let mut sql = self.reader.sql();
        statement::select(&mut sql, level, "t.id", None, self.scene);
        self.rows(&level.ty, None).from(&mut sql);
        sql.push(" and ");
        condition.render(&mut sql, self.scene);
        sql.push(" = ").bind(value).push(" limit 1");
        let rows = self.reader.all(sql).await?;
        self.with_children(level, rows).await
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
        let mut found = Vec::new();
        if wants.rows {
            let mut sql = self.reader.sql();
            statement::select(&mut sql, level, "t.id", wants.cursors.then_some(list.ordering), self.scene);
            rows.filtered(&mut sql, list)?;
            rows.within_page(&mut sql, list)?;
            rows.order_by(&mut sql, list);
            sql.push(&format!(" limit {}", list.page.limit() + 1));
            found = self.reader.all(sql).await?;
        }
        let mut total = 0;
        if wants.total {
            let mut sql = self.reader.sql();
            sql.push("select cast(count(*) as integer)");
            rows.filtered(&mut sql, list)?;
            let counted = self.reader.all(sql).await?;
            total = counted.first().map_or(Ok(0), |row| row.try_get_by_index(0)).map_err(fault)?;
        }
        let group = group(0, found.len(), list, total);
        found.truncate(group.length);
        Ok((self.with_children(level, found).await?, group))
    }

    /// Completes rows with their children.
    async fn with_children(&self, level: &Level, rows: Vec<QueryResult>) -> Result<Fetched> {
        let mut children = Vec::with_capacity(level.children.len());
        let mut ids = Vec::new();
        if !level.children.is_empty() {
            // The same row comes once under each of its parents; its own children are fetched once.
            ids = rows.iter().map(row_id).collect::<Result<Vec<_>>>()?;
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
        rows: &'b [QueryResult],
        ids: &'b [Uuid],
    ) -> BoxFuture<'b, Result<FetchedChild>> {
        Box::pin(async move {
            match child {
                Child::One { key, seen, level } => {
                    let mut keys = Vec::with_capacity(rows.len());
                    for row in rows {
                        keys.extend(row.try_get_by_index::<Option<Uuid>>(*key).map_err(fault)?);
                    }
                    keys.sort_unstable();
                    keys.dedup();
                    let rows = Rows { seen: *seen, ..self.rows(&level.ty, None) };
                    let fetched = self.among(level, rows, &keys).await?;
                    let by_id = fetched.rows.iter().enumerate().map(|(at, row)| Ok((row_id(row)?, at)));
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
            let fetched = self.with_children(&many.level, Vec::new()).await?;
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
        statement::page_of_each(&mut sql, &self.rows(&many.level.ty, Some(many.link)), &many.level, &each)?;
        let found = self.reader.all(sql).await?;
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
        let mut sql = self.reader.sql();
        sql.push("select ").push(by);
        for column in columns {
            sql.push(", ");
            column.render(&mut sql, self.scene);
        }
        self.rows(ty, Some(Link::By(by))).from(&mut sql);
        sql.push(" and ").any_id(by, parents).push(" group by ").push(by);
        let rows = if parents.is_empty() { Vec::new() } else { self.reader.all(sql).await? };
        let by_parent = rows.iter().enumerate().map(|(at, row)| Ok((row_id(row)?, at)));
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
    found: Vec<QueryResult>,
    many: &Many,
    list: &ListArguments<'_>,
) -> Result<(HashMap<Uuid, Group>, Vec<QueryResult>)> {
    let total_at = FIXED + many.level.columns.len() + usize::from(many.wants.cursors);
    let paged = many.paging == Paging::Connection;
    let limit = if paged { usize::try_from(list.page.limit()).unwrap_or(usize::MAX) } else { usize::MAX };
    let mut groups: HashMap<Uuid, Group> = HashMap::new();
    let mut counts: HashMap<Uuid, usize> = HashMap::new();
    let mut rows = Vec::with_capacity(found.len());
    for row in found {
        let parent: Uuid = row.try_get_by_index(1).map_err(fault)?;
        let count = counts.entry(parent).or_default();
        if *count == 0 {
            let total = if many.wants.total { row.try_get_by_index(total_at).map_err(fault)? } else { 0 };
            groups.insert(parent, Group { start: rows.len(), total, ..Group::default() });
        }
        if row.try_get_by_index::<Option<Uuid>>(0).map_err(fault)?.is_none() {
            continue;
        }
        *count += 1;
        if *count <= limit {
            rows.push(row);
        }
    }
    for (parent, found) in counts {
        if let Some(known) = groups.get_mut(&parent) {
            let page = group(known.start, found, list, known.total);
            *known = if paged { page } else { Group { length: found, ..*known } };
        }
    }
    Ok((groups, rows))
}
