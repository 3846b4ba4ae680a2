//! Who reads what: the rule, as a table.

use respyrem::access::Visibility;
use respyrem::kernel::kind::Kind;

/// Who looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Looker {
    Anonymous,
    /// A member of a structure of another partner.
    OtherPartner,
    /// A member of a structure that observes the project.
    Observer,
    /// A member of a structure that takes part in the project.
    Participant,
    OwnerViewer,
    OwnerEditor,
    OwnerAdmin,
    /// A program of the owner's partner whose key opens something else.
    OtherScope,
}

impl Looker {
    pub(super) const ALL: [Self; 8] = [
        Self::Anonymous,
        Self::OtherPartner,
        Self::Observer,
        Self::Participant,
        Self::OwnerViewer,
        Self::OwnerEditor,
        Self::OwnerAdmin,
        Self::OtherScope,
    ];
}

/// Whether the looker reads a record of that kind at that level.
pub(super) fn seen(looker: Looker, kind: Kind, level: Visibility) -> bool {
    use Looker::{
        Anonymous, Observer, OtherPartner, OtherScope, OwnerAdmin, OwnerEditor, OwnerViewer, Participant,
    };
    let of_project = matches!(kind, Kind::Project | Kind::Action);
    match (looker, level) {
        (_, Visibility::Public) | (OwnerAdmin, _) => true,
        (Anonymous | OtherScope, _) | (_, Visibility::Private) => false,
        (_, Visibility::Network) | (OwnerViewer | OwnerEditor, _) => true,
        (Participant, Visibility::Shared | Visibility::Team) => of_project,
        (OtherPartner | Observer, Visibility::Shared | Visibility::Team) => false,
    }
}

/// Whether the looker, who reads the record, may also say who else does. The program's key is for members.
pub(super) fn manages(looker: Looker, kind: Kind) -> bool {
    match looker {
        Looker::OwnerEditor | Looker::OwnerAdmin => true,
        Looker::OtherScope => kind == Kind::Member,
        _ => false,
    }
}
