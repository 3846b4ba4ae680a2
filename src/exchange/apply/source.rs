//! Where rows come from: what the hub received from there before, and what it remembers of what it receives now.

use std::collections::HashMap;

use uuid::Uuid;

use super::{ApplyOptions, repo};
use crate::{
    kernel::{
        actor::Actor,
        error::{Code, Fault, Result},
    },
    store::Tx,
};

/// Where rows come from.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub(super) id: Uuid,
    pub(super) slug: String,
    pub(super) partner: Option<Uuid>,
}

/// What was last received under one identifier of a source.
#[derive(Clone, Debug)]
pub(super) struct Received {
    pub(super) record: Uuid,
    /// The row of the record, when it is not the record itself.
    pub(super) part: Option<Uuid>,
    pub(super) checksum: String,
}

/// What a source calls a record or a part of it, and the checksum of what it last said of it.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) external_id: String,
    pub(super) record: Uuid,
    pub(super) part: Option<Uuid>,
    pub(super) checksum: String,
    pub(super) url: Option<String>,
}

/// What a source said before, by its identifiers.
pub(super) type Before = HashMap<String, Received>;

/// The source of that name; made when it is new. A partner's program has sources of its own: what another one sends is
/// not its to change.
///
/// # Errors
/// `FORBIDDEN` on `input.source`; or when the partner that the operator names is none.
pub(super) async fn source(tx: &Tx<'_>, slug: &str, options: &ApplyOptions) -> Result<Source> {
    let partner = match (tx.actor, &options.partner) {
        (Actor::Client(client), _) => Some(client.partner),
        (_, Some(slug)) => Some(repo::source::partner(tx, slug).await?),
        (_, None) => None,
    };
    let source = repo::source::find_or_make(tx, slug, partner).await?;
    if matches!(tx.actor, Actor::Client(_)) && source.partner != partner {
        let message = "this source belongs to somebody else: name one of your own";
        return Err(Fault::on("input.source", Code::Forbidden, message).into());
    }
    Ok(source)
}
