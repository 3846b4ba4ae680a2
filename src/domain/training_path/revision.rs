//! The revisions of training paths: what each said when it was published.

use async_graphql::InputType;

use super::graphql::content;
use super::model::Modality;
use super::{PathStage, TrainingPath};
use crate::domain::member::Member;
use crate::gql::plan::{FilterSql, KeyType, Link, Noun, TypeBuilder};
use crate::gql::scalar::DateTime;

/// A revision of a training path.
pub struct PathRevision;

impl Noun for PathRevision {
    const NAME: &'static str = "PathRevision";

    fn declare(t: &mut TypeBuilder) {
        t.rows(
            "path_revision",
            "pathrevision",
            "1 = 1",
            "What a training path said when it was published, and what it taught. It never changes.",
        );
        t.belongs_to("t.path_id", "(select pl.level from training_path pl where pl.id = t.path_id)");
        t.field::<i32>("number", "t.number", "Its place among the revisions of the path, from 1.");
        t.field::<DateTime>("publishedAt", "t.published_at", "When it was published.");
        t.one::<Member>("publishedBy", "t.published_by", "The person who published it; null for a program.");
        t.one::<TrainingPath>("path", "t.path_id", "The path.");
        content(t);
        t.field::<Modality>("modality", "t.modality", "Where it was taken.");
        t.field::<i32>(
            "totalMinutes",
            "(select cast(coalesce(sum(m.minutes), 0) as integer) from path_module m where m.revision_id = t.id)",
            "How long all its modules took together, in minutes.",
        );
        t.list::<PathStage>("stages", Link::By("t.revision_id"), "Its stages, in their order.");
        t.filter(
            "number",
            <Option<i32>>::create_type_info,
            FilterSql::Custom(|number, sql, _| {
                sql.push("t.number = ").bind(number.as_i64().unwrap_or_default());
                Ok(())
            }),
            "It has this number.",
        );
        t.order("NUMBER", KeyType::Int, "t.number", "By its number.");
    }
}
