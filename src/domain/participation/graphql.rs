//! How participations read.

use async_graphql::InputType;

use super::model::{ParticipationRole, ParticipationSide, ParticipationState};
use crate::domain::project::Project;
use crate::domain::structure::Structure;
use crate::gql::plan::{FilterSql, KeyType, Noun, TypeBuilder};
use crate::gql::scalar::{Date, DateTime};

/// A participation.
pub struct Participation;

/// Seen by who sees both its sides; one that is not in force, only by the structure's members, the members of the
/// project's owner and those who may change the project.
const GUARD: &str = "(t.state = 'ACCEPTED'{beyond_public} or {member_of:t.structure_id} \
    or exists (select 1 from record rp where rp.id = t.project_id and ({member_of:rp.owner_id} or {edit:rp})){end})";

impl Noun for Participation {
    const NAME: &'static str = "Participation";

    fn declare(t: &mut TypeBuilder) {
        t.rows(
            "participation",
            "participation",
            GUARD,
            "That a structure takes part in a project, in a role.",
        );
        t.belongs_to("t.structure_id", "t.structure_level");
        t.belongs_to("t.project_id", "(select pl.level from project pl where pl.id = t.project_id)");
        t.one::<Project>("project", "t.project_id", "The project.");
        let held = &[("t.name", "t.structure_name"), ("t.kind", "t.structure_kind")];
        t.one_held::<Structure>("structure", "t.structure_id", held, "The structure.");
        t.field::<ParticipationRole>("role", "t.role", "What the structure does in it.");
        t.field::<ParticipationState>("state", "t.state", "Where it stands.");
        t.field::<ParticipationSide>(
            "proposedBy",
            "t.proposed_by",
            "Which side proposed it: the other one decides.",
        );
        t.field::<Option<Date>>("since", "t.since", "Its first day.");
        t.field::<Option<Date>>("until", "t.until", "Its last day.");
        t.field::<DateTime>("createdAt", "t.created_at", "When it was made.");
        t.field::<i32>("version", "t.version", "Grows by one with each change.");
        t.filter(
            "role",
            <Option<Vec<ParticipationRole>>>::create_type_info,
            FilterSql::OneOf("t.role"),
            "It is in one of these roles.",
        );
        t.filter(
            "state",
            <Option<Vec<ParticipationState>>>::create_type_info,
            FilterSql::OneOf("t.state"),
            "It stands in one of these states.",
        );
        t.order("CREATED_AT", KeyType::Time, "t.created_at", "By the moment it was made.");
    }
}
