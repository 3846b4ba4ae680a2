//! What a caller reads of itself.

use async_graphql::{ComplexObject, Context, Object, Result, SimpleObject};

use super::Member;
use crate::domain::notification;
use crate::gql::context::OperationContext;
use crate::gql::plan::Ref;
use crate::gql::scalar::DateTime;
use crate::kernel::actor::{Actor, Scope};

/// Queries on members.
#[derive(Debug, Default)]
pub struct MemberQuery;

/// What a request is made under: a person's sign-in, or the key of a partner's program.
#[derive(Debug, SimpleObject)]
#[graphql(complex)]
pub(crate) struct Session {
    /// Who signed in; null for a program.
    person: Option<Ref<Member>>,
    /// What the program's key opens, such as `read:network`; nothing for a person, whose memberships say it.
    scopes: Vec<&'static str>,
    /// When it ends by itself; null when it does not.
    expires_at: Option<DateTime>,
}

#[ComplexObject]
impl Session {
    /// How many notifications the person has not read; none for a program.
    async fn unread_notifications(&self, ctx: &Context<'_>) -> Result<i32> {
        let Some(person) = &self.person else { return Ok(0) };
        let reader = ctx.data::<OperationContext>()?.store.reader();
        let unread = notification::unread(&reader, person.id).await?;
        Ok(i32::try_from(unread).unwrap_or(i32::MAX))
    }
}

#[Object]
impl MemberQuery {
    /// The member who asks, with the memberships to begin from; null for a program and for nobody in particular.
    async fn me(&self, ctx: &Context<'_>) -> Result<Option<Ref<Member>>> {
        Ok(ctx.data::<OperationContext>()?.caller.actor.member().map(Ref::new))
    }

    /// What this request is made under; null for nobody in particular.
    async fn session(&self, ctx: &Context<'_>) -> Result<Option<Session>> {
        Ok(match &ctx.data::<OperationContext>()?.caller.actor {
            Actor::Member(member) => Some(Session {
                person: Some(Ref::new(member.member)),
                scopes: Vec::new(),
                expires_at: member.expires_at.map(DateTime),
            }),
            Actor::Client(client) => Some(Session {
                person: None,
                scopes: client.scopes.iter().copied().map(Scope::as_str).collect(),
                expires_at: client.expires_at.map(DateTime),
            }),
            Actor::Anonymous | Actor::System => None,
        })
    }
}
