//! How the provenance of records reads.

use async_graphql::{InputObject, InputType};
use serde_json::Value;

use crate::access::Scene;
use crate::gql::plan::{FilterSql, KeyType, Link, Noun, TypeBuilder};
use crate::gql::scalar::DateTime;
use crate::kernel::error::Fault;
use crate::store::Sql;

/// The level of the record that a row tells of.
const LEVEL: &str = "(select rp.effective_visibility from record rp where rp.id = t.record_id)";

/// That a source tells a record.
pub struct Provenance;

impl Noun for Provenance {
    const NAME: &'static str = "Provenance";

    fn declare(t: &mut TypeBuilder) {
        t.rows("external_ref", "provenance", "t.part_id is null", "That a source tells a record.");
        t.belongs_to("t.record_id", LEVEL);
        t.field::<String>(
            "source",
            "(select s.slug from data_source s where s.id = t.source_id)",
            "The name of the source.",
        );
        t.inline::<SourcePartner>(
            "partner",
            Some(
                "exists (select 1 from data_source s where s.id = t.source_id and s.partner_id is not null)",
            ),
            "The partner whose source it is; null when the hub's operator brought it in.",
        );
        t.field::<String>("externalId", "t.external_id", "What the source calls the record.");
        t.field::<Option<String>>("url", "t.url", "The page of the record there.");
        t.field::<DateTime>("firstSeenAt", "t.first_seen_at", "When the source first told the record.");
        t.field::<DateTime>("lastSeenAt", "t.last_seen_at", "When the source last said something new of it.");
        t.order("FIRST_SEEN_AT", KeyType::Time, "t.first_seen_at", "By the moment it was first told.");
    }
}

/// The partner of a source.
struct SourcePartner;

impl Noun for SourcePartner {
    const NAME: &'static str = "SourcePartner";

    fn declare(t: &mut TypeBuilder) {
        t.part("The partner whose source tells a record.");
        t.field::<String>(
            "slug",
            "(select p.slug from data_source s join partner p on p.id = s.partner_id where s.id = t.source_id)",
            "Its slug.",
        );
        t.field::<String>(
            "name",
            "(select p.name from data_source s join partner p on p.id = s.partner_id where s.id = t.source_id)",
            "Its name.",
        );
    }
}

/// Who said a field of a record last.
pub struct FieldProvenance;

impl Noun for FieldProvenance {
    const NAME: &'static str = "FieldProvenance";

    fn declare(t: &mut TypeBuilder) {
        t.rows(
            "field_provenance",
            "fieldprovenance",
            "1 = 1",
            "Who said a field of a record last: a source, or a person.",
        );
        t.belongs_to("t.record_id", LEVEL);
        t.field::<String>("field", "t.field", "The field, by its name here.");
        t.field::<Option<String>>(
            "source",
            "(select s.slug from data_source s where s.id = t.source_id)",
            "The name of the source that said it; null when a person did.",
        );
        t.field::<DateTime>("setAt", "t.set_at", "When it was said.");
        t.field::<bool>(
            "locked",
            "t.locked",
            "Whether no source may change it, for a person has said it since.",
        );
        t.order("SET_AT", KeyType::Time, "t.set_at", "By the moment it was said.");
    }
}

/// A record as its source knows it.
#[derive(Clone, Debug, InputObject)]
pub struct ExternalRefInput {
    /// The name of the source.
    pub source: String,
    /// What the source calls the record.
    pub external_id: String,
}

/// Declares where a record comes from. To be called by the declaration of every record.
pub fn declare(t: &mut TypeBuilder) {
    t.list::<Provenance>("provenance", Link::By("t.record_id"), "The sources that tell it.");
    t.list::<FieldProvenance>(
        "fieldProvenance",
        Link::By("t.record_id"),
        "Who said which of its fields last; empty of what no source tells.",
    );
    t.filter(
        "external",
        <Option<ExternalRefInput> as InputType>::create_type_info,
        FilterSql::Custom(told),
        "It is the one that a source calls so.",
    );
}

fn told(given: &Value, sql: &mut Sql, _: &Scene) -> Result<(), Fault> {
    let text = |name: &str| given[name].as_str().unwrap_or_default().to_owned();
    sql.push(
        "t.id in (select er.record_id from external_ref er join data_source ds on ds.id = er.source_id ",
    );
    sql.push("where er.part_id is null and er.external_id = ").bind(text("externalId"));
    sql.push(" and ds.slug = ").bind(text("source")).push(")");
    Ok(())
}
