//! How actions read.

use async_graphql::InputType;

use super::model::{ActionPriority, ActionStatus, ProgressMode};
use super::step::ActionStep;
use crate::domain::file;
use crate::domain::member::Member;
use crate::domain::note;
use crate::domain::project::Project;
use crate::domain::record;
use crate::domain::structure::Structure;
use crate::gql::plan::{FacetValues, FilterSql, KeyType, Link, Noun, TypeBuilder};
use crate::gql::scalar::{Date, DateRange};
use crate::gql::text::{TEXT, Text};
use crate::kernel::kind::Kind;
use crate::store::search::{SearchText, Searched, Weight};

/// An action.
pub struct Action;

/// What actions are found by.
pub const SEARCHED: Searched = Searched {
    table: "action",
    texts: &[
        SearchText::localised("title", "t.title", Weight::Title),
        SearchText::plain("code", "t.code", Weight::Keyword),
        SearchText::localised("description", "t.description", Weight::Body),
    ],
};

impl Noun for Action {
    const NAME: &'static str = "Action";

    fn declare(t: &mut TypeBuilder) {
        t.record(Kind::Action, "action", "A piece of work in a project.");
        // The first order is the one that a list has when none is asked for.
        t.order("POSITION", KeyType::Int, "t.position", "By its place in its project.");
        record::declare(t);
        file::list(t);
        note::list(t);
        t.field::<Option<String>>("code", "t.code", "What its project calls it.");
        t.embedded::<Text>(TEXT, "title", "t.title", "Its title.");
        t.embedded::<Option<Text>>(TEXT, "description", "t.description", "What has to be done.");
        t.field::<Option<ActionPriority>>("priority", "t.priority", "How much it matters.");
        t.field::<i32>("position", "t.position", "Its place in its project.");
        t.field::<Option<Date>>("startsOn", "t.starts_on", "Its first day.");
        t.field::<Option<Date>>("dueOn", "t.due_on", "The day by which it should be done.");
        t.field::<Option<Date>>("doneOn", "t.done_on", "The day on which it was done.");
        status(t);
        t.one::<Project>("project", "t.project_id", "The project that it belongs to.");
        t.one::<Self>("parent", "t.parent_id", "The action that it is part of.");
        t.connection::<Self>("children", Link::By("t.parent_id"), "The actions that are part of it.");
        t.one::<Structure>("pilotStructure", "t.pilot_structure_id", "The structure that sees to it.");
        t.one::<Member>("pilotMember", "t.pilot_member_id", "The person who sees to it.");
        t.list::<ActionStep>("steps", Link::By("t.action_id"), "Its steps, in their order.");
        lists(t);
    }
}

fn status(t: &mut TypeBuilder) {
    t.field::<ActionStatus>("status", "t.status", "Where it stands.");
    t.field::<Option<String>>("statusReason", "t.status_reason", "Why it stands there.");
    record::transitions::<ActionStatus>(t);
    t.field::<bool>(
        "isLate",
        late!("t"),
        "Its due day is past (Europe/Paris), and it is neither DONE nor ABANDONED.",
    );
    t.field::<i32>("progressPct", "t.progress_pct", "How far it has come, in per cent.");
    t.field::<ProgressMode>("progressMode", "t.progress_mode", "Where its progress comes from.");
}

fn lists(t: &mut TypeBuilder) {
    t.order(
        "DUE_ON",
        KeyType::Date,
        "coalesce(t.due_on, '9999-12-31')",
        "By due day; those without one last.",
    );
    t.facet("STATUS", FacetValues::Code("t.status"), "By where they stand.");
    t.facet("PRIORITY", FacetValues::Code("t.priority"), "By how pressing they are.");
    t.filter(
        "status",
        <Option<Vec<ActionStatus>>>::create_type_info,
        FilterSql::OneOf("t.status"),
        "It stands in one of these states.",
    );
    t.filter(
        "isLate",
        <Option<bool>>::create_type_info,
        FilterSql::Flag(late!("t")),
        "It is late, or it is not.",
    );
    t.filter(
        "pilotStructure",
        <Option<Vec<async_graphql::ID>>>::create_type_info,
        FilterSql::Linked {
            row: "t.pilot_structure_id",
            link: "rs.id",
            from: "record rs where rs.deleted_at is null and {visible:rs}",
            id: "rs.id",
        },
        "One of these structures sees to it.",
    );
    t.filter(
        "dueOn",
        <Option<DateRange>>::create_type_info,
        FilterSql::Between("t.due_on", KeyType::Date),
        "It is due between these days.",
    );
    t.single("action", "One action, by its identifier; null when there is none, or none that you may see.");
    t.plural("actions", "Actions.");
}
