//! What a row says of a structure, written over what is known of it.

use serde_json::json;
use uuid::Uuid;

use super::Placed;
use super::repo::StructureModel;
use crate::exchange::{
    apply::{merge::say, problem::ApplyProblem},
    fields::Choice,
    message::Message,
    structure::StructureProblem,
};

/// A structure of which nothing is known.
pub(super) fn blank(id: Uuid) -> StructureModel {
    StructureModel {
        id,
        kind: String::new(),
        name: String::new(),
        acronym: None,
        legal_name: None,
        partner_id: None,
        parent_id: None,
        is_branch: false,
        siren: None,
        siret: None,
        rna: None,
        uai: None,
        nda: None,
        naf_code: None,
        naf_version: None,
        foreign_scheme: None,
        foreign_id: None,
        identifier_waiver: None,
        description: None,
        email: None,
        phone: None,
        website: None,
        address_line: None,
        postal_code: None,
        territory_id: None,
        lat: None,
        lon: None,
        geo_precision: "COMMUNE".to_owned(),
        status: "DRAFT".to_owned(),
        merged_into: None,
        registry_state: "UNKNOWN".to_owned(),
    }
}

/// Writes what the row says; answers the API's names of the fields that change.
pub(super) fn merge(model: &mut StructureModel, placed: &Placed<'_>) -> Vec<&'static str> {
    let row = placed.row;
    let mut changed = Vec::new();
    let fields = &mut changed;
    say(&mut model.name, Some(row.name.clone()), "name", fields);
    say(&mut model.kind, Some(row.kind.as_str().to_owned()), "kind", fields);
    say(&mut model.acronym, text(row.acronym.as_ref()), "acronym", fields);
    say(&mut model.legal_name, text(row.legal_name.as_ref()), "legalName", fields);
    say(&mut model.siren, text(row.siren.as_ref()), "siren", fields);
    say(&mut model.siret, text(row.siret.as_ref()), "siret", fields);
    say(&mut model.rna, text(row.rna.as_ref()), "rna", fields);
    say(&mut model.uai, text(row.uai.as_ref()), "uai", fields);
    say(&mut model.nda, text(row.nda.as_ref()), "nda", fields);
    say(&mut model.naf_code, text(row.naf.as_ref()), "naf", fields);
    say(&mut model.naf_version, row.naf.as_ref().map(|_| Some("NAF2".to_owned())), "naf", fields);
    let description = description(model, placed);
    say(&mut model.description, description, "description", fields);
    say(&mut model.email, text(row.email.as_ref()), "email", fields);
    say(&mut model.phone, text(row.phone.as_ref()), "phone", fields);
    say(&mut model.website, text(row.website.as_ref()), "website", fields);
    say(&mut model.address_line, text(row.address.as_ref()), "addressLine", fields);
    say(&mut model.postal_code, text(row.postal_code.as_ref()), "postalCode", fields);
    say(&mut model.territory_id, placed.place.map(Some), "territory", fields);
    say(&mut model.lat, row.position.map(|position| Some(position.lat)), "location", fields);
    say(&mut model.lon, row.position.map(|position| Some(position.lon)), "location", fields);
    let precision = row.geo_precision.map(|precision| precision.as_str().to_owned());
    say(&mut model.geo_precision, precision, "location", fields);
    changed
}

/// A value that a row says, as a column holds it.
fn text<T: Clone + Into<String>>(said: Option<&T>) -> Option<Option<String>> {
    said.map(|said| Some(said.clone().into()))
}

/// The French of the description: the other languages stay as they are.
fn description(model: &StructureModel, placed: &Placed<'_>) -> Option<Option<serde_json::Value>> {
    let french = placed.row.description.as_ref()?;
    let mut description = model.description.clone().filter(serde_json::Value::is_object).unwrap_or(json!({}));
    description["fr"] = json!(french);
    Some(Some(description))
}

/// What no longer goes together once the row is written, and which field says it: the row did not say everything.
pub(super) fn contradiction(model: &StructureModel) -> Option<(&'static str, Box<dyn Message>)> {
    let numbers = model.siret.as_ref().zip(model.siren.as_ref());
    if numbers.is_some_and(|(siret, siren)| !siret.starts_with(siren.as_str())) {
        return Some(("siren", Box::new(StructureProblem::SirenOfAnotherSiret)));
    }
    if model.rna.is_some() && model.kind != "ASSOCIATIVE" {
        return Some(("kind", Box::new(StructureProblem::RnaOfNoAssociation)));
    }
    if model.is_branch && (model.siret.is_some() || model.rna.is_some()) {
        return Some(("siret", Box::new(ApplyProblem::NumberOfBranch)));
    }
    None
}
