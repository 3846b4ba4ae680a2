//! How notes read.

use async_graphql::{ID, InputType};

use super::model::NoteKind;
use crate::domain::action::Action;
use crate::domain::funding_source::FundingSource;
use crate::domain::member::Member;
use crate::domain::project::Project;
use crate::domain::record;
use crate::domain::resource::TeachingResource;
use crate::domain::structure::Structure;
use crate::domain::training_path::TrainingPath;
use crate::gql::plan::{FacetValues, FilterSql, KeyType, Link, Noun, TypeBuilder};
use crate::gql::scalar::{Date, DateRange};
use crate::gql::text::{TEXT, Text};
use crate::kernel::kind::Kind;
use crate::store::search::{SearchText, Searched, Weight};

/// A note.
pub struct Note;

/// What notes are found by.
pub const SEARCHED: Searched =
    Searched { table: "note", texts: &[SearchText::localised("body", "t.body", Weight::Summary)] };

impl Noun for Note {
    const NAME: &'static str = "Note";

    fn declare(t: &mut TypeBuilder) {
        t.record(
            Kind::Note,
            "note",
            "What is told of a record as it goes on; seen by who sees that record, and is among those whom the note is for.",
        );
        t.belongs_to(
            "t.record_id",
            "(select ro.effective_visibility from record ro where ro.id = t.record_id)",
        );
        // The first order is the one that a list has when none is asked for.
        t.order("DATED_ON", KeyType::Date, "t.dated_on", "By the day that it tells of.");
        record::declare(t);
        t.field::<NoteKind>("kind", "t.kind", "What it tells.");
        t.field::<Date>("datedOn", "t.dated_on", "The day that it tells of.");
        t.embedded::<Text>(TEXT, "body", "t.body", "Its words.");
        t.one::<Member>("author", "r.created_by", "The person who wrote it; null for a program.");
        told_of(t);
        lists(t);
    }
}

/// The record that it tells of, when it is of this kind: the key of a reference names a row of its own type.
macro_rules! told_of {
    ($kind:literal) => {
        concat!("(select ro.id from record ro where ro.id = t.record_id and ro.kind = '", $kind, "')")
    };
}

fn told_of(t: &mut TypeBuilder) {
    t.one::<Structure>("structure", told_of!("STRUCTURE"), "The structure that it tells of, if it is one.");
    t.one::<Project>("project", told_of!("PROJECT"), "The project that it tells of, if it is one.");
    t.one::<Action>("action", told_of!("ACTION"), "The action that it tells of, if it is one.");
    t.one::<FundingSource>(
        "fundingSource",
        told_of!("FUNDING_SOURCE"),
        "The funding source that it tells of, if it is one.",
    );
    t.one::<TeachingResource>(
        "resource",
        told_of!("RESOURCE"),
        "The teaching resource that it tells of, if it is one.",
    );
    t.one::<TrainingPath>(
        "trainingPath",
        told_of!("TRAINING_PATH"),
        "The training path that it tells of, if it is one.",
    );
}

fn lists(t: &mut TypeBuilder) {
    t.facet("KIND", FacetValues::Code("t.kind"), "By what they tell.");
    t.filter(
        "kind",
        <Option<Vec<NoteKind>>>::create_type_info,
        FilterSql::OneOf("t.kind"),
        "It tells one of these.",
    );
    t.filter(
        "record",
        <Option<Vec<ID>>>::create_type_info,
        FilterSql::OneOfIds("t.record_id"),
        "It tells of one of these records.",
    );
    t.filter(
        "datedOn",
        <Option<DateRange>>::create_type_info,
        FilterSql::Between("t.dated_on", KeyType::Date),
        "Its day lies between these.",
    );
    t.single("note", "One note, by its identifier; null when there is none, or none that you may see.");
    t.plural("notes", "Notes.");
}

/// Declares the notes of a record.
pub(crate) fn list(t: &mut TypeBuilder) {
    t.connection::<Note>("notes", Link::By("t.record_id"), "What is told of it as it goes on.");
}
