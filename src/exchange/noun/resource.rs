//! Teaching resources in files. What a file tells is a draft: somebody reads it before others do.

use super::contrary::{Contrary, out_of_order};
use super::field::{owner, terms, visibility};
use super::{Field, Noun, Rows, Rules};
use crate::{
    access::Visibility,
    domain::resource::{
        Difficulty, EducationalLevel, Licence, ResourceAudience, ResourceFormat, ResourceStatus, ResourceType,
    },
    exchange::form::Form,
    kernel::kind::Kind,
};

pub(super) static RESOURCE: Noun = Noun {
    kind: Kind::Resource,
    table: "teaching_resource",
    titled: "title",
    events: ["resource.created", "resource.updated"],
    level: Visibility::Network,
    withheld: true,
    owned: true,
    fields: &[
        owner(),
        visibility(),
        Field::new("title", Form::Title(300)).required().at("title"),
        Field::new("description", Form::Prose(20_000)).at("description"),
        Field::new("languages", Form::Languages).at("languages").first_empty_list(),
        Field::new("url", Form::Web).at("url"),
        Field::new("resourceTypes", Form::Codes(codes!(ResourceType)))
            .at("resource_types")
            .first_empty_list(),
        Field::new("audiences", Form::Codes(codes!(ResourceAudience))).at("audiences").first_empty_list(),
        Field::new("educationalLevels", Form::Codes(codes!(EducationalLevel)))
            .at("educational_levels")
            .first_empty_list(),
        Field::new("minAge", Form::Whole(0, 120)).at("min_age").api("ageRange"),
        Field::new("maxAge", Form::Whole(0, 120)).at("max_age").api("ageRange"),
        Field::new("difficulty", Form::Code(codes!(Difficulty))).at("difficulty"),
        Field::new("learningMinutes", Form::Whole(1, 1_000_000)).at("learning_minutes"),
        Field::new("format", Form::Code(codes!(ResourceFormat))).at("format"),
        Field::new("licence", Form::Code(|| Licence::KNOWN.to_vec())).at("licence"),
        Field::new("copyrightNote", Form::Line(1, 1_000)).at("copyright_note"),
        Field::new("free", Form::Flag).at("free").first_flag(true),
        Field::new("publishedOn", Form::Day).at("published_on"),
        Field::new("links", Form::WebList).rows(Rows {
            table: "resource_link",
            own: "resource_id",
            value: "url",
            fixed: None,
        }),
        Field::new("publishers", Form::LineList(200)).api("contributions").rows(Rows {
            table: "resource_contribution",
            own: "resource_id",
            value: "name",
            fixed: Some(("role", "PUBLISHER")),
        }),
        terms!("themes", Theme, "THEME"),
        terms!("skills", Skill, "SKILL"),
        Field::new("status", Form::Code(codes!(ResourceStatus)))
            .at("status")
            .never_said()
            .first_code("DRAFT"),
    ],
    numbers: &[],
    in_use: |_| true,
    rules: Rules {
        contradiction: |after| out_of_order(after, &[("minAge", "maxAge", Contrary::Bounds)]),
        ..Rules::NONE
    },
};
