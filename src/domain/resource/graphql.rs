//! How teaching resources read.

use async_graphql::InputType;

use super::model::{
    Difficulty, EducationalLevel, ResourceAudience, ResourceFormat, ResourceStatus, ResourceType,
};
use super::{Licence, ResourceContribution, ResourceLink, ResourceRelation};
use crate::domain::file;
use crate::domain::note;
use crate::domain::record;
use crate::domain::term::{self, TermScheme};
use crate::domain::training_path::TrainingPath;
use crate::gql::plan::{FacetValues, FilterSql, KeyType, Link, Noun, TypeBuilder};
use crate::gql::scalar::Date;
use crate::gql::text::{TEXT, Text};
use crate::kernel::kind::Kind;
use crate::store::search::{SearchText, Searched, Weight};

/// A teaching resource.
pub struct TeachingResource;

/// What resources are found by.
pub const SEARCHED: Searched = Searched {
    table: "teaching_resource",
    texts: &[
        SearchText::localised("title", "t.title", Weight::Title),
        SearchText::localised("description", "t.description", Weight::Body),
        SearchText::words("themes", TermScheme::Theme.as_str()),
        SearchText::words("skills", TermScheme::Skill.as_str()),
    ],
};

impl Noun for TeachingResource {
    const NAME: &'static str = "TeachingResource";

    fn declare(t: &mut TypeBuilder) {
        t.record(
            Kind::Resource,
            "teaching_resource",
            "Something to teach or to learn with (LOM). Until it is published, and once it is withdrawn, only those who may change it read it.",
        );
        record::declare(t);
        file::list(t);
        note::list(t);
        t.embedded::<Text>(TEXT, "title", "t.title", "Its title.");
        t.embedded::<Option<Text>>(TEXT, "description", "t.description", "What it is, and how to use it.");
        t.field::<Vec<String>>("languages", "t.languages", "Its languages (ISO 639): `fr`, `ca`.");
        t.field::<Option<String>>("url", "t.url", "The page that presents it.");
        status(t);
        learning(t);
        rights(t);
        t.list::<ResourceLink>("links", Link::By("t.resource_id"), "Where it is found.");
        t.list::<ResourceContribution>(
            "contributions",
            Link::By("t.resource_id"),
            "Who made it what it is: those whom you may see.",
        );
        term::list(t, TermScheme::Theme, "themes", "What it is about.");
        term::list(t, TermScheme::Skill, "skills", "What one learns to do by it.");
        t.connection::<ResourceRelation>(
            "relations",
            Link::By("t.from_id"),
            "What it is to other resources.",
        );
        t.connection::<ResourceRelation>(
            "relatedFrom",
            Link::By("t.to_id"),
            "What other resources are to it.",
        );
        t.connection::<TrainingPath>(
            "usedInPaths",
            Link::Among(
                "t.id in (select l.path_id from path_module l where l.revision_id is null and l.resource_id = ",
            ),
            "The training paths in which one works with it.",
        );
        filters(t);
        roots(t);
    }
}

fn status(t: &mut TypeBuilder) {
    t.field::<ResourceStatus>("status", "t.status", "Where it stands on its way to its readers.");
    record::transitions::<ResourceStatus>(t);
    t.field::<Option<Date>>("publishedOn", "t.published_on", "The day when it was first published.");
}

fn learning(t: &mut TypeBuilder) {
    t.field::<Vec<ResourceType>>("resourceTypes", "t.resource_types", "What it is to those who learn.");
    t.field::<Vec<ResourceAudience>>("audiences", "t.audiences", "Who is meant to use it.");
    t.field::<Vec<EducationalLevel>>(
        "educationalLevels",
        "t.educational_levels",
        "Where in the course of learning it stands.",
    );
    t.inline::<AgeRange>(
        "ageRange",
        Some("t.min_age is not null or t.max_age is not null"),
        "The ages that it is made for; null when it is for any.",
    );
    t.field::<Option<Difficulty>>("difficulty", "t.difficulty", "How hard it is for those.");
    t.field::<Option<i32>>("learningMinutes", "t.learning_minutes", "How long it takes, in minutes.");
    t.field::<Option<ResourceFormat>>("format", "t.format", "What it is made of, for the most part.");
}

fn rights(t: &mut TypeBuilder) {
    t.field::<Option<Licence>>("licence", "t.licence", "What others may do with it; null while nobody said.");
    t.field::<Option<String>>("copyrightNote", "t.copyright_note", "What its owners ask for beside.");
    t.field::<bool>("free", "t.free", "Whether it can be had without paying.");
}

fn filters(t: &mut TypeBuilder) {
    t.facet(
        "RESOURCE_TYPE",
        FacetValues::Codes("t.resource_types"),
        "By what they are to those who learn; one may count in several.",
    );
    t.facet(
        "AUDIENCE",
        FacetValues::Codes("t.audiences"),
        "By who is meant to use them; one may count in several.",
    );
    t.facet("LANGUAGE", FacetValues::Codes("t.languages"), "By their languages; one may count in several.");
    t.facet("LICENCE", FacetValues::Code("t.licence"), "By what others may do with them.");
    t.facet("THEME", FacetValues::Terms("THEME"), "By what they are about; one may count in several.");
    t.facet("SKILL", FacetValues::Terms("SKILL"), "By what one learns to do; one may count in several.");
    t.filter(
        "age",
        <Option<i32>>::create_type_info,
        FilterSql::Custom(|value, sql, _| {
            let age = value.as_i64().unwrap_or_default();
            sql.push("(coalesce(t.min_age, 0) <= ").bind(age);
            sql.push(" and (t.max_age is null or t.max_age >= ").bind(age).push("))");
            Ok(())
        }),
        "It is made for this age, or for any.",
    );
    t.filter(
        "maxMinutes",
        <Option<i32>>::create_type_info,
        FilterSql::Custom(|value, sql, _| {
            sql.push("coalesce(t.learning_minutes <= ").bind(value.as_i64().unwrap_or_default());
            sql.push(", 1 = 0)");
            Ok(())
        }),
        "It says how long it takes, and that is at most so many minutes.",
    );
    t.filter(
        "languages",
        <Option<Vec<String>>>::create_type_info,
        FilterSql::AnyOf("t.languages"),
        "It is in one of these languages.",
    );
    t.filter(
        "licence",
        <Option<Vec<Licence>>>::create_type_info,
        FilterSql::OneOf("t.licence"),
        "It has one of these licences.",
    );
    t.filter(
        "resourceTypes",
        <Option<Vec<ResourceType>>>::create_type_info,
        FilterSql::AnyOf("t.resource_types"),
        "It is one of these to those who learn.",
    );
    t.filter(
        "status",
        <Option<Vec<ResourceStatus>>>::create_type_info,
        FilterSql::OneOf("t.status"),
        "It stands in one of these states.",
    );
    t.order(
        "MINUTES",
        KeyType::Int,
        "coalesce(t.learning_minutes, 2147483647)",
        "By how long it takes; those that do not say come last.",
    );
}

fn roots(t: &mut TypeBuilder) {
    t.single(
        "resource",
        "One teaching resource, by identifier or slug; null when there is none, or none that you may see.",
    );
    record::by_slug(t);
    t.plural("resources", "Teaching resources.");
}

/// The ages that a resource is made for.
struct AgeRange;

impl Noun for AgeRange {
    const NAME: &'static str = "AgeRange";

    fn declare(t: &mut TypeBuilder) {
        t.part("The ages that something is made for, in years, both counted.");
        t.field::<Option<i32>>("min", "t.min_age", "The least; any when null.");
        t.field::<Option<i32>>("max", "t.max_age", "The greatest; any when null.");
    }
}
