//! Who is whom: clashes that are decided, identities that are taken away, people who are let in.

mod admit;
mod clash;
mod invite;
mod payload;
mod unlink;

pub(super) use admit::{Admit, AdmitMemberInput};
pub(super) use clash::{DecideClash, IdentityClashInput, Same};
pub(super) use invite::{CreateInvitationLinkInput, Invite};
pub(super) use payload::{ExternalIdentityPayload, InvitationLinkPayload, MemberPayload};
pub(super) use unlink::{Unlink, UnlinkIdentityInput};

use crate::access::Viewer;
use crate::kernel::error::{Code, Fault};

/// A program lets nobody in, whatever its key opens: one that leaked would make accounts.
///
/// # Errors
/// `FORBIDDEN` on `field` for a program.
fn in_person(viewer: &Viewer, field: &str) -> Result<(), Fault> {
    match viewer.client {
        Some(_) => Err(Fault::on(field, Code::Forbidden, "an administrator does this in person")),
        None => Ok(()),
    }
}
