//! Why async-graphql is asked for a field of the subscription type.

use std::sync::{Arc, OnceLock};

use async_graphql::{Context, Result};
use futures_util::stream::{self, BoxStream, StreamExt};

use crate::feed::{Delivery, Interest};
use crate::kernel::error::Error;

/// Why a field of the subscription type is resolved.
#[derive(Clone, Debug)]
pub enum Occasion {
    /// To say what the operation listens to.
    Opening(Arc<OnceLock<Interest>>),
    /// To say what an event is.
    Event(Box<Delivery>),
}

/// What a field of the subscription type answers: when the stream opens, it listens to `interest`; and an event is what `tell`
/// makes of it.
///
/// # Errors
/// What `interest` answers.
pub async fn listen<T: Send + 'static>(
    ctx: &Context<'_>,
    interest: impl Future<Output = Result<Interest, Error>>,
    tell: impl FnOnce(&Delivery) -> T,
) -> Result<BoxStream<'static, T>> {
    Ok(match ctx.data::<Occasion>()? {
        Occasion::Opening(slot) => {
            let _ = slot.set(interest.await?);
            stream::empty().boxed()
        }
        Occasion::Event(delivery) => stream::iter([tell(delivery)]).boxed(),
    })
}
