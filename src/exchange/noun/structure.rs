//! Structures in files: associations, companies and public bodies.
//!
//! | The row | The record |
//! |---|---|
//! | was received before (source and `externalId`), or names a record of the hub | the same as then |
//! | has the SIRET, RNA number or UAI of a structure in use | that one, which is linked to the source |
//! | otherwise | a new one: in use when it has a number, else a draft |

use super::contrary::Contradiction;
use super::field::{terms, visibility};
use super::{Cells, Field, Noun, Rules, Settling};
use crate::{
    access::Visibility,
    domain::structure::{GeoPrecision, StructureKind, StructureStatus},
    exchange::{fields::RowReader, form::Form, message::Message, place::PlaceProblem, value::Value},
    kernel::{
        error::Code,
        identifier::{Naf, Nda, PostalCode, Rna, Siren, Siret, Uai},
        kind::Kind,
    },
};

pub(super) static STRUCTURE: Noun = Noun {
    kind: Kind::Structure,
    table: "structure",
    titled: "name",
    events: ["structure.created", "structure.updated"],
    level: Visibility::Network,
    withheld: false,
    owned: false,
    fields: &[
        Field::new("name", Form::Line(2, 200)).required().at("name"),
        Field::new("kind", Form::Code(codes!(StructureKind))).required().at("kind"),
        Field::new("acronym", Form::Line(1, 60)).at("acronym"),
        Field::new("legalName", Form::Line(2, 300)).at("legal_name"),
        Field::new("siren", Form::Identifier(|text| Siren::parse(text).map(Into::into))).at("siren"),
        Field::new("siret", Form::Identifier(|text| Siret::parse(text).map(Into::into))).at("siret"),
        Field::new("rna", Form::Identifier(|text| Rna::parse(text).map(Into::into))).at("rna"),
        Field::new("uai", Form::Identifier(|text| Uai::parse(text).map(Into::into))).at("uai"),
        Field::new("naf", Form::Identifier(|text| Naf::parse(text).map(Into::into))).at("naf_code"),
        Field::new("nafVersion", Form::Line(1, 10)).at("naf_version").never_said(),
        Field::new("nda", Form::Identifier(|text| Nda::parse(text).map(Into::into))).at("nda"),
        Field::new("territory", Form::Commune).at("territory_id"),
        Field::new("postalCode", Form::Identifier(|text| PostalCode::parse(text).map(Into::into)))
            .at("postal_code"),
        Field::new("address", Form::Line(2, 300)).at("address_line").api("addressLine"),
        Field::new("lat", Form::Decimal(-90.0, 90.0)).at("lat").api("location"),
        Field::new("lon", Form::Decimal(-180.0, 180.0)).at("lon").api("location"),
        Field::new("geoPrecision", Form::Code(codes!(GeoPrecision)))
            .at("geo_precision")
            .api("location")
            .first_code("COMMUNE"),
        Field::new("email", Form::Email).at("email"),
        Field::new("phone", Form::Phone).at("phone"),
        Field::new("website", Form::Web).at("website"),
        visibility(),
        Field::new("description", Form::Prose(20_000)).at("description"),
        terms!("sectors", Sector, "SECTOR"),
        terms!("themes", Theme, "THEME"),
        Field::new("status", Form::Code(codes!(StructureStatus)))
            .at("status")
            .never_said()
            .first_code("DRAFT"),
        Field::new("isBranch", Form::Flag).at("is_branch").never_said().first_flag(false),
    ],
    numbers: &["siret", "rna", "uai"],
    in_use: |cells| !matches!(cells.text("status"), Some("MERGED" | "ARCHIVED")),
    rules: Rules { read, settle, contradiction },
};

fn read(row: &mut Cells, reader: &mut RowReader<'_>) {
    for (field, other) in [("lon", "lat"), ("lat", "lon")] {
        if row.get(field).is_none() && row.get(other).is_some() && !reader.is_refused(field) {
            reader.refuse(field, Code::Required, &PlaceProblem::HalfPosition);
        }
    }
    let of_siret = row.text("siret").and_then(|siret| Siret::parse(siret).ok()).map(|siret| siret.siren());
    let of_siret = of_siret.map(String::from);
    match (row.text("siren"), of_siret) {
        (Some(siren), Some(of_siret)) if siren != of_siret => {
            reader.refuse("siren", Code::Invalid, &StructureProblem::SirenOfAnotherSiret);
        }
        (None, Some(of_siret)) => row.set("siren", Some(Value::Text(of_siret))),
        _ => {}
    }
    if row.get("rna").is_some() && row.text("kind").is_some_and(|kind| kind != "ASSOCIATIVE") {
        reader.refuse("rna", Code::Invalid, &StructureProblem::RnaOfNoAssociation);
    }
}

/// With a number it is in use at once; what a partner's program sends waits for the network to accept it.
fn settle(settling: &Settling<'_>, after: &mut Cells) {
    if settling.changed.contains(&"naf") {
        after.set("nafVersion", Some(Value::Text("NAF2".to_owned())));
    }
    let is_numbered = ["siren", "rna", "uai"].into_iter().any(|number| after.get(number).is_some());
    if settling.is_new && is_numbered {
        let status = if settling.is_trusted { StructureStatus::Active } else { StructureStatus::Pending };
        after.set("status", Some(Value::Text(status.as_str().to_owned())));
    }
}

fn contradiction(after: &Cells) -> Option<Contradiction> {
    let numbers = after.text("siret").zip(after.text("siren"));
    if numbers.is_some_and(|(siret, siren)| !siret.starts_with(siren)) {
        return Some(("siren", Box::new(StructureProblem::SirenOfAnotherSiret)));
    }
    if after.get("rna").is_some() && after.text("kind") != Some("ASSOCIATIVE") {
        return Some(("kind", Box::new(StructureProblem::RnaOfNoAssociation)));
    }
    let is_branch = after.get("isBranch") == Some(&Value::Flag(true));
    if is_branch && (after.get("siret").is_some() || after.get("rna").is_some()) {
        return Some(("siret", Box::new(StructureProblem::NumberOfBranch)));
    }
    None
}

/// Why two cells of a structure do not go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum StructureProblem {
    SirenOfAnotherSiret,
    RnaOfNoAssociation,
    NumberOfBranch,
}

impl Message for StructureProblem {
    fn sentences(&self) -> [String; 3] {
        match self {
            Self::SirenOfAnotherSiret => [
                "le SIREN n'est pas celui du SIRET, qui commence par lui",
                "el SIREN no és el del SIRET, que hi comença",
                "the SIREN is not that of the SIRET, which starts with it",
            ],
            Self::RnaOfNoAssociation => [
                "seule une association a un numéro RNA",
                "només una associació té un número RNA",
                "only an association has an RNA number",
            ],
            Self::NumberOfBranch => [
                "cette structure est une antenne : elle n'a pas de numéro à elle",
                "aquesta estructura és una antena: no té número propi",
                "this structure is a branch: it has no number of its own",
            ],
        }
        .map(str::to_owned)
    }
}

#[cfg(test)]
mod tests;
