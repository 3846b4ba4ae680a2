//! What the log says of participations: they are events of their project.

use uuid::Uuid;

use super::model::{ParticipationSide, ParticipationState};
use crate::access::{Facts, Visibility};
use crate::domain::notification::{self, Notice, NotificationTopic, To};
use crate::kernel::error::Result;
use crate::store::Tx;
use crate::store::log::Entry;

/// Notes that a participation in `project` came to `state`. The project's own content did not change, so its version
/// stays. What is not in force concerns the two sides only: it is logged as narrow as the team.
pub(super) fn note(tx: &mut Tx<'_>, project: &Facts, state: ParticipationState) {
    let (event, level) = match state {
        ParticipationState::Proposed => ("project.participation_proposed", Visibility::Team),
        ParticipationState::Accepted => ("project.participation_accepted", Visibility::Public),
        ParticipationState::Declined => ("project.participation_declined", Visibility::Team),
        ParticipationState::Left => ("project.participation_left", Visibility::Public),
    };
    log(tx, project, event, vec!["participations"], level);
}

/// Tells the people of one side that the participation in `row` came to `state`: those who may decide on what is proposed,
/// the administrators of the rest.
pub(super) async fn tell(
    tx: &mut Tx<'_>,
    (project, structure): (&Facts, Uuid),
    side: ParticipationSide,
    state: ParticipationState,
    row: (Uuid, i32),
) -> Result<()> {
    let topic = match state {
        ParticipationState::Proposed => NotificationTopic::ParticipationProposed,
        ParticipationState::Accepted => NotificationTopic::ParticipationAccepted,
        ParticipationState::Declined => NotificationTopic::ParticipationDeclined,
        ParticipationState::Left => NotificationTopic::ParticipationEnded,
    };
    let theirs = match side {
        ParticipationSide::Project => project.owner,
        ParticipationSide::Structure => Some(structure),
    };
    let to = match state {
        ParticipationState::Proposed => To::Editors(theirs.as_slice()),
        _ => To::Administrators(theirs.as_slice()),
    };
    notification::tell(tx, &Notice::about(project, topic, row), to).await
}

/// Notes that another structure bears `project` from now on.
pub(super) fn note_hand_over(tx: &mut Tx<'_>, project: &Facts) {
    log(tx, project, "project.lead_handed_over", vec!["lead", "participations"], Visibility::Public);
}

fn log(tx: &mut Tx<'_>, project: &Facts, event: &'static str, fields: Vec<&'static str>, level: Visibility) {
    let level = Some(level.under(project.effective).standing(project.withheld || project.archived));
    tx.note(Entry { changed_fields: fields, before: level, after: level, ..Entry::of(project, event) });
}
