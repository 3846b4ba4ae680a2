//! The root field `search`.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::{Context, Object, Result as GraphqlResult};
use tokio::sync::OnceCell;
use uuid::Uuid;

use super::highlight::{Highlight, highlight};
use super::hit::{SearchEdge, SearchHit};
use super::repo::{self, Found};
use crate::domain::record::RecordKind;
use crate::gql::context::OperationContext;
use crate::gql::plan::{PageInfo, RecordRef};
use crate::gql::scalar;
use crate::kernel::error::{Code, Error, Fault, Result};
use crate::kernel::kind::Kind;
use crate::kernel::page::{Cursor, CursorValue, Page, PageSize};
use crate::kernel::search::Query;

/// The name by which cursors know the order.
const ORDER: &str = "search";

/// Searches over all kinds.
#[derive(Debug, Default)]
pub struct SearchQuery;

#[Object]
impl SearchQuery {
    /// The records of all kinds in which every word is found, in any of their languages, whatever accents and plurals, the best
    /// first; nothing when no word is given.
    async fn search(
        &self,
        #[graphql(
            desc = "What is looked for: at most 200 characters, of which ten words count. The last word may be the beginning of one."
        )]
        query: String,
        #[graphql(desc = "Only records of these kinds.")] kinds: Option<Vec<RecordKind>>,
        #[graphql(desc = "How many from the start, at most 100; 20 when nothing is said.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<scalar::Cursor>,
    ) -> GraphqlResult<SearchConnection> {
        let kinds = RecordKind::among(kinds);
        let query = Query::read(&query, "query").map_err(Error::from)?;
        Ok(SearchConnection { query, kinds, page: page(first, after)?, found: OnceCell::new() })
    }
}

fn page(first: Option<i32>, after: Option<scalar::Cursor>) -> Result<Page> {
    let message = "`after` is not a cursor of this list: start again from its first page";
    let other = || Fault::on("after", Code::Invalid, message);
    let after = after.map(|text| Cursor::decode(&text.0).ok_or_else(other)).transpose()?;
    let page = Page::new(first, after, None, None, PageSize::default())?;
    page.check_order(ORDER)?;
    Ok(page)
}

/// A page of what a search finds.
#[derive(Debug)]
pub(crate) struct SearchConnection {
    query: Option<Query>,
    kinds: Vec<Kind>,
    page: Page,
    /// Those of the page, and one more where there is one; looked for when something of them is asked.
    found: OnceCell<Arc<[Found]>>,
}

/// A page of what a search finds, the best first.
#[Object]
impl SearchConnection {
    /// The hits of this page.
    async fn nodes(&self, ctx: &Context<'_>) -> GraphqlResult<Vec<SearchHit>> {
        let is_marked = ctx.look_ahead().field("highlight").exists();
        Ok(self.hits(ctx.data()?, is_marked).await?)
    }

    /// The hits of this page, each with its cursor.
    async fn edges(&self, ctx: &Context<'_>) -> GraphqlResult<Vec<SearchEdge>> {
        let is_marked = ctx.look_ahead().field("node").field("highlight").exists();
        let operation: &OperationContext = ctx.data()?;
        let hits = self.hits(operation, is_marked).await?;
        let found = self.found(operation).await?;
        Ok(hits
            .into_iter()
            .zip(&*found)
            .map(|(node, found)| SearchEdge { node, cursor: cursor(found) })
            .collect())
    }

    /// Whether there is more, and where.
    async fn page_info(&self, ctx: &Context<'_>) -> GraphqlResult<PageInfo> {
        let found = self.found(ctx.data()?).await?;
        let page = found.get(..self.limit().min(found.len())).unwrap_or_default();
        Ok(PageInfo {
            has_next_page: found.len() > page.len(),
            has_previous_page: self.page.after.is_some(),
            start_cursor: page.first().map(cursor),
            end_cursor: page.last().map(cursor),
        })
    }

    /// How many the viewer sees in all pages; counted only when asked for.
    async fn total_count(&self, ctx: &Context<'_>) -> GraphqlResult<i32> {
        match &self.query {
            Some(query) => Ok(repo::count(ctx.data()?, &self.kinds, query).await?),
            None => Ok(0),
        }
    }
}

impl SearchConnection {
    fn limit(&self) -> usize {
        usize::try_from(self.page.limit()).unwrap_or(usize::MAX)
    }

    async fn found(&self, operation: &OperationContext) -> Result<Arc<[Found]>> {
        let look = async || match &self.query {
            Some(query) => repo::find(operation, &self.kinds, query, &self.page).await.map(Arc::from),
            None => Ok(Arc::from([])),
        };
        self.found.get_or_try_init(look).await.cloned()
    }

    async fn hits(&self, operation: &OperationContext, is_marked: bool) -> Result<Vec<SearchHit>> {
        let found = self.found(operation).await?;
        let page: Vec<Found> = found.iter().take(self.limit()).copied().collect();
        let mut highlights = match &self.query {
            Some(query) if is_marked => highlights(operation, &page, query).await?,
            _ => HashMap::new(),
        };
        let hit = |Found { kind, id, rank }| SearchHit {
            record: Some(RecordRef { kind, id }),
            score: -rank,
            highlight: highlights.remove(&id).unwrap_or_default(),
        };
        Ok(page.into_iter().map(hit).collect())
    }
}

async fn highlights(
    operation: &OperationContext,
    page: &[Found],
    query: &Query,
) -> Result<HashMap<Uuid, Vec<Highlight>>> {
    let reader = operation.store.reader();
    let mut all = HashMap::new();
    for kind in Kind::ALL {
        let ids: Vec<Uuid> = page.iter().filter(|found| found.kind == kind).map(|found| found.id).collect();
        if !ids.is_empty() {
            all.extend(highlight(&reader, kind, &ids, query, &operation.scene.locales).await?);
        }
    }
    Ok(all)
}

fn cursor(found: &Found) -> scalar::Cursor {
    let values = vec![CursorValue::Int(found.rank.into())];
    scalar::Cursor(Cursor { order: ORDER.to_owned(), values, id: found.id }.encode())
}
