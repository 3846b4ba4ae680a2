//! What a stream tells.

use std::borrow::Cow;

use async_graphql::parser::types::Field;
use async_graphql::registry::{MetaType, MetaTypeId, Registry};
use async_graphql::resolver_utils::{Fields, resolve_container};
use async_graphql::{
    ContainerType, Context, ContextSelectionSet, OutputType, Positioned, ServerResult, SimpleObject, Value,
};
use uuid::Uuid;

use super::presence::Presence;
use crate::domain::change::Change;
use crate::domain::notification::Notification;
use crate::feed::{Delivery, Event, ResetReason};
use crate::gql::plan::{Ref, reference, typed};
use crate::gql::scalar::Cursor;

coded! {
    /// Why you have to begin again.
    pub enum LiveResetReason {
        /// The log of changes does not reach back to your cursor.
        TooOld = "TOO_OLD",
        /// You took your messages too slowly.
        TooSlow = "TOO_SLOW",
        /// You may read more or less than before.
        RightsChanged = "RIGHTS_CHANGED",
    }
}

/// Changes cannot mend what you have: read anew what you show. What comes after on this stream is what changes from then on.
#[derive(Debug, SimpleObject)]
pub(super) struct Reset {
    /// Where the stream goes on: an argument for `after`.
    cursor: Cursor,
    /// Why.
    reason: LiveResetReason,
}

/// What a stream tells.
#[derive(Debug)]
pub(super) enum LiveEvent {
    /// A record changed.
    Change(Box<Change>),
    /// Others are in a view than before.
    Presence(Presence),
    /// Something concerns the listener in person.
    Notification(Uuid),
    /// Begin again.
    Reset(Reset),
}

impl From<&Delivery> for LiveEvent {
    fn from(delivery: &Delivery) -> Self {
        match &delivery.event {
            Event::Change { entry, told } => {
                Self::Change(Box::new(Change::of(entry, *told, &delivery.cursor)))
            }
            Event::Presence { room, people } => Self::Presence(Presence::of(room, people)),
            Event::Notification(id) => Self::Notification(*id),
            Event::Reset(reason) => {
                Self::Reset(Reset { cursor: Cursor(delivery.cursor.to_string()), reason: (*reason).into() })
            }
        }
    }
}

impl From<ResetReason> for LiveResetReason {
    fn from(reason: ResetReason) -> Self {
        match reason {
            ResetReason::TooOld => Self::TooOld,
            ResetReason::TooSlow => Self::TooSlow,
            ResetReason::RightsChanged => Self::RightsChanged,
        }
    }
}

/// Written out: one of the possible types is planned, and async-graphql's derive takes none of these.
impl OutputType for LiveEvent {
    fn type_name() -> Cow<'static, str> {
        Cow::Borrowed("LiveEvent")
    }

    fn create_type_info(registry: &mut Registry) -> String {
        registry.create_output_type::<Self, _>(MetaTypeId::Union, |registry| {
            Change::create_type_info(registry);
            Presence::create_type_info(registry);
            Reset::create_type_info(registry);
            Ref::<Notification>::create_type_info(registry);
            let possible_types = [
                Change::type_name(),
                Presence::type_name(),
                Ref::<Notification>::type_name(),
                Reset::type_name(),
            ];
            MetaType::Union {
                name: Self::type_name().into_owned(),
                description: Some("What a stream tells.".to_owned()),
                possible_types: possible_types.into_iter().map(Cow::into_owned).collect(),
                visible: None,
                inaccessible: false,
                tags: Vec::new(),
                rust_typename: Some(std::any::type_name::<Self>()),
                directive_invocations: Vec::new(),
            }
        })
    }

    fn introspection_type_name(&self) -> Cow<'static, str> {
        match self {
            Self::Change(_) => Change::type_name(),
            Self::Presence(_) => Presence::type_name(),
            Self::Notification(_) => Ref::<Notification>::type_name(),
            Self::Reset(_) => Reset::type_name(),
        }
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
        if let Self::Notification(id) = self {
            return Ok(reference("notification", *id));
        }
        Ok(typed(&self.introspection_type_name(), resolve_container(ctx, self).await?))
    }
}

impl ContainerType for LiveEvent {
    async fn resolve_field(&self, _: &Context<'_>) -> ServerResult<Option<Value>> {
        Ok(None)
    }

    fn collect_all_fields<'a>(
        &'a self,
        ctx: &ContextSelectionSet<'a>,
        fields: &mut Fields<'a>,
    ) -> ServerResult<()> {
        match self {
            Self::Change(change) => change.collect_all_fields(ctx, fields),
            Self::Presence(presence) => presence.collect_all_fields(ctx, fields),
            // It is planned, and resolved as a reference.
            Self::Notification(_) => Ok(()),
            Self::Reset(reset) => reset.collect_all_fields(ctx, fields),
        }
    }
}
