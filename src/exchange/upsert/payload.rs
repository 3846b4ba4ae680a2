//! What a program is answered, item by item.

use async_graphql::{Enum, SimpleObject};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    domain::{
        funding_source::FundingSource, project::Project, resource::TeachingResource, structure::Structure,
    },
    exchange::{
        apply::{Judged, Verdict},
        fields::CellFault,
    },
    gql::{
        mutation::{Payload, UserError},
        plan::Ref,
    },
    kernel::error::Fault,
};

/// What became of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum, Serialize, Deserialize)]
pub(crate) enum UpsertOutcome {
    /// The record was made.
    Created,
    /// It was changed.
    Updated,
    /// It was as the item says already: nothing was written.
    Unchanged,
    /// Another item, or another record, has what only one may have: nothing was written.
    Duplicate,
    /// Something in it is wrong, or is not yours to change: nothing was written.
    Refused,
}

/// What became of an item, before it is said of which type of record.
#[derive(Debug)]
pub(super) struct Settled {
    external_id: String,
    outcome: UpsertOutcome,
    record: Option<Uuid>,
    kept: Vec<String>,
    user_errors: Vec<UserError>,
}

impl Settled {
    /// An item that was not applied.
    pub(super) fn refused(external_id: String, verdict: Verdict, faults: Vec<CellFault>) -> Self {
        let outcome = outcome(&verdict);
        Self { external_id, outcome, record: None, kept: Vec::new(), user_errors: errors(faults) }
    }

    /// An item that was applied.
    pub(super) fn of(external_id: String, judged: Judged) -> Self {
        let left_out = judged.line.verdict.is_left_out();
        Self {
            external_id,
            outcome: outcome(&judged.line.verdict),
            record: judged.record,
            kept: judged.kept.into_iter().map(str::to_owned).collect(),
            user_errors: if left_out { errors(judged.line.remarks) } else { Vec::new() },
        }
    }
}

const fn outcome(verdict: &Verdict) -> UpsertOutcome {
    match verdict {
        Verdict::Created => UpsertOutcome::Created,
        Verdict::Updated(_) => UpsertOutcome::Updated,
        Verdict::Unchanged => UpsertOutcome::Unchanged,
        Verdict::Duplicate => UpsertOutcome::Duplicate,
        Verdict::Refused => UpsertOutcome::Refused,
    }
}

fn errors(faults: Vec<CellFault>) -> Vec<UserError> {
    let error = |fault: CellFault| {
        let path = format!("input.items.{}.{}", fault.line, fault.field);
        UserError::from(Fault::on(path.trim_end_matches('.'), fault.code, fault.message))
    };
    faults.into_iter().map(error).collect()
}

/// Declares what a program is answered about one type of record.
macro_rules! answers {
    ($($(#[$meta:meta])* $payload:ident, $item:ident, $record:ident: $noun:ty;)+) => {$(
        $(#[$meta])*
        #[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
        pub(crate) struct $payload {
            /// What became of each item, in their order.
            items: Vec<$item>,
            /// Why no item was looked at.
            user_errors: Vec<UserError>,
        }

        /// What became of an item.
        #[derive(Debug, SimpleObject, Serialize, Deserialize)]
        pub(crate) struct $item {
            /// What you call the record.
            external_id: String,
            /// What became of it.
            outcome: UpsertOutcome,
            /// The record, if you see it.
            $record: Option<Ref<$noun>>,
            /// The fields, by their names here, that a person has said since and that the item says otherwise: they were
            /// kept.
            kept_fields: Vec<String>,
            /// What has to be mended in the item.
            user_errors: Vec<UserError>,
        }

        impl Payload for $payload {
            fn refused(faults: Vec<Fault>) -> Self {
                Self { items: Vec::new(), user_errors: faults.into_iter().map(UserError::from).collect() }
            }
        }

        impl From<Vec<Settled>> for $payload {
            fn from(settled: Vec<Settled>) -> Self {
                let item = |settled: Settled| $item {
                    external_id: settled.external_id,
                    outcome: settled.outcome,
                    $record: settled.record.map(Ref::new),
                    kept_fields: settled.kept,
                    user_errors: settled.user_errors,
                };
                Self { items: settled.into_iter().map(item).collect(), user_errors: Vec::new() }
            }
        }
    )+};
}

answers! {
    /// The answer to structures that were sent.
    UpsertStructuresPayload, UpsertedStructure, structure: Structure;
    /// The answer to projects that were sent.
    UpsertProjectsPayload, UpsertedProject, project: Project;
    /// The answer to funding sources that were sent.
    UpsertFundingSourcesPayload, UpsertedFundingSource, funding_source: FundingSource;
    /// The answer to teaching resources that were sent.
    UpsertResourcesPayload, UpsertedResource, resource: TeachingResource;
}
