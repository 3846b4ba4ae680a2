//! The root field `dashboard`.

use async_graphql::{Context, ID, Object, Result as GraphqlResult, SimpleObject};
use chrono::{Days, NaiveDate};
use uuid::Uuid;

use super::repo::{self, Board, FURTHEST};
use crate::domain::action::{Action, ActionStatus};
use crate::domain::funding_source::FundingSource;
use crate::feed::Place;
use crate::gql::context::OperationContext;
use crate::gql::plan::Ref;
use crate::gql::scalar::Cursor;
use crate::kernel::error::{Code, Error, Fault};
use crate::kernel::id;
use crate::kernel::kind::Kind;
use crate::store;

/// Queries on the first screen.
#[derive(Debug, Default)]
pub struct DashboardQuery;

#[Object]
impl DashboardQuery {
    /// The first screen: how things stand now, and the cursor from which `changes` and `live` tell what comes after. Null when there is no
    /// such project, or none that you may see.
    async fn dashboard(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A project; those that you and your structures take part in when nothing is said.")]
        project_id: Option<ID>,
    ) -> GraphqlResult<Option<Dashboard>> {
        let operation: &OperationContext = ctx.data()?;
        let project = match project_id.as_deref().map(|text| id::parse_global(text)) {
            Some(Some((prefix, id))) if prefix == Kind::Project.prefix() => Some(id),
            Some(_) => return Ok(None),
            None => None,
        };
        let reader = operation.store.reader();
        // Before the board: a right that goes meanwhile makes the cursor too old, and never one that leaves something out.
        let sight = store::sight(&reader, &operation.scene.viewer).await?;
        let rights = sight.rights(operation.scene.now);
        let board = repo::read(&reader, operation, project).await?;
        let cursor = operation.feed.seal().await?.cursor(&Place { seq: board.seq, rights });
        Ok(board.has_project.then_some(Dashboard { board, cursor, today: operation.scene.today }))
    }
}

/// How many actions stand in a state.
#[derive(Debug, SimpleObject)]
pub(crate) struct ActionStatusCount {
    /// The state.
    status: ActionStatus,
    /// How many.
    count: i32,
}

/// How actions stand, counted over those that you may see and that are not archived.
#[derive(Debug, SimpleObject)]
pub(crate) struct DashboardActionStats {
    /// All of them.
    total: i32,
    /// Those that are late.
    late: i32,
    /// Those that are blocked.
    blocked: i32,
    /// Those that are done.
    done: i32,
    /// How many stand in each state; states without any are left out.
    by_status: Vec<ActionStatusCount>,
}

/// How things stand at one moment.
#[derive(Debug)]
pub(crate) struct Dashboard {
    board: Board,
    cursor: String,
    today: NaiveDate,
}

/// How things stand at one moment, in a project or in those that you take part in.
#[Object]
impl Dashboard {
    /// How the actions stand.
    async fn action_stats(&self) -> DashboardActionStats {
        let states = &self.board.states;
        let of = |status: ActionStatus| {
            states.iter().filter(|(code, _)| code == status.as_str()).map(|(_, count)| count).sum()
        };
        let by_status =
            ActionStatus::ALL.iter().map(|status| ActionStatusCount { status: *status, count: of(*status) });
        DashboardActionStats {
            total: states.iter().map(|(_, count)| count).sum(),
            late: self.board.late,
            blocked: of(ActionStatus::Blocked),
            done: of(ActionStatus::Done),
            by_status: by_status.filter(|counted| counted.count > 0).collect(),
        }
    }

    /// The late actions, the one that was due the longest ago first.
    async fn late_actions(
        &self,
        #[graphql(desc = "How many, at most 100.", default = 5)] first: i32,
    ) -> GraphqlResult<Vec<Option<Ref<Action>>>> {
        let first = bounded("first", first, 100)?;
        Ok(refs(self.board.late_actions.iter().take(first)))
    }

    /// The funding sources that can be asked for, by their last days, the nearest first.
    async fn funding_deadlines(
        &self,
        #[graphql(
            desc = "Only those that close in so many days, at most 365; today counts as none.",
            default = 30
        )]
        within_days: i32,
    ) -> GraphqlResult<Vec<Option<Ref<FundingSource>>>> {
        let days = bounded("withinDays", within_days, FURTHEST)?;
        let last = self.today.checked_add_days(Days::new(days as u64)).unwrap_or(self.today);
        Ok(refs(self.board.deadlines.iter().filter(|(closes_on, _)| *closes_on <= last)))
    }

    /// How many records of the projects nobody has changed for half a year, of those that you may change.
    async fn stale_records(&self) -> i32 {
        self.board.stale
    }

    /// Where the log stood when all of this was read: an argument for `after` of `changes` and `live`.
    async fn cursor(&self) -> Cursor {
        Cursor(self.cursor.clone())
    }
}

fn bounded(argument: &str, given: i32, most: u64) -> Result<usize, Error> {
    let fits = usize::try_from(given).ok().filter(|given| *given as u64 <= most);
    fits.ok_or_else(|| {
        Fault::on(argument, Code::Invalid, format!("`{argument}` takes 0 to {most}, not {given}")).into()
    })
}

fn refs<'a, N>(dated: impl Iterator<Item = &'a (NaiveDate, Uuid)>) -> Vec<Option<Ref<N>>> {
    dated.map(|(_, id)| Some(Ref::new(*id))).collect()
}
