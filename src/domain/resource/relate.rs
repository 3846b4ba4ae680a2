//! Saying what a resource is to another one, and no longer.

use async_graphql::{ID, InputObject};
use uuid::Uuid;

use super::change::{ChangeResourcePayload, open};
use super::model::RelationKind;
use super::repo;
use crate::access::{self, Edit, Granted};
use crate::domain::record::{self, opened};
use crate::kernel::error::{Code, Fault, Result};
use crate::kernel::kind::Kind;
use crate::store::Tx;
use crate::store::record::Change;
use crate::store::transaction::Act;

/// What a resource is to another one.
#[derive(Clone, Debug, InputObject)]
pub struct RelateResourcesInput {
    /// The resource that says it, which you may change.
    pub from: ID,
    /// What it is to the other one.
    pub kind: RelationKind,
    /// The other one, which you see.
    pub to: ID,
    /// The version of `from` that you read.
    pub expected_version: i32,
}

/// Says that a resource is something to another one.
pub(super) struct RelateResources {
    pub(super) input: RelateResourcesInput,
}

/// Says so no longer.
pub(super) struct UnrelateResources {
    pub(super) input: RelateResourcesInput,
}

impl Act for RelateResources {
    type Outcome = ChangeResourcePayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<ChangeResourcePayload> {
        let input = &self.input;
        // A circle can be closed by two links that are made at once, far from each other.
        if input.kind == RelationKind::IsPartOf {
            tx.hold("resource_relation.is_part_of").await?;
        }
        let granted = opened!(open(tx, &input.from, "input.from", input.expected_version).await?);
        let to = other(tx, input).await?;
        if granted.id() == to {
            return refuse(Code::Invalid, "a resource has no relation to itself");
        }
        if repo::relation(tx, &granted, input.kind, to).await?.is_some() {
            return refuse(Code::Duplicate, "that was said already");
        }
        if input.kind == RelationKind::IsPartOf && repo::is_within(tx, to, granted.id()).await? {
            return refuse(Code::Invalid, "the other one is a part of this one, at some distance");
        }
        repo::relate(tx, &granted, input.kind, to).await?;
        note(tx, &granted, "resource.relate", input).await
    }
}

impl Act for UnrelateResources {
    type Outcome = ChangeResourcePayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<ChangeResourcePayload> {
        let input = &self.input;
        let granted = opened!(open(tx, &input.from, "input.from", input.expected_version).await?);
        let to = other(tx, input).await?;
        let Some(relation) = repo::relation(tx, &granted, input.kind, to).await? else {
            return refuse(Code::NotFound, "nothing like that was said");
        };
        repo::unrelate(tx, &granted, relation).await?;
        note(tx, &granted, "resource.unrelate", input).await
    }
}

/// The resource of which the other one speaks.
async fn other(tx: &Tx<'_>, input: &RelateResourcesInput) -> Result<Uuid> {
    let facts = access::seen(record::named(tx, Kind::Resource, &input.to).await?, "input.to")?;
    Ok(facts.id)
}

fn refuse(code: Code, why: &str) -> Result<ChangeResourcePayload> {
    Err(Fault::on("input.to", code, why).into())
}

async fn note(
    tx: &mut Tx<'_>,
    granted: &Granted<Edit>,
    act: &str,
    input: &RelateResourcesInput,
) -> Result<ChangeResourcePayload> {
    tx.change(granted, Change { event: "resource.updated", fields: vec!["relations"], name: None }).await?;
    let detail = serde_json::json!({ "kind": input.kind, "to": input.to.as_str() });
    tx.audit(act, Some(granted.id()), detail).await?;
    Ok(ChangeResourcePayload::done(granted))
}
