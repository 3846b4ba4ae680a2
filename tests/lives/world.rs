//! Who lives there at the beginning.

use std::collections::BTreeMap;

use respyrem::access::Visibility;
use respyrem::kernel::actor::{Actor, Role};
use respyrem::kernel::kind::Kind;
use uuid::Uuid;

use super::model::{Model, Modelled};
use crate::support::TestHub;
use crate::support::build::structure_id;

/// The numbers of the one who runs the network, and of the administrator of the first structure.
const OPERATOR: usize = 0;
const ADA: usize = 1;

/// Three structures, and those who act.
pub(super) struct World {
    pub(super) structures: Vec<String>,
    members: Vec<Uuid>,
    pub(super) model: Model,
    /// How many mutations were asked for.
    pub(super) asked: usize,
    /// How often each was accepted, and refused.
    pub(super) tally: Tally,
}

/// How often each mutation was accepted, and refused.
pub(super) type Tally = BTreeMap<&'static str, (usize, usize)>;

impl World {
    pub(super) async fn build(hub: &TestHub) -> Self {
        let mut structures = Vec::new();
        let mut members = vec![hub.member("Olga").await];
        for (name, level) in
            [("Alfa", Visibility::Public), ("Beta", Visibility::Network), ("Gamma", Visibility::Public)]
        {
            let id = hub.structure(name).visibility(level).partner(true).await;
            hub.log_made(id).await;
            structures.push(id);
        }
        let staff = [
            ("Ada", 0, Role::Admin),
            ("Edi", 0, Role::Editor),
            ("Bea", 1, Role::Admin),
            ("Vera", 2, Role::Viewer),
        ];
        for (name, at, role) in staff {
            let member = hub.member(name).await;
            hub.join(member, structures[at], role).await;
            members.push(member);
        }
        for member in &members {
            hub.log_made(*member).await;
        }
        hub.reindex().await;
        let records = structures.iter().zip(["Alfa", "Beta", "Gamma"]).map(|(id, name)| Modelled {
            kind: Kind::Structure,
            id: structure_id(*id),
            title: name.to_owned(),
            version: 1,
            visibility: None,
            status: None,
            is_archived: false,
        });
        let model = Model { records: records.collect(), ties: Vec::new() };
        let structures = structures.into_iter().map(structure_id).collect();
        Self { structures, members, model, asked: 0, tally: Tally::new() }
    }

    /// How many act and look: the members, and nobody in particular.
    pub(super) fn actors(&self) -> usize {
        self.members.len() + 1
    }

    /// Who takes a step: mostly those who may do most.
    pub(super) async fn acting(&self, hub: &TestHub, number: u8) -> Actor {
        let number = match number {
            0..112 => ADA,
            112..160 => OPERATOR,
            other => usize::from(other),
        };
        self.actor(hub, number).await
    }

    /// One of them, with what they hold at this moment. The first runs the network.
    pub(super) async fn actor(&self, hub: &TestHub, number: usize) -> Actor {
        match self.members.get(number % self.actors()) {
            Some(member) if *member == self.members[OPERATOR] => match hub.actor_of(*member).await {
                Actor::Member(mut member) => {
                    member.operator = true;
                    Actor::Member(member)
                }
                other => other,
            },
            Some(member) => hub.actor_of(*member).await,
            None => Actor::Anonymous,
        }
    }
}
