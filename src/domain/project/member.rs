//! The people of a project.

use async_graphql::InputType;

use super::Project;
use super::model::ProjectMemberRole;
use crate::domain::member::Member;
use crate::domain::structure::Structure;
use crate::gql::plan::{FilterSql, KeyType, Noun, TypeBuilder};
use crate::gql::scalar::Date;

/// A person in a project.
pub struct ProjectMember;

/// Seen by who sees both the person and the project.
const GUARD: &str = "exists (select 1 from record rm where rm.id = t.member_id and rm.deleted_at is null and {visible:rm}) \
    and exists (select 1 from record rp where rp.id = t.project_id and rp.deleted_at is null and {visible:rp})";

impl Noun for ProjectMember {
    const NAME: &'static str = "ProjectMember";

    fn declare(t: &mut TypeBuilder) {
        t.rows("project_member", "projectmember", GUARD, "That a person is in a project, in a role.");
        t.one::<Project>("project", "t.project_id", "The project.");
        t.one::<Member>("member", "t.member_id", "The person.");
        t.one::<Structure>("structure", "t.structure_id", "The structure for which the person is there.");
        t.field::<ProjectMemberRole>("role", "t.role", "What the person does in it.");
        t.field::<Option<Date>>("since", "t.since", "The first day.");
        t.filter(
            "role",
            <Option<Vec<ProjectMemberRole>>>::create_type_info,
            FilterSql::OneOf("t.role"),
            "The person is in one of these roles.",
        );
        t.order(
            "NAME",
            KeyType::Text,
            "(select rn.sort_name from record rn where rn.id = t.member_id)",
            "By the person's name.",
        );
    }
}
