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

impl Noun for ProjectMember {
    const NAME: &'static str = "ProjectMember";

    fn declare(t: &mut TypeBuilder) {
        t.rows("project_member", "projectmember", "1 = 1", "That a person is in a project, in a role.");
        t.belongs_to("t.member_id", "(select ml.level from member ml where ml.id = t.member_id)");
        t.belongs_to("t.project_id", "(select pl.level from project pl where pl.id = t.project_id)");
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
