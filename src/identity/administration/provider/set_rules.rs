//! Saying which memberships come of which claims.

use std::collections::BTreeSet;

use async_graphql::{ID, InputObject};
use entities::provider_rule;
use serde_json::json;
use uuid::Uuid;

use super::payload::IdentityProviderPayload;
use super::repo::{self, Held};
use crate::domain::membership::MembershipRole;
use crate::domain::record::{self, Checks};
use crate::identity::row::get;
use crate::kernel::error::{Error, Result};
use crate::kernel::kind::Kind;
use crate::store::Tx;
use crate::store::transaction::Act;

/// The most rules of a provider.
const MAX_RULES: usize = 200;
/// The most characters of a claim's name, and of its value.
const MAX_TEXT: usize = 300;

/// All rules of a provider.
#[derive(Clone, Debug, InputObject)]
pub(in crate::identity) struct SetProviderRulesInput {
    /// The provider.
    pub id: ID,
    /// The version of the provider that you read.
    pub expected_version: i32,
    /// Its rules from now on, 200 at most; those that it had and that are not here are gone.
    pub rules: Vec<ProviderRuleInput>,
}

/// A rule: who has this value in this claim belongs to the structure in this role.
#[derive(Clone, Debug, InputObject)]
pub(in crate::identity) struct ProviderRuleInput {
    /// The claim.
    pub claim: String,
    /// Its value, or one of its values.
    pub value: String,
    /// A structure of the provider's partner.
    pub structure: ID,
    /// The role in it. None gives the administration of the network.
    pub role: MembershipRole,
}

/// Puts the rules in the place of those that there were.
pub(in crate::identity) struct SetRules {
    pub(in crate::identity) input: SetProviderRulesInput,
}

impl Act for SetRules {
    type Outcome = IdentityProviderPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<IdentityProviderPayload> {
        let held = repo::named(tx, &self.input.id, "input.id").await?;
        if let Some(stale) = IdentityProviderPayload::stale(&held, self.input.expected_version)? {
            return Ok(stale);
        }
        let rules = self.rules(tx, &held).await?;
        let detail = json!({ "provider": held.row.id, "rules": rules.len() });
        repo::replace_rules(tx, &held, rules).await?;
        repo::update(tx, &held, held.row.clone(), &["rules"]).await?;
        tx.audit("provider.rules_set", None, detail).await?;
        Ok(IdentityProviderPayload::changed(held.row.id))
    }
}

impl SetRules {
    async fn rules(&self, tx: &Tx<'_>, held: &Held) -> Result<Vec<provider_rule::Model>> {
        let given = &self.input.rules;
        let mut checks = Checks::default();
        checks.that(given.len() <= MAX_RULES, "input.rules", &format!("at most {MAX_RULES} rules"));
        let mut told = BTreeSet::new();
        let mut rules = Vec::with_capacity(given.len().min(MAX_RULES));
        for (at, rule) in given.iter().take(MAX_RULES).enumerate() {
            let field = |name: &str| format!("input.rules.{at}.{name}");
            let mut line = |name: &str, text: &str| {
                checks.that(!text.trim().is_empty(), &field(name), "it cannot be empty");
                checks.line(&field(name), Some(text), MAX_TEXT).unwrap_or_default()
            };
            let (claim, value) = (line("claim", &rule.claim), line("value", &rule.value));
            let structure =
                record::seen(tx, Kind::Structure, Some(&rule.structure), &field("structure")).await;
            let Some(structure) = checks.found(structure)?.flatten() else { continue };
            let is_new = told.insert((claim.clone(), value.clone(), structure.id));
            checks.that(
                is_new,
                &field("value"),
                "another rule says what becomes of this value in this structure",
            );
            let role = rule.role.as_str().to_owned();
            let (id, provider_id, structure_id) = (tx.new_id(), held.row.id, structure.id);
            rules.push((at, provider_rule::Model { id, provider_id, claim, value, structure_id, role }));
        }
        let own = own_structures(tx, held, rules.iter().map(|(_, rule)| rule.structure_id).collect()).await?;
        for (at, rule) in &rules {
            let field = format!("input.rules.{at}.structure");
            checks.that(
                own.contains(&rule.structure_id),
                &field,
                "this structure is not one of the partner's",
            );
        }
        checks.finish(Some(rules.into_iter().map(|(_, rule)| rule).collect())).map_err(Error::Refused)
    }
}

/// Those of the structures that are the partner's.
async fn own_structures(tx: &Tx<'_>, held: &Held, structures: Vec<Uuid>) -> Result<BTreeSet<Uuid>> {
    let mut sql = tx.sql();
    sql.push("select s.id from structure s where s.partner_id = ").bind(held.partner.id()).push(" and ");
    sql.any_id("s.id", &structures);
    tx.all(sql).await?.iter().map(|row| get(row, "id")).collect()
}
