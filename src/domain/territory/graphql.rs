//! How places read.

use async_graphql::{InputObject, InputType};
use serde_json::Value;

use super::TerritoryKind;
use crate::gql::plan::{FilterSql, KeyType, Link, Noun, TypeBuilder};
use crate::gql::scalar::Siren;
use crate::store::Sql;

/// A place, by what it is called in the official references.
#[derive(Clone, Debug, InputObject)]
pub struct TerritoryInput {
    /// What it is.
    pub kind: TerritoryKind,
    /// Its code: INSEE for a commune, SIREN for an EPCI, number for a département.
    pub code: String,
}

/// A place.
pub struct Territory;

impl Noun for Territory {
    const NAME: &'static str = "Territory";

    fn declare(t: &mut TypeBuilder) {
        t.rows(
            "territory",
            "territory",
            "1 = 1",
            "A place: a commune, a grouping of communes, or an area drawn for a purpose.",
        );
        t.field::<TerritoryKind>("kind", "t.kind", "What it is.");
        t.field::<String>(
            "code",
            "t.code",
            "Its code: INSEE for a commune, SIREN for an EPCI, number for a département.",
        );
        t.field::<String>("name", "t.name", "Its official name.");
        t.field::<Option<String>>("nameCa", "t.name_ca", "Its name in Catalan.");
        t.field::<Option<Siren>>("siren", "t.siren", "The legal unit that governs it.");
        t.field::<Option<i32>>("population", "t.population", "Inhabitants.");
        t.field::<Option<f64>>("lat", "t.lat", "Latitude of its centre, in degrees (WGS 84).");
        t.field::<Option<f64>>("lon", "t.lon", "Longitude of its centre, in degrees (WGS 84).");
        t.connection::<Self>(
            "within",
            Link::Among("t.id in (select l.ancestor_id from territory_within l where l.ancestor_id <> l.descendant_id and l.descendant_id = "),
            "The places that it lies in.",
        );
        t.connection::<Self>(
            "contains",
            Link::Among("t.id in (select l.descendant_id from territory_within l where l.ancestor_id <> l.descendant_id and l.ancestor_id = "),
            "The places that lie in it.",
        );
        t.filter(
            "kind",
            <Option<Vec<TerritoryKind>>>::create_type_info,
            FilterSql::OneOf("t.kind"),
            "It is one of these.",
        );
        t.filter(
            "code",
            <Option<Vec<String>>>::create_type_info,
            FilterSql::OneOf("t.code"),
            "Its code is one of these.",
        );
        t.filter(
            "within",
            <Option<TerritoryInput>>::create_type_info,
            FilterSql::Custom(|value, sql, _| {
                within("t.id", value, sql);
                Ok(())
            }),
            "It lies in this place, or is it.",
        );
        t.order("NAME", KeyType::Text, "t.sort_name", "By name.");
        let as_it_is = |text: &str| Ok(text.to_owned());
        t.key(&[("kind", "t.kind", as_it_is), ("code", "t.code", as_it_is)]);
        t.single("territory", "One place, by its identifier.");
        t.plural("territories", "Places.");
    }
}

/// Appends a condition: the place that `expression` names lies in the one that `value`, a [`TerritoryInput`], names.
pub fn within(expression: &str, value: &Value, sql: &mut Sql) {
    sql.push(expression).push(" in (select w.descendant_id from territory_within w where ");
    is_place("w.ancestor_id", value, sql);
    sql.push(")");
}

/// Appends a condition: `expression` names the place that `value`, a [`TerritoryInput`], names.
pub fn is_place(expression: &str, value: &Value, sql: &mut Sql) {
    let part = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    sql.push(expression).push(" = (select a.id from territory a where a.country = 'FR' and a.kind = ");
    sql.bind(part("kind")).push(" and a.code = ").bind(part("code")).push(" and a.valid_to is null)");
}
