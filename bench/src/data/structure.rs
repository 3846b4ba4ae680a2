//! Associations, companies and public bodies.

use entities::structure;
use sea_orm::prelude::Json;
use uuid::Uuid;

use super::draw::Draw;
use super::record::{self, Recorded};
use super::territory::Places;
use super::words::{ASSOCIATIONS, BODIES, COMPANIES, SYLLABLES, THEMES};

/// How exactly structures are shown on the map, in turn.
const PRECISIONS: [&str; 8] =
    ["EXACT", "COMMUNE", "STREET", "COMMUNE", "EXACT", "COMMUNE", "EXACT", "HIDDEN"];

pub(super) fn make(draw: &mut Draw, places: &Places, count: usize) -> Vec<Recorded<structure::Model>> {
    (0..count)
        .map(|number| {
            let kind = draw.weighted(&[(60, "PRIVATE"), (30, "ASSOCIATIVE"), (10, "PUBLIC")]);
            let mut detail = detail(draw, kind, number);
            detail.territory_id = Some(draw.weighted(&places.communes));
            let mut record = record::make(draw, "STRUCTURE", &detail.name);
            detail.id = record.id;
            record.owner_id = Some(record.id);
            record.slug = Some(format!("structure-{number}"));
            Recorded { record, detail }
        })
        .collect()
}

/// All but where it sits and its identifier.
fn detail(draw: &mut Draw, kind: &str, number: usize) -> structure::Model {
    let name = name(draw, kind);
    let siren = siren(number);
    let rna = (kind == "ASSOCIATIVE").then(|| format!("W66{number:07}"));
    // One association in three has no number of the register of companies.
    let registered = rna.is_none() || !number.is_multiple_of(3);
    structure::Model {
        id: Uuid::nil(),
        kind: kind.to_owned(),
        acronym: None,
        legal_name: Some(name.to_uppercase()),
        name,
        partner_id: None,
        parent_id: None,
        is_branch: false,
        siret: registered.then(|| siret(&siren)),
        siren: registered.then_some(siren),
        rna,
        uai: None,
        nda: None,
        naf_code: Some("94.99Z".to_owned()),
        naf_version: Some("NAF2".to_owned()),
        foreign_scheme: None,
        foreign_id: None,
        identifier_waiver: None,
        description: Some(description(draw)),
        email: Some(format!("contact{number}@example.org")),
        phone: Some(format!("+33468{:06}", number % 1_000_000)),
        website: Some(format!("https://structure-{number}.example.org")),
        address_line: Some(format!("{} rue de l'Église", draw.between(1, 80))),
        postal_code: Some("66500".to_owned()),
        territory_id: None,
        lat: Some(f64::from(423_000 + draw.between(0, 6_000)) / 10_000.0),
        lon: Some(f64::from(18_000 + draw.between(0, 12_000)) / 10_000.0),
        geo_precision: PRECISIONS[number % PRECISIONS.len()].to_owned(),
        status: "ACTIVE".to_owned(),
        merged_into: None,
        registry_state: "ACTIVE".to_owned(),
    }
}

/// Begins with an invented proper name, of no kind in particular: all kinds are spread alike over the alphabet.
fn name(draw: &mut Draw, kind: &str) -> String {
    let heads: &[&str] = match kind {
        "ASSOCIATIVE" => &ASSOCIATIONS,
        "PRIVATE" => &COMPANIES,
        _ => &BODIES,
    };
    let [first, middle, last] = SYLLABLES.map(|syllables| *draw.pick(syllables));
    format!("{first}{middle}{last} – {} {}", draw.pick(heads), draw.pick(&THEMES))
}

fn description(draw: &mut Draw) -> Json {
    let text = format!(
        "Depuis {}, nous travaillons autour {} avec les habitants, les élus et les partenaires du territoire.",
        draw.between(1970, 2020),
        draw.pick(&THEMES),
    );
    serde_json::json!({ "fr": text })
}

/// A SIREN with its check digit (Luhn).
fn siren(number: usize) -> String {
    with_check_digit(format!("{:08}", 30_000_000 + number))
}

/// The SIRET of the head office (00001) of a SIREN.
fn siret(siren: &str) -> String {
    with_check_digit(format!("{siren}0001"))
}

fn with_check_digit(digits: String) -> String {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let digit = u32::from(digit - b'0');
            let weighted = if place % 2 == 0 { digit * 2 } else { digit };
            if weighted > 9 { weighted - 9 } else { weighted }
        })
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_digit_is_that_of_a_known_siren() {
        assert_eq!(with_check_digit("73282932".to_owned()), "732829320");
    }
}
