//! The fields of the subscription type.

use async_graphql::{Context, ID, Result, Subscription};
use futures_util::stream::BoxStream;

use super::event::LiveEvent;
use super::presence::rooms;
use super::scope::{LiveScope, scopes};
use crate::domain::change::{Change, read_cursor};
use crate::domain::record::row_named;
use crate::feed::{self, Delivery, Event, Interest, Scope};
use crate::gql::context::OperationContext;
use crate::gql::scalar::Cursor;
use crate::gql::stream::listen;
use crate::kernel::error::{Code, Error, Fault};
use crate::kernel::kind::Kind;

/// Subscriptions to what changes.
#[derive(Debug, Default)]
pub struct LiveSubscription;

#[Subscription]
impl LiveSubscription {
    /// Everything that changes and that you may see, as it happens: each change once, in the order of the commits, from the cursor
    /// on. Who comes back with the cursor of the last message misses nothing.
    async fn live(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to be told of, in any of these parts; everything when nothing is said.")]
        scopes: Option<Vec<LiveScope>>,
        #[graphql(desc = "Only what came after this cursor; from now on when nothing is said.")]
        after: Option<Cursor>,
        #[graphql(
            desc = "Names of views of the records in the scopes: people who listen are shown to one another there."
        )]
        views: Option<Vec<String>>,
    ) -> Result<BoxStream<'static, LiveEvent>> {
        let operation: &OperationContext = ctx.data()?;
        let interest = async {
            let after = read_cursor(&operation.feed, after.as_ref()).await?;
            let scopes = self::scopes(scopes)?;
            let rooms = rooms(views, &scopes)?;
            Ok(Interest { scopes, after, rooms, in_person: true })
        };
        listen(ctx, interest, |delivery| LiveEvent::from(delivery)).await
    }

    /// What changes in one project and under it. Who gets `RESET` reads the board anew.
    async fn project_board(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The project.")] project_id: ID,
        #[graphql(desc = "Only what came after this cursor; from now on when nothing is said.")]
        after: Option<Cursor>,
    ) -> Result<BoxStream<'static, Change>> {
        let absent = || Fault::on("projectId", Code::NotFound, "no such project, or you may not see it");
        let project =
            row_named(Kind::Project.prefix(), &project_id).ok_or_else(absent).map_err(Error::from)?;
        let operation: &OperationContext = ctx.data()?;
        let interest = async {
            if !feed::sees(&operation.store, &operation.scene, project).await? {
                return Err(absent().into());
            }
            let after = read_cursor(&operation.feed, after.as_ref()).await?;
            let scopes = vec![Scope { project: Some(project), ..Scope::default() }];
            Ok(Interest { scopes, after, ..Interest::default() })
        };
        let tell = move |delivery: &Delivery| match &delivery.event {
            Event::Change { entry, told } => Change::of(entry, *told, &delivery.cursor),
            // It has no views, and nothing else is asked for.
            Event::Presence { .. } | Event::Notification(_) | Event::Reset(_) => {
                Change::reset(project, &delivery.cursor)
            }
        };
        listen(ctx, interest, tell).await
    }
}
