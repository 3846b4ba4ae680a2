//! Changing what a structure says of itself.

use async_graphql::{ID, InputObject, MaybeUndefined, SimpleObject};
use serde::{Deserialize, Serialize};

use super::content::Content;
use super::details::StructureDetailsInput;
use super::input::{self, RNA_KIND};
use super::model::StructureKind;
use super::repo::{self, Standing};
use super::{Structure, StructureConflict};
use crate::access::{self, Edit, Granted};
use crate::domain::record::{self, Checks};
use crate::gql::mutation::{Payload, UserError, payload};
use crate::gql::plan::Ref;
use crate::kernel::error::{Error, Fault, Result};
use crate::kernel::kind::Kind;
use crate::store::Tx;
use crate::store::record::Change;
use crate::store::transaction::Act;

/// A structure to be changed: what is absent stays as it is, what is null is emptied. Its identifiers stay as they are.
#[derive(Clone, Debug, InputObject)]
pub struct UpdateStructureInput {
    /// The structure.
    pub id: ID,
    /// The version of the structure that you read.
    pub expected_version: i32,
    /// What it is in law; it cannot be emptied.
    pub kind: MaybeUndefined<StructureKind>,
    /// Its usual name, 2 to 200 characters; it cannot be emptied.
    pub name: MaybeUndefined<String>,
    /// The rest of what it says of itself.
    #[graphql(flatten)]
    pub details: StructureDetailsInput,
}

/// The answer to a change of what a structure says of itself.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(crate) struct UpdateStructurePayload {
    /// The structure, when nothing had to be mended.
    structure: Option<Ref<Structure>>,
    /// What happened to the structure since the version that you named; nothing was written then.
    conflict: Option<StructureConflict>,
    /// What has to be mended; nothing was written then.
    user_errors: Vec<UserError>,
}

payload!(UpdateStructurePayload);

/// The fields on which the lists of places hang.
const PLACED_BY: [&str; 4] = ["kind", "name", "territory", "location"];

/// Changes a structure. What says nothing new writes nothing.
pub(super) struct UpdateStructure {
    pub(super) input: UpdateStructureInput,
}

impl Act for UpdateStructure {
    type Outcome = UpdateStructurePayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<UpdateStructurePayload> {
        let input = &self.input;
        let facts = record::named(tx, Kind::Structure, &input.id).await?;
        let granted: Granted<Edit> = access::over(&tx.scene.viewer, facts, "input.id")?;
        if let Some(since) = tx.since(&granted, input.expected_version).await? {
            let conflict = Some(StructureConflict::new(granted.id(), since));
            return Ok(UpdateStructurePayload { conflict, ..Payload::refused(vec![record::stale()]) });
        }
        let before = repo::content(tx, &granted).await?;
        let standing = repo::standing(tx, granted.id()).await?;
        let mut after = input.check(before.clone(), &standing).map_err(Error::Refused)?;
        input.details.find(tx, &mut after.details).await?;
        let fields = after.changes(&before);
        if !fields.is_empty() {
            write(tx, &granted, &after, fields).await?;
        }
        Ok(UpdateStructurePayload { structure: Some(Ref::new(granted.id())), ..Default::default() })
    }
}

async fn write(
    tx: &mut Tx<'_>,
    granted: &Granted<Edit>,
    after: &Content,
    fields: Vec<&'static str>,
) -> Result<()> {
    repo::set_content(tx, granted, after).await?;
    let detail = serde_json::json!({ "fields": fields });
    let moves = fields.iter().any(|field| PLACED_BY.contains(field));
    let name = fields.contains(&"name").then_some(after.name.as_str());
    tx.change(granted, Change { event: "structure.updated", fields, name }).await?;
    if moves {
        super::place(tx, &[granted.id()]).await?;
    }
    tx.audit("structure.update", Some(granted.id()), detail).await
}

impl UpdateStructureInput {
    /// Checks the whole, but for what it names, and answers every fault at once.
    fn check(&self, before: Content, standing: &Standing) -> Result<Content, Vec<Fault>> {
        let mut checks = Checks::default();
        checks.not_null("input.kind", &self.kind);
        checks.not_null("input.name", &self.name);
        let kind = self.kind.value().copied().unwrap_or(before.kind);
        let fits = standing.identifiers.rna.is_none() || kind == StructureKind::Associative;
        checks.that(fits, "input.kind", RNA_KIND);
        let name = |given: String| input::name(&mut checks, &given);
        let name = record::over(Some(before.name), self.name.clone(), name);
        let details = self.details.check(&mut checks, before.details);
        if standing.status.needs_identifier() && !standing.is_registered {
            checks.not_null("input.identifierWaiver", &self.details.identifier_waiver);
        }
        checks.finish(name).map(|name| Content { kind, name, details })
    }
}
