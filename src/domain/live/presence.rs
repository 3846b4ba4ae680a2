//! Who else is in a view, and turning to one of its fields.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::member::Member;
use crate::domain::record::any_row_named;
use crate::feed::presence::{LONGEST_FIELD, LONGEST_VIEW, Present, Room};
use crate::feed::{self, Scope};
use crate::gql::context::OperationContext;
use crate::gql::mutation::{Payload, UserError};
use crate::gql::plan::{RecordRef, Ref};
use crate::gql::scalar::DateTime;
use crate::kernel::error::{Code, Error, Fault};
use crate::kernel::kind::Kind;

/// Views of one stream, at most.
const MOST: usize = 50;

/// Who is in a view now, of those whom you may see.
#[derive(Debug, SimpleObject)]
pub(super) struct Presence {
    /// The view, as you named it.
    view_key: String,
    /// The record of which it is a view.
    record: RecordRef,
    /// Who is there, in the order in which they came; you too.
    people: Vec<PresentMember>,
}

/// Somebody who is in a view, once however many windows they have open.
#[derive(Debug, SimpleObject)]
pub(super) struct PresentMember {
    /// Who; null when you may not see the person any more.
    person: Option<Ref<Member>>,
    /// The field that they have turned to.
    focused_field: Option<String>,
    /// Since when they are there.
    since: DateTime,
}

impl Presence {
    pub(super) fn of(room: &Room, people: &[Present]) -> Self {
        let people = people.iter().map(|present| PresentMember {
            person: Some(Ref::new(present.member)),
            focused_field: present.focused_field.clone(),
            since: DateTime(present.since),
        });
        Self {
            view_key: room.view.clone(),
            record: RecordRef { kind: room.kind, id: room.record },
            people: people.collect(),
        }
    }
}

/// The views called so of each record that the scopes name.
///
/// # Errors
/// When the scopes name no record, there are too many, or a name is too long.
pub(super) fn rooms(views: Option<Vec<String>>, scopes: &[Scope]) -> Result<Vec<Room>, Fault> {
    let views = views.unwrap_or_default();
    let invalid = |message: String| Fault::on("views", Code::Invalid, message);
    let records: Vec<(Kind, Uuid)> = scopes.iter().filter_map(record_of).collect();
    if !views.is_empty() && records.is_empty() {
        return Err(invalid("views are of a record: name it in a scope".to_owned()));
    }
    if views.len() * records.len() > MOST {
        return Err(invalid(format!("at most {MOST} views of records a stream")));
    }
    let each = records
        .iter()
        .flat_map(|(kind, record)| views.iter().map(move |view| Room::new(*kind, *record, view)));
    each.map(|room| room.ok_or_else(|| invalid(long_view()))).collect()
}

fn record_of(scope: &Scope) -> Option<(Kind, Uuid)> {
    let project = scope.project.map(|id| (Kind::Project, id));
    scope.record.or(project).or(scope.owner.map(|id| (Kind::Structure, id)))
}

fn long_view() -> String {
    format!("the name of a view has 1 to {LONGEST_VIEW} characters")
}

/// What you turn to.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct SetFocusInput {
    /// The record whose view you are in.
    pub record: ID,
    /// The view, as you named it when you began to listen.
    pub view: String,
    /// The field that you turn to; away from all when nothing is said.
    pub field: Option<String>,
}

/// The answer to turning to a field.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(crate) struct SetFocusPayload {
    /// What has to be mended; nothing was told then.
    user_errors: Vec<UserError>,
}

impl Payload for SetFocusPayload {
    fn refused(faults: Vec<Fault>) -> Self {
        Self { user_errors: faults.into_iter().map(UserError::from).collect() }
    }
}

/// Mutations on views.
#[derive(Debug, Default)]
pub struct PresenceMutation;

#[Object]
impl PresenceMutation {
    /// Shows the others in a view which field you have turned to. You are in it while a stream of yours names it.
    async fn set_focus(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Where you are, and the field.")] input: SetFocusInput,
    ) -> Result<SetFocusPayload> {
        let operation: &OperationContext = ctx.data()?;
        match focus(operation, input).await {
            Ok(()) => Ok(SetFocusPayload::default()),
            Err(Error::Refused(faults)) => Ok(SetFocusPayload::refused(faults)),
            Err(error) => Err(async_graphql::Error::new_with_source(error)),
        }
    }
}

async fn focus(operation: &OperationContext, input: SetFocusInput) -> Result<(), Error> {
    let absent = || Fault::on("input.record", Code::NotFound, "no such record, or you may not see it");
    let (kind, record) = any_row_named(&input.record).ok_or_else(absent)?;
    if !feed::sees(&operation.store, &operation.scene, record).await? {
        return Err(absent().into());
    }
    let Some(member) = operation.caller.actor.member() else {
        let message = "sign in: only people are shown in a view";
        return Err(Fault::of(Code::Forbidden, message).into());
    };
    let room = Room::new(kind, record, &input.view);
    let room = room.ok_or_else(|| Fault::on("input.view", Code::Invalid, long_view()))?;
    if input.field.as_ref().is_some_and(|field| field.chars().count() > LONGEST_FIELD) {
        let message = format!("the name of a field has at most {LONGEST_FIELD} characters");
        return Err(Fault::on("input.field", Code::Invalid, message).into());
    }
    if let Some(presences) = operation.feed.presences() {
        presences.focus(&room, member, input.field);
    }
    Ok(())
}
