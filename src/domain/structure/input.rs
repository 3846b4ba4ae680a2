//! What a caller says of a structure, and what it must be to be kept.

use async_graphql::InputObject;

use super::model::{GeoPrecision, IdentifierWaiver, StructureKind};
use crate::domain::record::Visibility;
use crate::domain::territory::TerritoryInput;
use crate::gql::scalar::{Nda, Rna, Siren, Siret, Uai};
use crate::gql::text::TextInput;
use crate::kernel::error::{Code, Fault};
use crate::kernel::identifier::Naf;
use crate::kernel::text::Text;

/// A structure to be declared.
#[derive(Clone, Debug, InputObject)]
pub struct StructureInput {
    /// What it is in law.
    pub kind: StructureKind,
    /// Its usual name, 2 to 200 characters.
    pub name: String,
    /// Its acronym.
    pub acronym: Option<String>,
    /// Its name in the register.
    pub legal_name: Option<String>,
    /// Its legal unit; taken from the SIRET when only that is given.
    pub siren: Option<Siren>,
    /// Its establishment.
    pub siret: Option<Siret>,
    /// Its number in the national register of associations; associations only.
    pub rna: Option<Rna>,
    /// Its number as a school.
    pub uai: Option<Uai>,
    /// Its activity number as a training body.
    pub nda: Option<Nda>,
    /// Its main activity, in NAF rév. 2.
    pub naf: Option<String>,
    /// Why it has no public identifier.
    pub identifier_waiver: Option<IdentifierWaiver>,
    /// What it does.
    pub description: Option<TextInput>,
    /// Its public e-mail address.
    pub email: Option<String>,
    /// Its public telephone number.
    pub phone: Option<String>,
    /// Its web site.
    pub website: Option<String>,
    /// Its postal address, without the commune.
    pub address_line: Option<String>,
    /// Its postal code.
    pub postal_code: Option<String>,
    /// The commune where it sits.
    pub territory: Option<TerritoryInput>,
    /// Latitude, in degrees (WGS 84).
    pub lat: Option<f64>,
    /// Longitude, in degrees (WGS 84).
    pub lon: Option<f64>,
    /// How exactly it may be shown on a map; at the centre of its commune when nothing is said.
    pub geo_precision: Option<GeoPrecision>,
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
    pub(super) nda: Option<String>,
    pub(super) naf: Option<String>,
    pub(super) description: Option<Text>,
}

impl StructureInput {
    /// Checks the whole and answers every fault at once.
    ///
    /// # Errors
    /// The faults, each on its field.
    pub fn check(self) -> Result<NewStructure, Vec<Fault>> {
        let mut faults = Vec::new();
        let length = self.name.trim().chars().count();
        if !(2..=200).contains(&length) {
            faults.push(Fault::on("input.name", Code::Invalid, "a name has 2 to 200 characters"));
        }
        let siret =
            identifier(self.siret.as_ref().map(|given| given.0.as_str()), Siret::read, "siret", &mut faults);
        let siren =
            identifier(self.siren.as_ref().map(|given| given.0.as_str()), Siren::read, "siren", &mut faults);
        let rna = identifier(self.rna.as_ref().map(|given| given.0.as_str()), Rna::read, "rna", &mut faults);
        let uai = identifier(self.uai.as_ref().map(|given| given.0.as_str()), Uai::read, "uai", &mut faults);
        let nda = identifier(self.nda.as_ref().map(|given| given.0.as_str()), Nda::read, "nda", &mut faults);
        let naf = identifier(self.naf.as_deref(), read_naf, "naf", &mut faults);
        let siren = siren.or_else(|| siret.as_ref().map(|siret| siret[..9].to_owned()));
        if siret.as_ref().zip(siren.as_ref()).is_some_and(|(siret, siren)| !siret.starts_with(siren.as_str()))
        {
            faults.push(Fault::on(
                "input.siren",
                Code::Invalid,
                "a SIRET begins with the SIREN: these two differ",
            ));
        }
        if rna.is_some() && self.kind != StructureKind::Associative {
            faults.push(Fault::on(
                "input.rna",
                Code::Invalid,
                "only an ASSOCIATIVE structure has an RNA number",
            ));
        }
        if self.lat.is_some() != self.lon.is_some() {
            faults.push(Fault::on("input.lat", Code::Invalid, "give both `lat` and `lon`, or neither"));
        }
        if !self.lat.is_none_or(|lat| (-90.0..=90.0).contains(&lat)) {
            faults.push(Fault::on("input.lat", Code::Invalid, "a latitude lies between -90 and 90 degrees"));
        }
        if !self.lon.is_none_or(|lon| (-180.0..=180.0).contains(&lon)) {
            faults.push(Fault::on(
                "input.lon",
                Code::Invalid,
                "a longitude lies between -180 and 180 degrees",
            ));
        }
        if self
            .website
            .as_ref()
            .is_some_and(|site| !site.starts_with("https://") && !site.starts_with("http://"))
        {
            faults.push(Fault::on(
                "input.website",
                Code::Invalid,
                "a web site begins with https:// or http://",
            ));
        }
        let description =
            self.description.clone().map(|text| text.check("input.description", 20_000)).transpose();
        let description = description.unwrap_or_else(|fault| {
            faults.push(fault);
            None
        });
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(NewStructure { input: self, siren, siret, rna, uai, nda, naf, description })
    }
}

fn identifier(
    given: Option<&str>,
    read: fn(&str) -> Result<String, String>,
    field: &str,
    faults: &mut Vec<Fault>,
) -> Option<String> {
    let given = given.filter(|given| !given.trim().is_empty())?;
    read(given)
        .map_err(|message| faults.push(Fault::on(&format!("input.{field}"), Code::Invalid, message)))
        .ok()
}

fn read_naf(text: &str) -> Result<String, String> {
    Naf::parse(text)
        .map(|naf| naf.as_str().to_owned())
        .map_err(|fault| fault.hint.text(crate::kernel::locale::Locale::En).to_owned())
}
