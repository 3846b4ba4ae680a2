//! Whether a project may ask for a funding source: a condition on where it is, who bears it, what it is about and what
//! it costs. Each part that is left out is no condition.

use async_graphql::InputObject;
use serde_json::{Value, json};

use crate::access::Scene;
use crate::domain::structure::StructureKind;
use crate::domain::territory::is_place;
use crate::gql::plan::{Known, Named};
use crate::gql::scalar::Cents;
use crate::kernel::error::{Code, Fault};
use crate::kernel::identifier::CommuneCode;
use crate::kernel::locale::Locale;
use crate::store::Sql;

/// The greatest amount, in cents: a rate times it is still a number for both databases.
pub(super) const MAX_AMOUNT: i64 = 10_000_000_000_000;

/// A project that looks for money.
#[derive(Clone, Debug, InputObject)]
pub struct EligibilityInput {
    /// What the structure that bears it is in law.
    pub kind: Option<StructureKind>,
    /// The commune where it is, by its INSEE code: it lies in one of the territories of the source, at any distance.
    pub insee_code: Option<String>,
    /// What it is about, by codes of terms of the scheme THEME: one of them is among those of the source, or the
    /// source has none.
    pub themes: Option<Vec<String>>,
    /// What it costs: enough for the least amount that the source gives.
    pub budget: Option<Cents>,
}

/// The condition [`EligibilityInput`], on a commune that has to be known.
pub(super) const ELIGIBLE: Named = Named {
    known: Known {
        look: |value, sql| {
            if let Some(commune) = commune(value)? {
                sql.push("select 1 from territory c where ");
                is_place("c.id", &commune, sql);
            }
            Ok(())
        },
        field: "inseeCode",
        message: "there is no commune with this INSEE code",
    },
    condition: eligible,
};

fn eligible(value: &Value, sql: &mut Sql, _: &Scene) -> Result<(), Fault> {
    sql.push("(1 = 1");
    if let Some(commune) = commune(value)? {
        sql.push(" and exists (select 1 from funding_source_territory ft join territory_within w on w.ancestor_id = ft.territory_id where ft.funding_source_id = t.id and ");
        is_place("w.descendant_id", &commune, sql);
        sql.push(")");
    }
    if let Some(kind) = value.get("kind").and_then(Value::as_str) {
        named_or_none(sql, "AUDIENCE", &[kind.to_owned()]);
    }
    let themes = value.get("themes").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let themes: Vec<String> = themes.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    if !themes.is_empty() {
        named_or_none(sql, "THEME", &themes);
    }
    if let Some(budget) = value.get("budget").and_then(Value::as_i64) {
        if budget > MAX_AMOUNT {
            let message = format!("a budget is at most {MAX_AMOUNT} cents");
            return Err(Fault::on("filter.eligibleFor.budget", Code::Invalid, message));
        }
        // A rate is in basis points: multiplying both sides by 10 000 rounds nothing.
        sql.push(" and coalesce(t.min_amount * 10000 <= ").bind(budget);
        sql.push(" * coalesce(t.max_rate, 10000), 1 = 1)");
    }
    sql.push(")");
    Ok(())
}

/// The commune that the value names, as a place.
fn commune(value: &Value) -> Result<Option<Value>, Fault> {
    let Some(given) = value.get("inseeCode").and_then(Value::as_str) else { return Ok(None) };
    match CommuneCode::parse(given) {
        Ok(code) => Ok(Some(json!({ "kind": "COMMUNE", "code": code.as_str() }))),
        Err(fault) => {
            let message = fault.hint.text(Locale::En);
            Err(Fault::on("filter.eligibleFor.inseeCode", Code::Invalid, message))
        }
    }
}

/// Appends: the source has no term of the scheme, or one of these.
fn named_or_none(sql: &mut Sql, scheme: &'static str, codes: &[String]) {
    const TERMS: &str = "exists (select 1 from record_term rt join term m on m.id = rt.term_id where rt.record_id = t.id and m.scheme = '";
    sql.push(" and (not ").push(TERMS).push(scheme).push("') or ").push(TERMS).push(scheme).push("' and ");
    sql.any_text("m.code", codes).push("))");
}
