//! A structure at work, for tests of what its people do.

use respyrem::access::Visibility;
use respyrem::kernel::actor::{Actor, Role};
use uuid::Uuid;

use super::TestHub;

/// A structure with an editor and a reader, and a public project of its own.
pub(crate) struct Team {
    pub(crate) owner: Uuid,
    pub(crate) editor: Actor,
    pub(crate) reader: Actor,
    pub(crate) project: Uuid,
}

pub(crate) async fn team(hub: &TestHub) -> Team {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).partner(true).await;
    Team {
        owner,
        editor: hub.person("Edda", owner, Role::Editor).await,
        reader: hub.person("Vera", owner, Role::Viewer).await,
        project: hub.project(owner, "Four solaire").visibility(Visibility::Public).await,
    }
}
