//! Which structures may be the same as one about to be declared.
//!
//! | Sign | Score |
//! |---|---|
//! | same SIRET, RNA or UAI | 1, and it is refused |
//! | same SIREN | 0.8 |
//! | names alike (trigrams, 0.6 or more) in the same commune | 0.7 |
//! | same e-mail domain in the same commune | 0.5 |
//!
//! From [`SHOWN`] on, the caller has to say that it is not the same.

use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};

use super::Structure;
use super::input::NewStructure;
use super::repo::{self, Holder, Lookalike};
use crate::gql::plan::Ref;
use crate::kernel::error::{Code, Fault, Result};
use crate::kernel::fold::{fold, trigram_similarity};
use crate::store::Tx;

/// The score from which a lookalike is shown.
const SHOWN: f64 = 0.7;
/// Lookalikes shown, at most.
const MAX_SHOWN: usize = 10;

coded! {
    /// Why two structures may be the same.
    pub enum DuplicateReason {
        /// The same SIRET.
        SameSiret = "SAME_SIRET",
        /// The same RNA number.
        SameRna = "SAME_RNA",
        /// The same UAI.
        SameUai = "SAME_UAI",
        /// The same SIREN.
        SameSiren = "SAME_SIREN",
        /// Names alike in the same commune.
        SimilarName = "SIMILAR_NAME",
        /// The same e-mail domain in the same commune.
        SameEmailDomain = "SAME_EMAIL_DOMAIN",
    }
}

/// A structure that may be the same as the one declared.
#[derive(Debug, SimpleObject, Serialize, Deserialize)]
pub(crate) struct DuplicateCandidate {
    /// From 0 to 1; 1 is the same.
    score: f64,
    /// Why.
    reasons: Vec<DuplicateReason>,
    /// Which one; null when you may not see it.
    structure: Option<Ref<Structure>>,
}

/// What was found: the candidates, and the faults that forbid the declaration.
#[derive(Debug, Default)]
pub(super) struct Duplicates {
    pub(super) candidates: Vec<DuplicateCandidate>,
    pub(super) faults: Vec<Fault>,
}

/// Looks for structures that may be the same as `new`.
pub(super) async fn find(tx: &Tx<'_>, new: &NewStructure) -> Result<Duplicates> {
    let mut found = Duplicates::default();
    let unique = UniqueIdentifiers { siret: new.siret.clone(), rna: new.rna.clone(), uai: new.uai.clone() };
    for (column, reason, holder) in holders(tx, &unique).await? {
        let message = format!("a structure with this {} is already here", column.to_uppercase());
        found.faults.push(Fault::on(&format!("input.{column}"), Code::Duplicate, message));
        let structure = holder.visible.then(|| Ref::new(holder.id));
        found.candidates.push(DuplicateCandidate { score: 1.0, reasons: vec![reason], structure });
    }
    if found.faults.is_empty() && !new.input.allow_duplicate {
        found.candidates = similar(tx, new).await?;
        if !found.candidates.is_empty() {
            let message = "these structures look the same: use one of them, or say `allowDuplicate: true`";
            found.faults.push(Fault::on("input.allowDuplicate", Code::Duplicate, message));
        }
    }
    Ok(found)
}

/// Identifiers that only one structure in use may hold.
#[derive(Clone, Debug, Default)]
pub(super) struct UniqueIdentifiers {
    pub(super) siret: Option<String>,
    pub(super) rna: Option<String>,
    pub(super) uai: Option<String>,
}

/// Who holds them: which identifier, what sign of sameness that is, and the structure.
pub(super) async fn holders(
    tx: &Tx<'_>,
    unique: &UniqueIdentifiers,
) -> Result<Vec<(&'static str, DuplicateReason, Holder)>> {
    let mut found = Vec::new();
    for (column, value, reason) in [
        ("siret", &unique.siret, DuplicateReason::SameSiret),
        ("rna", &unique.rna, DuplicateReason::SameRna),
        ("uai", &unique.uai, DuplicateReason::SameUai),
    ] {
        let Some(value) = value else { continue };
        found.extend(repo::holder(tx, column, value).await?.map(|holder| (column, reason, holder)));
    }
    Ok(found)
}

async fn similar(tx: &Tx<'_>, new: &NewStructure) -> Result<Vec<DuplicateCandidate>> {
    let name = fold(&new.content.name);
    let domain = new.content.details.email.as_deref().and_then(email_domain);
    let lookalikes = repo::lookalikes(tx, new.siren.as_deref(), new.content.details.territory).await?;
    let mut candidates: Vec<_> = lookalikes
        .into_iter()
        .filter_map(|lookalike| {
            let (score, reasons) = weigh(&lookalike, &name, domain);
            let structure = Some(Ref::new(lookalike.id));
            (score >= SHOWN).then_some(DuplicateCandidate { score, reasons, structure })
        })
        .collect();
    candidates.sort_by(|left, right| right.score.total_cmp(&left.score));
    candidates.truncate(MAX_SHOWN);
    Ok(candidates)
}

fn weigh(lookalike: &Lookalike, name: &str, domain: Option<&str>) -> (f64, Vec<DuplicateReason>) {
    let same_domain = domain.is_some() && lookalike.email.as_deref().and_then(email_domain) == domain;
    let signs = [
        (lookalike.same_siren, 0.8, DuplicateReason::SameSiren),
        (
            lookalike.same_commune && trigram_similarity(&lookalike.sort_name, name) >= 0.6,
            0.7,
            DuplicateReason::SimilarName,
        ),
        (lookalike.same_commune && same_domain, 0.5, DuplicateReason::SameEmailDomain),
    ];
    let held = signs.into_iter().filter(|(holds, ..)| *holds);
    held.fold((0.0, Vec::new()), |(score, mut reasons), (_, weight, reason)| {
        reasons.push(reason);
        (f64::max(score, weight), reasons)
    })
}

fn email_domain(email: &str) -> Option<&str> {
    email.rsplit_once('@').map(|(_, domain)| domain)
}
