//! Who acts for the two sides of a membership.

use uuid::Uuid;

use crate::access::{Administer, Granted, Viewer};
use crate::kernel::error::{Code, Fault};

/// The proof that the viewer acts for one side of a membership.
#[derive(Debug)]
pub(super) struct Party(());

impl Party {
    /// The person itself.
    ///
    /// # Errors
    /// `FORBIDDEN` on `field` for anybody else.
    pub(super) fn member(viewer: &Viewer, member: Uuid, field: &str) -> Result<Self, Fault> {
        if viewer.member == Some(member) {
            Ok(Self(()))
        } else {
            Err(Fault::on(field, Code::Forbidden, "only the person whom it is about may do this"))
        }
    }

    /// An administrator of the structure.
    pub(super) const fn administrator(_: &Granted<Administer>) -> Self {
        Self(())
    }
}
