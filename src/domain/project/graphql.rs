//! How projects read.

use async_graphql::InputType;

use super::member::ProjectMember;
use super::model::{ProjectKind, ProjectPhase, ProjectStatus};
use crate::domain::action::{Action, late};
use crate::domain::file;
use crate::domain::note;
use crate::domain::participation::Participation;
use crate::domain::record;
use crate::domain::structure::Structure;
use crate::gql::plan::{FacetValues, FilterSql, KeyType, Link, Noun, TypeBuilder};
use crate::gql::scalar::{Cents, Date};
use crate::gql::text::{TEXT, Text};
use crate::kernel::kind::Kind;
use crate::store::search::{SearchText, Searched, Weight};

/// A project.
pub struct Project;

/// What projects are found by.
pub const SEARCHED: Searched = Searched {
    table: "project",
    texts: &[
        SearchText::localised("title", "t.title", Weight::Title),
        SearchText::plain("code", "t.code", Weight::Keyword),
        SearchText::localised("summary", "t.summary", Weight::Summary),
        SearchText::localised("description", "t.description", Weight::Body),
    ],
};

/// The structure that bears the project.
const LEAD: &str = "(select pl.structure_id from participation pl where pl.project_id = t.id and pl.role = 'LEAD' and pl.state = 'ACCEPTED')";

/// The mean over the actions that the viewer sees, those that were given up or archived apart.
const PROGRESS: &str = "coalesce((select cast(round(avg(a.progress_pct)) as integer) from action a join record ra on ra.id = a.id \
    where a.project_id = t.id and a.status <> 'ABANDONED' and ra.deleted_at is null and ra.archived_at is null and {visible:ra}), 0)";

/// What is over is not late. How its actions stand is told by `actionStats`, not here.
const IS_LATE: &str = "(t.status not in ('COMPLETED', 'ABANDONED') and coalesce(t.ends_on < {today}, 1 = 0))";

impl Noun for Project {
    const NAME: &'static str = "Project";

    fn declare(t: &mut TypeBuilder) {
        t.record(
            Kind::Project,
            "project",
            "A programme or a project: what structures of the network do together.",
        );
        record::declare(t);
        file::list(t);
        note::list(t);
        t.field::<ProjectKind>("kind", "t.kind", "Whether it is a programme.");
        t.field::<Option<String>>("code", "t.code", "What its bearer calls it.");
        t.embedded::<Text>(TEXT, "title", "t.title", "Its title.");
        t.embedded::<Option<Text>>(TEXT, "summary", "t.summary", "What it is, in a few sentences.");
        t.embedded::<Option<Text>>(TEXT, "description", "t.description", "What it is, at length.");
        t.field::<Option<Date>>("startsOn", "t.starts_on", "Its first day.");
        t.field::<Option<Date>>("endsOn", "t.ends_on", "Its last day.");
        t.field::<Option<Cents>>("budget", "t.budget", "What it is expected to cost.");
        status(t);
        people(t);
        t.one::<Self>("programme", "t.programme_id", "The programme that it belongs to.");
        t.connection::<Self>("projects", Link::By("t.programme_id"), "The projects of the programme.");
        t.connection::<Action>("actions", Link::By("t.project_id"), "What has to be done.");
        t.tally::<ActionStats, Action>("actionStats", "t.project_id", "How its actions stand.");
        lists(t);
    }
}

fn status(t: &mut TypeBuilder) {
    t.field::<ProjectPhase>("phase", "t.phase", "How far it has come.");
    t.field::<ProjectStatus>("status", "t.status", "Where its work stands.");
    t.field::<Option<String>>("statusReason", "t.status_reason", "Why its work stands there.");
    record::transitions::<ProjectStatus>(t);
    t.field::<i32>(
        "progressPct",
        PROGRESS,
        "Mean progress of its actions that were not abandoned, in per cent; 0 when it has none.",
    );
    t.field::<bool>("isLate", IS_LATE, "Its last day is past, in Europe/Paris, and it is not over.");
}

fn people(t: &mut TypeBuilder) {
    t.one::<Structure>("lead", LEAD, "The structure that bears it.");
    t.connection::<Participation>(
        "participations",
        Link::By("t.project_id"),
        "The structures that take part in it.",
    );
    t.connection::<ProjectMember>("members", Link::By("t.project_id"), "The people in it.");
}

fn lists(t: &mut TypeBuilder) {
    t.order(
        "STARTS_ON",
        KeyType::Date,
        "coalesce(t.starts_on, '9999-12-31')",
        "By first day; those without one last.",
    );
    t.order(
        "ENDS_ON",
        KeyType::Date,
        "coalesce(t.ends_on, '9999-12-31')",
        "By last day; those without one last.",
    );
    t.facet("KIND", FacetValues::Code("t.kind"), "By what they are.");
    t.facet("STATUS", FacetValues::Code("t.status"), "By where their work stands.");
    t.facet("PHASE", FacetValues::Code("t.phase"), "By how far they have come.");
    t.filter(
        "kind",
        <Option<Vec<ProjectKind>>>::create_type_info,
        FilterSql::OneOf("t.kind"),
        "It is one of these.",
    );
    t.filter(
        "status",
        <Option<Vec<ProjectStatus>>>::create_type_info,
        FilterSql::OneOf("t.status"),
        "Its work stands in one of these states.",
    );
    t.filter(
        "phase",
        <Option<Vec<ProjectPhase>>>::create_type_info,
        FilterSql::OneOf("t.phase"),
        "It is in one of these phases.",
    );
    t.filter(
        "isLate",
        <Option<bool>>::create_type_info,
        FilterSql::Flag(IS_LATE),
        "It is late, or it is not.",
    );
    t.filter(
        "structure",
        <Option<Vec<async_graphql::ID>>>::create_type_info,
        FilterSql::Linked {
            row: "t.id",
            link: "pf.project_id",
            from: "participation pf join record rs on rs.id = pf.structure_id \
                where pf.state = 'ACCEPTED' and rs.deleted_at is null and {visible:rs}",
            id: "pf.structure_id",
        },
        "One of these structures takes part in it.",
    );
    t.single(
        "project",
        "One project, by identifier or slug; null when there is none, or none that you may see.",
    );
    record::by_slug(t);
    t.plural("projects", "Programmes and projects.");
}

/// How the actions of a project stand.
struct ActionStats;

/// How many of the actions that are not archived meet a condition. What everybody reads is not, so its record is not
/// looked at.
macro_rules! count {
    ($condition:expr) => {
        concat!(
            "cast(coalesce(sum(case when ",
            $condition,
            " and (t.level in ('PUBLIC', 'NETWORK') or (select ra.archived_at is null from record ra where ra.id = t.id)) \
                then 1 else 0 end), 0) as integer)"
        )
    };
}

impl Noun for ActionStats {
    const NAME: &'static str = "ActionStats";

    fn declare(t: &mut TypeBuilder) {
        t.part("How the actions of a project stand, counted over those that you may see and that are not archived.");
        t.field::<i32>("total", count!("1 = 1"), "All of them.");
        t.field::<i32>("done", count!("t.status = 'DONE'"), "Those that are done.");
        t.field::<i32>("late", count!(late!("t")), "Those that are late.");
        t.field::<i32>("blocked", count!("t.status = 'BLOCKED'"), "Those that are blocked.");
    }
}
