//! Projects and programmes in files. Where the work stands is for people to say: a file says the phase of a project
//! when it is made, and nothing of it afterwards. Which structure leads it is said then too.

use super::contrary::{Contrary, out_of_order};
use super::field::{owner, visibility};
use super::{Field, Noun, Rules};
use crate::{
    access::Visibility,
    domain::project::{ProjectKind, ProjectPhase, ProjectStatus},
    exchange::form::Form,
    kernel::kind::Kind,
};

/// The structure that leads a project, or was asked to.
const LEAD: &str = "(select pa.structure_id from participation pa where pa.project_id = t.id and pa.role = 'LEAD' \
    and pa.state in ('ACCEPTED', 'PROPOSED') order by pa.state limit 1)";

pub(super) static PROJECT: Noun = Noun {
    kind: Kind::Project,
    table: "project",
    titled: "title",
    events: ["project.created", "project.updated"],
    level: Visibility::Team,
    withheld: false,
    owned: true,
    fields: &[
        owner(),
        visibility(),
        Field::new("title", Form::Title(300)).required().at("title"),
        Field::new("kind", Form::Code(codes!(ProjectKind))).at("kind").at_making().first_code("PROJECT"),
        Field::new("code", Form::Line(1, 40)).at("code"),
        Field::new("lead", Form::Record(Kind::Structure)).from(LEAD).at_making(),
        Field::new("summary", Form::Prose(5_000)).at("summary"),
        Field::new("description", Form::Prose(20_000)).at("description"),
        Field::new("phase", Form::Code(codes!(ProjectPhase))).at("phase").at_making().first_code("IDEA"),
        Field::new("startsOn", Form::Day).at("starts_on"),
        Field::new("endsOn", Form::Day).at("ends_on"),
        Field::new("budget", Form::Euros).at("budget"),
        Field::new("status", Form::Code(codes!(ProjectStatus)))
            .at("status")
            .never_said()
            .first_code("NOT_STARTED"),
    ],
    numbers: &[],
    in_use: |_| true,
    rules: Rules {
        contradiction: |after| out_of_order(after, &[("startsOn", "endsOn", Contrary::Days)]),
        ..Rules::NONE
    },
};
