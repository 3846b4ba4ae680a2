//! Whom a record is shared with, as a caller names it.

use async_graphql::{ID, InputObject};
use uuid::Uuid;

use super::model::GranteeKind;
use super::repo;
use crate::domain::record;
use crate::kernel::error::{Code, Fault, Result};
use crate::kernel::kind::Kind;
use crate::store::Tx;

/// Whom a record is shared with: give exactly one of these.
#[derive(Clone, Debug, InputObject)]
pub struct GranteeInput {
    /// The members of this structure.
    pub structure: Option<ID>,
    /// The members of the structures of the partner with this slug.
    pub partner: Option<String>,
    /// This person.
    pub member: Option<ID>,
}

/// A grantee that was found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grantee {
    pub(super) kind: GranteeKind,
    pub(super) id: Uuid,
}

impl GranteeInput {
    /// Finds the grantee that the caller names in `input.grantee`: one that it reads.
    pub(super) async fn find(&self, tx: &Tx<'_>) -> Result<Grantee> {
        let (kind, id) = match (&self.structure, &self.partner, &self.member) {
            (Some(structure), None, None) => {
                let facts =
                    record::seen(tx, Kind::Structure, Some(structure), "input.grantee.structure").await?;
                (GranteeKind::Structure, facts.map(|facts| facts.id))
            }
            (None, Some(slug), None) => (GranteeKind::Partner, repo::partner(tx, slug).await?),
            (None, None, Some(member)) => {
                let facts = record::seen(tx, Kind::Member, Some(member), "input.grantee.member").await?;
                (GranteeKind::Member, facts.map(|facts| facts.id))
            }
            _ => {
                let message = "give exactly one of: structure, partner, member";
                return Err(Fault::on("input.grantee", Code::Invalid, message).into());
            }
        };
        let absent =
            || Fault::on("input.grantee.partner", Code::NotFound, "there is no partner with this slug");
        Ok(Grantee { kind, id: id.ok_or_else(absent)? })
    }
}
