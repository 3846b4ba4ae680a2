//! The fields that every record has.

use async_graphql::{Enum, ID, InputType};

use super::{State, StatusChange};
use crate::access;
use crate::cell;
use crate::domain::provenance;
use crate::domain::share::Share;
use crate::domain::structure::Structure;
use crate::gql::plan::cell::{FieldType, write_plain};
use crate::gql::plan::{FilterSql, KeyType, Link, Noun, TypeBuilder};
use crate::gql::scalar::DateTime;

/// Who may read a record. Each level's readers are among those of the level before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "access::Visibility")]
pub enum Visibility {
    /// Everyone.
    Public,
    /// Members of a structure of an active partner.
    Network,
    /// The team, and those named in a share.
    Shared,
    /// Members of the owner structure; under a project also its members and its structures, observers apart.
    Team,
    /// The creator, and the administrators of the owner structure.
    Private,
}

cell!(Visibility, std::borrow::Cow<'_, str>, |value, out| write_plain(&value, out));

coded! {
    /// Why the viewer may not do something.
    pub enum DenialReason {
        /// Nobody is signed in.
        SignIn = "SIGN_IN",
        /// Only editors of the owner structure, pilots of its project and those it is shared with for editing may.
        NotEditor = "NOT_EDITOR",
        /// It is archived: it has to be restored first.
        Archived = "ARCHIVED",
    }
}

/// Whether the viewer may do something, and why not.
struct Permission;

impl Noun for Permission {
    const NAME: &'static str = "Permission";

    fn declare(t: &mut TypeBuilder) {
        t.part("Whether the viewer may do something, and why not.");
        t.field::<bool>("allowed", "({edit:r} and r.archived_at is null)", "Whether it may.");
        t.field::<Option<DenialReason>>(
            "reason",
            "case when {edit:r} then case when r.archived_at is not null then 'ARCHIVED' end \
                when {anonymous} then 'SIGN_IN' else 'NOT_EDITOR' end",
            "Why not.",
        );
    }
}

/// What the viewer may do with a record.
struct RecordViewer;

impl Noun for RecordViewer {
    const NAME: &'static str = "RecordViewer";

    fn declare(t: &mut TypeBuilder) {
        t.part("What the viewer may do with a record.");
        t.inline::<Permission>("edit", None, "To change it.");
    }
}

/// Declares the version of rows that are no records and are changed as records are.
pub fn version(t: &mut TypeBuilder) {
    t.field::<i32>("version", "t.version", VERSION);
}

const VERSION: &str = "Grows by one with each change: name it in `expectedVersion` when you change it.";

/// Declares the states that may follow the one in `t.status`, and how it came there.
pub fn transitions<S: State>(t: &mut TypeBuilder)
where
    Vec<S>: FieldType,
{
    t.computed::<Vec<S>>(
        "allowedTransitions",
        &["t.status"],
        |cells, _, out| {
            let status: String = cells.get(0)?;
            let next = S::of_code(&status).map_or(&[][..], S::next);
            let codes: Vec<&str> = next.iter().map(|state| state.code()).collect();
            // Writing into memory cannot fail.
            let _ = serde_json::to_writer(out, &codes);
            Ok(())
        },
        "The states that may follow.",
    );
    t.connection::<StatusChange>("statusHistory", Link::By("t.record_id"), "How its status changed.");
}

/// Declares that a single record is found by its slug.
pub fn by_slug(t: &mut TypeBuilder) {
    t.lookup(
        "slug",
        <Option<String>>::create_type_info,
        "r.slug",
        |slug| Ok(slug.to_owned()),
        "What stands for it in addresses of web pages.",
    );
}

/// Declares the fields, orders and filters that every record has. To be called first by the declaration of a record.
pub fn declare(t: &mut TypeBuilder) {
    t.field::<Option<String>>("slug", "r.slug", "What stands for it in addresses of web pages.");
    t.field::<i32>("version", "r.version", VERSION);
    t.field::<Visibility>(
        "visibility",
        "r.effective_visibility",
        "Who may read it, once what it belongs to is counted.",
    );
    t.field::<DateTime>("createdAt", "r.created_at", "When it was made.");
    t.field::<DateTime>("updatedAt", "r.updated_at", "When it last changed.");
    t.field::<Option<DateTime>>(
        "archivedAt",
        "r.archived_at",
        "Since when it is out of use, by itself or with what it belongs to; only those who may change it see it then.",
    );
    t.one::<Structure>("owner", "r.owner_id", "The structure it belongs to.");
    t.inline::<RecordViewer>("viewer", None, "What the viewer may do with it.");
    t.connection::<Share>(
        "shares",
        Link::By("t.record_id"),
        "Who else may read or change it; seen by those who may say so.",
    );
    provenance::declare(t);
    t.order("NAME", KeyType::Text, "t.sort_name", "By name or French title, whatever its accents and case.");
    t.order("CREATED_AT", KeyType::Time, "r.created_at", "By the moment it was made.");
    t.order("UPDATED_AT", KeyType::Time, "r.updated_at", "By the moment it last changed.");
    t.filter("id", <Option<Vec<ID>>>::create_type_info, FilterSql::OneOfIds("t.id"), "It is one of these.");
    t.filter(
        "archived",
        <Option<bool>>::create_type_info,
        FilterSql::Flag("r.archived_at is not null"),
        "It is archived, or it is not; those who may change what is archived find both when nothing is said.",
    );
}
