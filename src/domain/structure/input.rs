//! What a caller says of a structure to be declared, and what it must be to be kept.

use async_graphql::InputObject;

use super::content::{Content, Details};
use super::details::StructureDetailsInput;
use super::model::StructureKind;
use crate::domain::record::{Checks, Visibility};
use crate::gql::scalar::{Rna, Siren, Siret, Uai};
use crate::kernel::error::Fault;
use crate::kernel::text::clean;

/// A structure to be declared.
#[derive(Clone, Debug, InputObject)]
pub struct StructureInput {
    /// What it is in law.
    pub kind: StructureKind,
    /// Its usual name, 2 to 200 characters.
    pub name: String,
    /// Its legal unit; taken from the SIRET when only that is given.
    pub siren: Option<Siren>,
    /// Its establishment.
    pub siret: Option<Siret>,
    /// Its number in the national register of associations; associations only.
    pub rna: Option<Rna>,
    /// Its number as a school.
    pub uai: Option<Uai>,
    /// The rest of what it says of itself.
    #[graphql(flatten)]
    pub details: StructureDetailsInput,
    /// Who may read it; NETWORK when nothing is said.
    pub visibility: Option<Visibility>,
    /// Make it although others look like it.
    #[graphql(default)]
    pub allow_duplicate: bool,
}

/// A structure that may be kept: every rule that one row can hold is checked.
#[derive(Clone, Debug)]
pub struct NewStructure {
    pub(super) input: StructureInput,
    pub(super) siren: Option<String>,
    pub(super) siret: Option<String>,
    pub(super) rna: Option<String>,
    pub(super) uai: Option<String>,
    pub(super) content: Content,
}

impl StructureInput {
    /// Checks the whole, but for what it names, and answers every fault at once.
    ///
    /// # Errors
    /// The faults, each on its field.
    pub fn check(self) -> Result<NewStructure, Vec<Fault>> {
        let mut checks = Checks::default();
        let name = name(&mut checks, &self.name);
        let siret = self.siret.as_ref();
        let siret = siret.and_then(|siret| checks.identifier("input.siret", &siret.0, Siret::read));
        let siren = self.siren.as_ref();
        let siren = siren.and_then(|siren| checks.identifier("input.siren", &siren.0, Siren::read));
        let rna = self.rna.as_ref();
        let rna = rna.and_then(|rna| checks.identifier("input.rna", &rna.0, Rna::read));
        let uai = self.uai.as_ref();
        let uai = uai.and_then(|uai| checks.identifier("input.uai", &uai.0, Uai::read));
        let siren = siren.or_else(|| siret.as_ref().map(|siret| siret[..9].to_owned()));
        let pair = siret.as_ref().zip(siren.as_ref());
        let agree = pair.is_none_or(|(siret, siren)| siret.starts_with(siren.as_str()));
        checks.that(agree, "input.siren", "a SIRET begins with the SIREN: these two differ");
        let fits = rna.is_none() || self.kind == StructureKind::Associative;
        checks.that(fits, "input.rna", RNA_KIND);
        let details = self.details.check(&mut checks, Details::default());
        let name = checks.finish(name)?;
        let content = Content { kind: self.kind, name, details };
        Ok(NewStructure { input: self, siren, siret, rna, uai, content })
    }
}

/// Which structures have an RNA number.
pub(super) const RNA_KIND: &str = "only an ASSOCIATIVE structure has an RNA number";

/// The usual name of a structure.
pub(super) fn name(checks: &mut Checks, given: &str) -> Option<String> {
    let name = clean(given);
    let fits = (2..=200).contains(&name.chars().count());
    checks.that(fits, "input.name", "a name has 2 to 200 characters");
    fits.then_some(name)
}
