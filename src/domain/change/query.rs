//! The root field `changes`.

use async_graphql::{Context, InputObject, Object, Result as GraphqlResult};
use uuid::Uuid;

use super::cursor::LogCursor;
use super::page::{self, ChangePage};
use super::repo;
use super::rights::Rights;
use crate::domain::record::RecordKind;
use crate::gql::context::OperationContext;
use crate::gql::scalar::Cursor;
use crate::kernel::error::{Error, Result};
use crate::kernel::kind::Kind;
use crate::kernel::page::{Page, PageSize};

/// How many changes a page tells.
const SIZE: PageSize = PageSize { max: 500, default: 100 };

/// What to be told of.
#[derive(Clone, Debug, Default, InputObject)]
pub struct ChangeScope {
    /// Records of these kinds; of all when nothing is said.
    pub kinds: Option<Vec<RecordKind>>,
}

/// Queries on what changed.
#[derive(Debug, Default)]
pub struct ChangeQuery;

#[Object]
impl ChangeQuery {
    /// What changed since a cursor, removals included, for copies of what you may see: who applies every page from the beginning
    /// has what the lists show.
    async fn changes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to be told of.")] scope: Option<ChangeScope>,
        #[graphql(desc = "Only what came after this cursor; from the beginning when nothing is said.")]
        after: Option<Cursor>,
        #[graphql(desc = "How many changes are looked at, at most 500; 100 when nothing is said.")]
        first: Option<i32>,
    ) -> GraphqlResult<ChangePage> {
        let operation: &OperationContext = ctx.data()?;
        let after = after.as_ref().map(LogCursor::read).transpose().map_err(Error::from)?;
        let size = Page::new(first, None, None, None, SIZE).map_err(Error::from)?.limit();
        Ok(changes(operation, &kinds(scope.unwrap_or_default()), after, size as usize).await?)
    }
}

fn kinds(scope: ChangeScope) -> Vec<Kind> {
    match scope.kinds {
        Some(kinds) => Kind::ALL.into_iter().filter(|kind| kinds.contains(&(*kind).into())).collect(),
        None => Kind::ALL.to_vec(),
    }
}

async fn changes(
    operation: &OperationContext,
    kinds: &[Kind],
    after: Option<LogCursor>,
    size: usize,
) -> Result<ChangePage> {
    let reader = operation.store.reader();
    let rights = Rights::of(&reader, &operation.scene).await?;
    let at = |seq| LogCursor { seq, rights: rights.clone() }.encode();
    let start = after.as_ref().map_or(0, |after| after.seq);
    let is_same_reader = after.is_none_or(|after| after.rights == rights);
    if !is_same_reader || !repo::is_known(&reader, start).await? {
        let next_cursor = at(repo::last(&reader).await?);
        return Ok(ChangePage { changes: Vec::new(), next_cursor, has_more: false, too_old: true });
    }
    let (end, is_whole) = repo::window(&reader, kinds, start).await?;
    let mut rows = repo::logged(&reader, operation, kinds, (start, end), size + 1).await?;
    let is_cut = rows.len() > size;
    rows.truncate(size);
    let last = if is_cut { rows.last().map_or(start, |row| row.seq) } else { end };
    let mut records: Vec<Uuid> = rows.iter().map(|row| row.record).collect();
    records.sort_unstable();
    records.dedup();
    let seen = repo::seen(&reader, operation, &records).await?;
    Ok(ChangePage {
        changes: page::changes(rows, &seen, &rights),
        next_cursor: at(last),
        has_more: is_cut || !is_whole,
        too_old: false,
    })
}
