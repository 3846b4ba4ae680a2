//! Subscriptions of the hub that partners' services add to: the hub tells the events, and each service says of each event
//! what it knows.

use std::sync::Arc;

use federation::{Answer, Plan, execute_event};
use futures_util::StreamExt;
use serde_json_bytes::{ByteString, Map as JsonMap, Value as JsonValue};
use tokio::sync::watch;

use super::compose::HUB;
use super::operation::{JoinedCall, converted, shared};
use super::running::Gateway;
use super::transport::{Carrier, asking};
use crate::gql::request::{Caller, GraphqlError};
use crate::gql::stream::{Message, Messages, Subscriber};
use crate::kernel::actor::Actor;

/// A subscription that is open.
struct Open {
    gateway: Gateway,
    plan: Plan,
    variables: JsonMap<ByteString, JsonValue>,
    caller: Caller,
    /// The same actor as it is now.
    actor: watch::Receiver<Actor>,
}

impl JoinedCall {
    /// Opens the stream.
    ///
    /// # Errors
    /// When it cannot be opened: what the client reads.
    pub async fn subscribe(self, subscriber: Subscriber) -> Result<Messages, Vec<GraphqlError>> {
        let (plan, variables) = (self.plan().await?, shared(&self.variables));
        let service = self.gateway.inner.service.clone();
        let prepared = {
            let source = plan.source(&variables).map_err(|error| vec![converted(&error)])?;
            let source = source.filter(|source| source.service == HUB).ok_or_else(not_the_hubs)?;
            service.prepare(asking(&source)).map_err(|refused| refused.errors)?
        };
        let (caller, actor) = (subscriber.caller.clone(), subscriber.actor.clone());
        let events = service.subscribe(prepared, subscriber).await?;
        let open = Arc::new(Open { gateway: self.gateway, plan, variables, caller, actor });
        let told = events.then(move |event| {
            let open = Arc::clone(&open);
            async move {
                match event {
                    Ok(message) => Ok(open.tell(message).await),
                    Err(cut_off) => Err(cut_off),
                }
            }
        });
        Ok(told.boxed())
    }
}

impl Open {
    /// The event with what partners' services say of it. They are those of now: one that was set aside is asked no more.
    async fn tell(&self, message: Message) -> Message {
        let caller = Caller { actor: self.actor.borrow().clone(), ..self.caller.clone() };
        let carrier = Carrier::new(&self.gateway, self.gateway.current(), caller);
        let Ok(event) = Answer::from_body(message.body.clone()) else { return message };
        match execute_event(&self.plan, &self.variables, event, &carrier).await {
            Ok(response) => Message { body: response.body, ..message },
            Err(error) => {
                tracing::error!(error = error.message, "an event was not told whole");
                message
            }
        }
    }
}

fn not_the_hubs() -> Vec<GraphqlError> {
    vec![GraphqlError::new("OPERATION_NOT_SUPPORTED", "Only the hub's own events are listened to.")]
}
