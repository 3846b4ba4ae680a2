//! The root field `changes`.

use std::sync::Arc;
use std::time::Duration;

use async_graphql::{Context, InputObject, Object, Result as GraphqlResult};
use uuid::Uuid;

use super::cursor::read_cursor;
use super::page::{self, ChangePage};
use super::repo;
use crate::domain::record::RecordKind;
use crate::feed::{Entry, Place, Slice, Told};
use crate::gql::context::OperationContext;
use crate::gql::scalar::Cursor;
use crate::kernel::error::{Error, Result};
use crate::kernel::kind::Kind;
use crate::kernel::page::{Page, PageSize};
use crate::store;

/// How many changes a page tells.
const SIZE: PageSize = PageSize { max: 500, default: 100 };
/// Changes that one page looks at, at most, whoever may see how many of them.
const LOOKED_AT: usize = 10_000;
/// Changes that are looked at together.
const CHUNK: usize = 1_000;

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
        let after = read_cursor(&operation.feed, after.as_ref()).await?;
        let size = Page::new(first, None, None, None, SIZE).map_err(Error::from)?.limit();
        let kinds = RecordKind::among(scope.unwrap_or_default().kinds);
        Ok(changes(operation, &kinds, after, size as usize).await?)
    }
}

async fn changes(
    operation: &OperationContext,
    kinds: &[Kind],
    after: Option<Place>,
    size: usize,
) -> Result<ChangePage> {
    let (reader, scene) = (operation.store.reader(), &operation.scene);
    let head = operation.feed.look(Duration::ZERO).await?.head;
    let sight = store::sight(&reader, &scene.viewer).await?;
    let rights = sight.rights(scene.now);
    let seal = operation.feed.seal().await?;
    let at = |seq| seal.cursor(&Place { seq, rights });
    let start = after.as_ref().map_or(0, |after| after.seq);
    let is_same_reader = after.is_none_or(|after| after.rights == rights);
    let tells =
        |entry: &Entry| if kinds.contains(&entry.kind) { entry.told(&sight, scene.now) } else { None };
    let looked = if is_same_reader { look(operation, start, size, tells).await? } else { None };
    let Some(Looked { told, last, has_more }) = looked else {
        return Ok(ChangePage {
            changes: Vec::new(),
            next_cursor: Cursor(at(head)),
            has_more: false,
            too_old: true,
        });
    };
    let mut records: Vec<Uuid> = told.iter().map(|(entry, _)| entry.record).collect();
    records.sort_unstable();
    records.dedup();
    let seen = repo::seen(&reader, operation, &records).await?;
    let changes = page::changes(told, &seen, at);
    Ok(ChangePage { changes, next_cursor: Cursor(at(last)), has_more, too_old: false })
}

/// What a page finds.
struct Looked {
    told: Vec<(Arc<Entry>, Told)>,
    /// The last change that it looked at.
    last: i64,
    has_more: bool,
}

/// Looks for `size` changes that the reader is told of; `None` when the log does not know the place after which they are.
async fn look(
    operation: &OperationContext,
    start: i64,
    size: usize,
    tells: impl Fn(&Entry) -> Option<Told>,
) -> Result<Option<Looked>> {
    let mut found = Looked { told: Vec::new(), last: start, has_more: true };
    for _ in 0..LOOKED_AT / CHUNK {
        let Slice::Entries(entries) = operation.feed.after(found.last, CHUNK).await? else { return Ok(None) };
        let is_end = entries.len() < CHUNK;
        for entry in entries {
            let told = tells(&entry);
            if told.is_some() && found.told.len() == size {
                return Ok(Some(found));
            }
            found.last = entry.seq;
            found.told.extend(told.map(|told| (entry, told)));
        }
        if is_end {
            found.has_more = false;
            break;
        }
    }
    Ok(Some(found))
}
