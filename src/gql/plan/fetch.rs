//! Executing a tree of levels: one statement for rows with all lists under them, then those for what stands behind single
//! fields and for sums.

use apollo_compiler::executable::Field as AstField;
use apollo_compiler::{Node, Schema};
use futures_util::future::BoxFuture;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::arguments::ListArguments;
use super::declare::{Link, ObjectType};
use super::facet::{self, Facets};
use super::fetched::{Cursors, Fetched, FetchedChild, Group};
use super::level::{Child, FIXED, Level, Many, Wants};
use super::named;
use super::packed::{self, Asked, Packed};
use super::statement::{INNER, RowSet};
use super::template::Template;
use crate::access::Scene;
use crate::gql::document::{Variables, arguments};
use crate::kernel::error::{Code, Error, Fault, Result};
use crate::store::{Form, Reader, Row, Rows, Sql, fault};

/// Executes levels for one operation.
#[derive(Clone, Copy)]
pub(crate) struct Fetcher<'a> {
    pub(crate) reader: &'a Reader<'a>,
    pub(crate) scene: &'a Scene,
    pub(crate) schema: &'a Schema,
    pub(crate) variables: &'a Variables,
}

impl<'a> Fetcher<'a> {
    /// The same, in the scene of a list.
    const fn around<'b>(&self, scene: &'b Scene) -> Fetcher<'b>
    where
        'a: 'b,
    {
        Fetcher { scene, ..*self }
    }

    const fn rows<'b>(&'b self, ty: &'b ObjectType, link: Option<Link>) -> RowSet<'b> {
        RowSet { ty, link, walk: None, parents: &[], seen: false, scene: self.scene }
    }

    /// The rows that the viewer sees among `ids`.
    pub(crate) async fn by_ids(&self, level: &Level, ids: &[Uuid]) -> Result<Fetched> {
        self.among(level, self.rows(&level.ty, None), ids).await
    }

    async fn among(&self, level: &Level, rows: RowSet<'_>, ids: &[Uuid]) -> Result<Fetched> {
        if ids.is_empty() {
            let asked = self.asked(level)?;
            return self.complete(level, &asked, false, Rows::empty(&packed::form(level, false))).await;
        }
        if let Some(kind) = level.ty.kind {
            self.reader.note_records(kind, ids);
        }
        self.some(level, &rows, false, |sql| {
            sql.push(" and ").any_id("t.id", ids);
        })
        .await
    }

    /// The one row that the viewer sees for which `condition` equals `value`.
    pub(crate) async fn by_key(&self, level: &Level, condition: &Template, value: String) -> Result<Fetched> {
        self.named(level, 1, condition.reads_record, |sql| {
            condition.render(sql, self.scene);
            sql.push(" = ").bind(value).push(" limit 1");
        })
        .await
    }

    /// The rows that the viewer sees which meet `condition`: as many as `expected`, where each is there.
    pub(crate) async fn meeting(
        &self,
        level: &Level,
        expected: usize,
        condition: impl FnOnce(&mut Sql),
    ) -> Result<Fetched> {
        self.named(level, expected, false, condition).await
    }

    async fn named(
        &self,
        level: &Level,
        expected: usize,
        reads_record: bool,
        condition: impl FnOnce(&mut Sql),
    ) -> Result<Fetched> {
        let set = self.rows(&level.ty, None);
        let and = |sql: &mut Sql| condition(sql.push(" and "));
        let fetched = self.some(level, &set, reads_record, and).await?;
        if let Some(kind) = level.ty.kind {
            self.reader.note_records(kind, &ids_of(&fetched.rows)?);
            if fetched.rows.len() < expected {
                self.reader.note_records(kind, &[]);
            }
        }
        Ok(fetched)
    }

    /// The rows that meet the condition that `and` appends, which may be one on their records. The caller notes which they are.
    async fn some(
        &self,
        level: &Level,
        rows: &RowSet<'_>,
        reads_record: bool,
        and: impl FnOnce(&mut Sql),
    ) -> Result<Fetched> {
        let asked = self.asked_and_checked(level).await?;
        let packed = Packed { level, asked: &asked, list: None, cursors: false, scene: self.scene, depth: 0 };
        let mut sql = self.reader.sql();
        packed.push(&mut sql, |sql| {
            let join = if reads_record { Some(INNER) } else { rows.join(packed.reads_record()) };
            rows.from(sql, join);
            and(sql);
            Ok(())
        })?;
        let of = level.ty.kind.map(|_| level.ty.table);
        let found = self.reader.rows_of(of, sql, &packed::form(level, false)).await?;
        self.complete(level, &asked, false, found).await
    }

    /// One page of the list of all rows that the viewer sees.
    pub(crate) async fn list(
        &self,
        level: &Level,
        list: &ListArguments<'_>,
        wants: Wants,
    ) -> Result<(Fetched, Group)> {
        self.around(&list.scene(self.scene)).listed(level, list, wants).await
    }

    async fn listed(
        &self,
        level: &Level,
        list: &ListArguments<'_>,
        wants: Wants,
    ) -> Result<(Fetched, Group)> {
        named::check(self.reader, &level.ty, list.filter).await?;
        let asked = self.asked_and_checked(level).await?;
        let set = RowSet { walk: list.walk(&level.ty), ..self.rows(&level.ty, None) };
        let form = packed::form(level, wants.cursors);
        let mut found = Rows::empty(&form);
        if wants.rows {
            let cursors = wants.cursors;
            let packed =
                Packed { level, asked: &asked, list: Some(list), cursors, scene: self.scene, depth: 0 };
            let mut sql = self.reader.sql();
            packed.push(&mut sql, |sql| {
                set.listed(sql, list, &packed, |_| ())?;
                sql.push(&format!(" limit {}", list.page.limit() + u32::from(wants.more)));
                Ok(())
            })?;
            found = self.reader.rows(sql, &form).await?;
        }
        let mut total = 0;
        if wants.total {
            let mut sql = self.reader.sql();
            set.total(&mut sql, list)?;
            let counted = self.reader.all(sql).await?;
            total = counted.first().map_or(Ok(0), |row| row.try_get_by_index(0)).map_err(fault)?;
        }
        let group = Group::of_page(0..found.len(), list, total);
        let mut fetched = self.complete(level, &asked, wants.cursors, found).await?;
        fetched.facets = self.facets(level, &set, list).await?;
        Ok((fetched, group))
    }

    /// The arguments of a field.
    pub(super) fn given(&self, field: &Node<AstField>) -> Result<Map<String, Value>> {
        arguments(self.schema, field, self.variables)
            .map_err(|error| Fault::of(Code::Invalid, error.message).into())
    }

    /// What was asked of the lists under the rows of a level.
    fn asked(&self, level: &Level) -> Result<Vec<Asked>> {
        let asked = level
            .lists()
            .map(|many| Ok(Asked { given: self.given(&many.field)?, under: self.asked(&many.level)? }));
        asked.collect()
    }

    async fn asked_and_checked(&self, level: &Level) -> Result<Vec<Asked>> {
        let asked = self.asked(level)?;
        let mut left: Vec<(&Many, &Asked)> = level.lists().zip(&asked).collect();
        while let Some((many, asked)) = left.pop() {
            let list = ListArguments::read(&many.level.ty, &asked.given)?;
            named::check(self.reader, &many.level.ty, list.filter).await?;
            left.extend(many.level.lists().zip(&asked.under));
        }
        Ok(asked)
    }

    /// Completes rows, and those of the lists under them, with what other statements give.
    fn complete<'b>(
        &'b self,
        level: &'b Level,
        asked: &'b [Asked],
        cursors: bool,
        mut rows: Rows,
    ) -> BoxFuture<'b, Result<Fetched>> {
        Box::pin(async move {
            let mut lists = rows.take_lists().into_iter();
            let mut asked = asked.iter();
            let mut total_at = packed::total_at(level, cursors);
            let mut children = Vec::with_capacity(level.children.len());
            for child in &level.children {
                children.push(match child {
                    Child::One { key, seen, level } => self.one(&rows, *key, *seen, level).await?,
                    Child::Any { key, kind, levels } => self.any(&rows, (*key, *kind), levels).await?,
                    Child::Tally { by, ty, columns, .. } => self.tally(&rows, by, ty, columns).await?,
                    Child::Many(many) => {
                        let total = many.wants.total.then_some(total_at);
                        total_at += usize::from(many.wants.total);
                        let list = if many.wants.rows { lists.next() } else { None };
                        let asked = asked.next().ok_or_else(|| lost("list"))?;
                        let under = list.as_ref().map(|list| list.under.as_slice()).unwrap_or_default();
                        let arguments = ListArguments::read(&many.level.ty, &asked.given)?;
                        let groups = Group::of_each(&rows, under, total, (many.paging, &arguments))?;
                        let cursors = Cursors::new(arguments.ordering, &many.level);
                        let found = list.map_or_else(|| Rows::empty(&Form::default()), |list| list.rows);
                        let scene = arguments.scene(self.scene);
                        let around = self.around(&scene);
                        let cursors_wanted = many.wants.cursors;
                        let mut fetched =
                            around.complete(&many.level, &asked.under, cursors_wanted, found).await?;
                        fetched.facets = around.facets_under(&rows, many, &arguments).await?;
                        FetchedChild::Many { groups, fetched, cursors }
                    }
                });
            }
            Ok(Fetched { rows, children, facets: Vec::new() })
        })
    }

    /// The facets that were selected of a list.
    async fn facets(&self, level: &Level, set: &RowSet<'_>, list: &ListArguments<'_>) -> Result<Vec<Facets>> {
        let mut all = Vec::with_capacity(level.facets.len());
        for selection in &level.facets {
            let facets = facet::asked(&level.ty, &self.given(&selection.field)?);
            let form = facet::form();
            let mut buckets = Rows::empty(&form);
            let has_parents = set.link.is_none() || !set.parents.is_empty();
            if has_parents && !facets.is_empty() {
                let mut sql = self.reader.sql();
                facet::push(&mut sql, set, list, &facets)?;
                buckets = self.reader.rows(sql, &form).await?;
            }
            all.push(Facets::new(facets.iter().map(|facet| facet.name).collect(), buckets)?);
        }
        Ok(all)
    }

    async fn facets_under(&self, rows: &Rows, many: &Many, list: &ListArguments<'_>) -> Result<Vec<Facets>> {
        if many.level.facets.is_empty() {
            return Ok(Vec::new());
        }
        let parents = ids_of(rows)?;
        let set = RowSet { parents: &parents, ..RowSet::under(many, list, self.scene) };
        self.facets(&many.level, &set, list).await
    }

    async fn one(&self, rows: &Rows, key: usize, seen: bool, level: &Level) -> Result<FetchedChild> {
        let mut keys = Vec::with_capacity(rows.len());
        for row in rows.iter() {
            keys.extend(row.find::<Uuid>(key).map_err(fault)?);
        }
        keys.sort_unstable();
        keys.dedup();
        let set = RowSet { seen, ..self.rows(&level.ty, None) };
        let fetched = self.among(level, set, &keys).await?;
        let by_id = fetched.rows.iter().map(|row| Ok((row.id()?, row.at)));
        Ok(FetchedChild::One { by_id: by_id.collect::<Result<_>>()?, fetched })
    }

    async fn tally(
        &self,
        parents: &Rows,
        by: &'static str,
        ty: &ObjectType,
        columns: &[Template],
    ) -> Result<FetchedChild> {
        let form = Form { cells: FIXED + columns.len(), lists: Vec::new() };
        let mut rows = Rows::empty(&form);
        if !parents.is_empty() {
            let ids = ids_of(parents)?;
            let mut sql = self.reader.sql();
            self.rows(ty, Some(Link::By(by))).sums(&mut sql, by, columns, &ids);
            rows = self.reader.rows(sql, &form).await?;
        }
        let by_parent = rows.iter().map(|row| Ok((row.id()?, row.at)));
        Ok(FetchedChild::Tally { by_parent: by_parent.collect::<Result<_>>()?, rows })
    }
}

/// The ids of rows. The same row may stand under several parents; its id is here once.
fn ids_of(rows: &Rows) -> Result<Vec<Uuid>> {
    let mut ids = rows.iter().map(Row::id).collect::<Result<Vec<_>>>()?;
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

fn lost(what: &str) -> Error {
    Error::Internal(format!("a {what} of the plan was not asked for"))
}
