//! What making and changing an action have in common: the details that a caller gives, and the records that they name.

use async_graphql::{ID, InputObject, MaybeUndefined};
use uuid::Uuid;

use super::content::Details;
use super::model::ActionPriority;
use crate::domain::notification::{self, Notice, NotificationTopic, To};
use crate::domain::record::{self, Checks};
use crate::gql::scalar::Date;
use crate::gql::text::TextInput;
use crate::kernel::error::Result;
use crate::kernel::kind::Kind;
use crate::kernel::text::Text;
use crate::store::Tx;

/// What making and changing an action have in common. Absent leaves a field as it is, null empties it.
#[derive(Clone, Debug, InputObject)]
pub struct ActionDetailsInput {
    /// What has to be done, at most 20 000 characters.
    pub description: MaybeUndefined<TextInput>,
    /// What its project calls it, at most 40 characters.
    pub code: MaybeUndefined<String>,
    /// How much it matters.
    pub priority: MaybeUndefined<ActionPriority>,
    /// Its first day.
    pub starts_on: MaybeUndefined<Date>,
    /// The day by which it should be done.
    pub due_on: MaybeUndefined<Date>,
    /// The structure that sees to it.
    pub pilot_structure: MaybeUndefined<ID>,
    /// The person who sees to it.
    pub pilot_member: MaybeUndefined<ID>,
}

impl ActionDetailsInput {
    /// What an action says after this. The pilots that it names stay to be found.
    pub(super) fn check(&self, checks: &mut Checks, before: Details) -> Details {
        let given = self.clone();
        let description = |given| checks.text("input.description", Some(given), 20_000);
        let description = record::over(before.description, given.description, description);
        let code = |given: String| checks.line("input.code", Some(&given), 40);
        let code = record::over(before.code, given.code, code);
        let priority = record::over(before.priority, given.priority, Some);
        let starts_on = record::over(before.starts_on, given.starts_on, Some);
        let due_on = record::over(before.due_on, given.due_on, Some);
        let said = if self.due_on.is_undefined() { "input.startsOn" } else { "input.dueOn" };
        checks.in_order(said, starts_on, due_on);
        Details { description, code, priority, starts_on, due_on, ..before }
    }

    /// Finds the structure and the person who see to it: ones that the caller reads.
    pub(super) async fn find_pilots(&self, tx: &Tx<'_>, details: &mut Details) -> Result<()> {
        let (structure, member) = (details.pilot_structure, details.pilot_member);
        details.pilot_structure =
            record::over_seen(tx, structure, &self.pilot_structure, Kind::Structure, "input.pilotStructure")
                .await?;
        details.pilot_member =
            record::over_seen(tx, member, &self.pilot_member, Kind::Member, "input.pilotMember").await?;
        Ok(())
    }
}

/// Tells the person who is to see to an action from this version on.
pub(super) async fn tell_pilot(
    tx: &mut Tx<'_>,
    action: Uuid,
    version: i32,
    pilot: Option<Uuid>,
) -> Result<()> {
    let Some(pilot) = pilot else { return Ok(()) };
    let topic = NotificationTopic::ActionAssigned;
    let assigned = Notice::of_record((Kind::Action, action), topic, (action, version));
    notification::tell(tx, &assigned, To::Member(pilot)).await
}

/// The title of an action.
pub(super) fn title(checks: &mut Checks, given: TextInput) -> Option<Text> {
    checks.text("input.title", Some(given), 200)
}
