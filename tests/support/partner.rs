//! Partners for tests, and those who look at what belongs to one.

use std::collections::BTreeSet;

use entities::{partner, structure};
use respyrem::access::Visibility;
use respyrem::kernel::actor::{Actor, ClientActor, Role, Scope};
use respyrem::kernel::id;
use sea_orm::ActiveModelTrait;
use sea_orm::ActiveValue::{Set, Unchanged};
use uuid::Uuid;

use super::TestHub;

/// A partner with its own structure and a sister of it, and another partner.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Partners {
    pub(crate) partner: Uuid,
    /// The partner's own structure.
    pub(crate) own: Uuid,
    /// Another structure of the same partner.
    pub(crate) sister: Uuid,
    pub(crate) other: Uuid,
    /// The other partner's own structure.
    pub(crate) others_own: Uuid,
}

/// Who looks at what belongs to a partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Party {
    /// An administrator of the partner's own structure.
    Administrator,
    /// An editor of it.
    Editor,
    /// An administrator of another structure of the same partner.
    SisterAdministrator,
    /// An administrator of another partner's own structure.
    OtherAdministrator,
    /// Who runs the network.
    Operator,
    /// A program of the partner, with all that a key can open.
    Program,
    Nobody,
}

impl Party {
    pub(crate) const ALL: [Self; 7] = [
        Self::Administrator,
        Self::Editor,
        Self::SisterAdministrator,
        Self::OtherAdministrator,
        Self::Operator,
        Self::Program,
        Self::Nobody,
    ];
}

impl Partners {
    pub(crate) async fn of(hub: &TestHub) -> Self {
        let (partner, other) = (hub.partner("parc").await, hub.partner("vallee").await);
        let own = hub.structure("Le parc").visibility(Visibility::Public).of(partner).await;
        let sister = hub.structure("La maison du parc").visibility(Visibility::Public).of(partner).await;
        let others_own = hub.structure("La vallée").visibility(Visibility::Public).of(other).await;
        hub.governed_by(partner, own).await;
        hub.governed_by(other, others_own).await;
        Self { partner, own, sister, other, others_own }
    }

    /// One of those who look, signed in.
    pub(crate) async fn actor(&self, hub: &TestHub, party: Party) -> Actor {
        match party {
            Party::Administrator => hub.person("Adam", self.own, Role::Admin).await,
            Party::Editor => hub.person("Edda", self.own, Role::Editor).await,
            Party::SisterAdministrator => hub.person("Sira", self.sister, Role::Admin).await,
            Party::OtherAdministrator => hub.person("Otto", self.others_own, Role::Admin).await,
            Party::Operator => hub.operator("Ada").await,
            Party::Program => Actor::Client(ClientActor {
                client: hub.new_id(),
                partner: self.partner,
                structures: vec![self.own, self.sister],
                scopes: BTreeSet::from(Scope::ALL),
                expires_at: None,
            }),
            Party::Nobody => Actor::Anonymous,
        }
    }
}

impl TestHub {
    /// Makes `structure` the partner's own.
    pub(crate) async fn governed_by(&self, partner: Uuid, structure: Uuid) {
        let row = partner::ActiveModel {
            id: Unchanged(partner),
            structure_id: Set(Some(structure)),
            ..Default::default()
        };
        row.update(self.connection()).await.expect("a partner");
    }

    /// Puts the partner into another state.
    pub(crate) async fn partner_becomes(&self, partner: Uuid, state: &str) {
        let row = partner::ActiveModel {
            id: Unchanged(partner),
            state: Set(state.to_owned()),
            ..Default::default()
        };
        row.update(self.connection()).await.expect("a partner");
    }

    /// Gives a structure to another partner.
    pub(crate) async fn moves_to(&self, structure: Uuid, partner: Uuid) {
        let row = structure::ActiveModel {
            id: Unchanged(structure),
            partner_id: Set(Some(partner)),
            ..Default::default()
        };
        row.update(self.connection()).await.expect("a structure");
    }
}

/// The global identifier of a partner.
pub(crate) fn partner_id(id: Uuid) -> String {
    id::global(respyrem::domain::partner::PREFIX, id)
}
