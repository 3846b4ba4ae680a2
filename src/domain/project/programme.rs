//! The programme that a project belongs to.

use async_graphql::{ID, MaybeUndefined};
use uuid::Uuid;

use super::model::ProjectKind;
use super::repo;
use crate::access::{self, Edit, Granted};
use crate::domain::record;
use crate::kernel::error::{Code, Fault, Result};
use crate::kernel::kind::Kind;
use crate::store::Tx;

/// The programme after what the caller says of it in `input.programme`: one that the caller may change.
///
/// # Errors
/// When there is none that the caller may change, or it is not a programme.
pub(super) async fn over(
    tx: &Tx<'_>,
    before: Option<Uuid>,
    given: &MaybeUndefined<ID>,
) -> Result<Option<Uuid>> {
    let given = match given {
        MaybeUndefined::Undefined => return Ok(before),
        MaybeUndefined::Null => return Ok(None),
        MaybeUndefined::Value(given) => given,
    };
    let facts = record::named(tx, Kind::Project, given).await?;
    let programme: Granted<Edit> = access::over(&tx.scene.viewer, facts, "input.programme")?;
    if repo::content(tx, &programme).await?.kind != ProjectKind::Programme {
        let message = "only a PROGRAMME holds projects";
        return Err(Fault::on("input.programme", Code::Invalid, message).into());
    }
    Ok(Some(programme.id()))
}
