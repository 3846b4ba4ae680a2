//! What an operation read, as far as it tells which later changes may change its answer.
//!
//! It is read off the statements themselves, so that no declaration can forget it: a statement depends on every table
//! that it names. What the log says of a table's rows, it says of records of the kinds given here.

use std::collections::BTreeSet;

use uuid::Uuid;

use crate::kernel::kind::{Kind, Kinds};

/// How one learns that a table's rows changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    /// The log tells of records of these kinds.
    Of(&'static [Kind]),
    /// The log tells of the record on which the row hangs, whose own table the statement names too.
    WithItsRecord,
    /// It counts as sweeping ([`Tx::note_sweeping`](super::Tx::note_sweeping)).
    Sweeping,
    /// Nothing tells.
    Not,
}

use Told::{Not, Of, Sweeping, WithItsRecord};

/// Every table, in the order of the names.
const TABLES: &[(&str, Told)] = &[
    ("action", Of(&[Kind::Action])),
    ("action_step", Of(&[Kind::Action])),
    ("announcement", Not),
    ("api_client", Not),
    ("api_client_key", Not),
    ("api_client_structure", Not),
    ("audit_event", Not),
    ("data_source", Not),
    ("external_identity", Not),
    ("external_ref", Not),
    ("field_provenance", Not),
    ("file", WithItsRecord),
    ("funding_source", Of(&[Kind::FundingSource])),
    ("funding_source_territory", Of(&[Kind::FundingSource])),
    ("geo_point", WithItsRecord),
    ("idempotency", Not),
    ("identity_clash", Not),
    ("identity_provider", Not),
    ("import_fault", Not),
    ("import_job", Not),
    ("import_row", Not),
    ("invitation_link", Not),
    ("log_state", Not),
    ("logout_token_seen", Not),
    ("member", Of(&[Kind::Member])),
    ("membership", Of(&[Kind::Member, Kind::Structure])),
    ("module_prerequisite", Of(&[Kind::TrainingPath])),
    ("note", Of(&Kind::ALL)),
    ("notification", Not),
    ("outbox", Not),
    ("participation", Of(&[Kind::Project, Kind::Structure])),
    ("partner", Sweeping),
    ("path_module", Of(&[Kind::TrainingPath])),
    ("path_revision", Of(&[Kind::TrainingPath])),
    ("path_stage", Of(&[Kind::TrainingPath])),
    ("pending_sign_in", Not),
    ("project", Of(&[Kind::Project])),
    ("project_member", Of(&[Kind::Project, Kind::Member])),
    ("provider_domain", Not),
    ("provider_rule", Not),
    ("quality_label", Of(&[Kind::Structure])),
    ("record", WithItsRecord),
    ("record_term", WithItsRecord),
    ("resource_contribution", Of(&[Kind::Resource])),
    ("resource_link", Of(&[Kind::Resource])),
    ("resource_relation", Of(&[Kind::Resource])),
    ("search_word", WithItsRecord),
    ("session", Not),
    ("share", Of(&Kind::ALL)),
    ("sign_in_link", Not),
    ("status_change", WithItsRecord),
    ("structure", Of(&[Kind::Structure])),
    ("structure_action_territory", Of(&[Kind::Structure])),
    ("structure_merge", Not),
    ("structure_merge_move", Not),
    ("structure_place", Of(&[Kind::Structure])),
    ("subgraph", Not),
    ("sweeping_change", Not),
    ("teaching_resource", Of(&[Kind::Resource])),
    ("term", Sweeping),
    ("territory", Sweeping),
    ("territory_within", Sweeping),
    ("training_path", Of(&[Kind::TrainingPath])),
    ("upload", Not),
];

/// The names of the tables that this knows.
#[must_use]
pub fn known_tables() -> Vec<&'static str> {
    TABLES.iter().map(|(name, _)| *name).collect()
}

/// What was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reads {
    /// Kinds of which any change may change the answer.
    pub kinds: Kinds,
    /// Records of which it is known by their identifier that they were read.
    pub records: BTreeSet<Uuid>,
    /// Whether nothing tells of changes of some of it.
    pub untold: bool,
}

impl Reads {
    /// Takes down what a statement names. `row_of` is a table of which it reads rows that are noted by themselves.
    pub(super) fn note(&mut self, statement: &str, row_of: Option<&str>) {
        let mut apart = row_of;
        let (mut kinds, mut hangs) = (Kinds::default(), false);
        for word in statement.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_') {
            if apart == Some(word) {
                apart = None;
                continue;
            }
            let Ok(at) = TABLES.binary_search_by(|(name, _)| (*name).cmp(word)) else { continue };
            match TABLES.get(at).map_or(Not, |(_, told)| *told) {
                Of(of) => kinds = kinds.with(of),
                WithItsRecord => hangs = true,
                Sweeping => {}
                Not => self.untold = true,
            }
        }
        if hangs && row_of.is_none() && kinds == Kinds::default() {
            // It reads what hangs on records and does not say of which kind.
            kinds = Kinds::default().with(&Kind::ALL);
        }
        self.kinds = self.kinds.union(kinds);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(statement: &str, row_of: Option<&str>) -> Kinds {
        let mut reads = Reads::default();
        reads.note(statement, row_of);
        assert!(!reads.untold, "{statement}");
        reads.kinds
    }

    fn of(kinds: &[Kind]) -> Kinds {
        Kinds::default().with(kinds)
    }

    #[test]
    fn tables_are_in_order() {
        assert!(TABLES.is_sorted_by_key(|(name, _)| *name));
    }

    #[test]
    fn a_statement_depends_on_the_tables_that_it_names() {
        let list = "select t.id from structure t join record r on r.id = t.id left join territory on 1 = 1";
        assert_eq!(kinds(list, None), of(&[Kind::Structure]));
        let under = "select t.project_id from structure t where exists (select 1 from participation p)";
        assert_eq!(kinds(under, None), of(&[Kind::Structure, Kind::Project]));
    }

    #[test]
    fn one_row_is_no_list_unless_its_table_is_named_again() {
        assert_eq!(kinds("from structure t join record r", Some("structure")), Kinds::default());
        let branches = "from structure t where t.id in (select b.parent_id from structure b)";
        assert_eq!(kinds(branches, Some("structure")), of(&[Kind::Structure]));
    }

    #[test]
    fn what_hangs_on_records_of_any_kind_depends_on_all() {
        assert_eq!(kinds("select 1 from search_word join record", None), of(&Kind::ALL));
    }

    #[test]
    fn what_nothing_tells_of_is_noticed() {
        let mut reads = Reads::default();
        reads.note("select 1 from structure join external_ref", None);
        assert!(reads.untold);
    }
}
