//! What a provider's rules make of claims: memberships in structures of the provider's partner, and nothing else. No rule
//! can make anybody run the network: there is no such role.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use uuid::Uuid;

use super::provider::Provider;
use super::row::get;
use crate::domain::membership::MembershipRole;
use crate::kernel::actor::Role;
use crate::kernel::error::Result;
use crate::kernel::identifier::Siret;
use crate::store::Tx;

/// The claim that names a structure by its SIRET, for providers that say no other.
const SIRET: &str = "siret";

/// The memberships that the rules give to who has these claims: of several roles in a structure, the greatest.
pub(super) async fn wanted(
    tx: &Tx<'_>,
    provider: &Provider,
    claims: &Map<String, Value>,
) -> Result<BTreeMap<Uuid, MembershipRole>> {
    let mut sql = tx.sql();
    sql.push(
        "select u.claim, u.value, u.structure_id, u.role from provider_rule u \
         join structure s on s.id = u.structure_id join record r on r.id = s.id and r.deleted_at is null \
         and r.archived_at is null where u.provider_id = ",
    );
    sql.bind(provider.id).push(" and s.partner_id = ").bind(provider.partner);
    let mut wanted = BTreeMap::new();
    for row in tx.all(sql).await? {
        let (claim, value, role): (String, String, String) =
            (get(&row, "claim")?, get(&row, "value")?, get(&row, "role")?);
        let Some(role) = MembershipRole::parse(&role) else { continue };
        if has(claims, &claim, &value) {
            let held = wanted.entry(get::<Uuid>(&row, "structure_id")?).or_insert(role);
            if Role::from(role) > Role::from(*held) {
                *held = role;
            }
        }
    }
    Ok(wanted)
}

/// The claims that the rules read.
pub(super) async fn claims_used(tx: &Tx<'_>, provider: &Provider) -> Result<Vec<String>> {
    let mut sql = tx.sql();
    sql.push("select distinct claim from provider_rule where provider_id = ").bind(provider.id);
    let mut used = tx.all(sql).await?.iter().map(|row| get(row, "claim")).collect::<Result<Vec<String>>>()?;
    used.extend(provider.siret_claim.clone());
    Ok(used)
}

/// The structure whose SIRET a claim names: the person may ask to belong to it, no more.
pub(super) async fn proposed(
    tx: &Tx<'_>,
    provider: &Provider,
    claims: &Map<String, Value>,
) -> Result<Option<Uuid>> {
    let claim = provider.siret_claim.as_deref().unwrap_or(SIRET);
    let siret = claims.get(claim).and_then(Value::as_str).and_then(|text| Siret::parse(text).ok());
    let Some(siret) = siret else { return Ok(None) };
    let mut sql = tx.sql();
    sql.push(
        "select s.id from structure s join record r on r.id = s.id and r.deleted_at is null and r.archived_at is null \
         where s.siret = ",
    );
    sql.bind(siret.as_str());
    tx.all(sql).await?.first().map(|row| get(row, "id")).transpose()
}

/// Whether a claim has a value: it is it, or a list in which it is.
fn has(claims: &Map<String, Value>, claim: &str, value: &str) -> bool {
    match claims.get(claim) {
        Some(Value::Array(values)) => values.iter().any(|one| is(one, value)),
        Some(one) => is(one, value),
        None => false,
    }
}

fn is(given: &Value, value: &str) -> bool {
    match given {
        Value::String(text) => text == value,
        Value::Bool(_) | Value::Number(_) => *given.to_string() == *value,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_claim_has_the_values_of_its_list_and_itself() {
        let claims = json!({ "groups": ["edu", "rh"], "type": "agent", "level": 2, "deep": { "a": "edu" } });
        let Value::Object(claims) = claims else { panic!("an object") };
        for (claim, value) in [("groups", "edu"), ("groups", "rh"), ("type", "agent"), ("level", "2")] {
            assert!(has(&claims, claim, value), "{claim} {value}");
        }
        for (claim, value) in [("groups", "ed"), ("type", "agent2"), ("deep", "edu"), ("none", "edu")] {
            assert!(!has(&claims, claim, value), "{claim} {value}");
        }
    }
}
