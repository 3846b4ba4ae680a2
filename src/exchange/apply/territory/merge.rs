//! What a row says of a place, written over what is known of it.

use serde_json::json;
use uuid::Uuid;

use super::repo::TerritoryModel;
use crate::{
    exchange::{apply::merge::say, fields::Choice, territory::TerritoryRow},
    kernel::{fold::fold, identifier::PostalCode},
};

/// The country of every place that files tell so far.
pub(super) const COUNTRY: &str = "FR";

/// A place of which only its kind and code are known.
pub(super) fn blank(id: Uuid, row: &TerritoryRow) -> TerritoryModel {
    TerritoryModel {
        id,
        kind: row.place.kind.as_str().to_owned(),
        country: COUNTRY.to_owned(),
        code: row.place.code.clone(),
        name: String::new(),
        name_ca: None,
        sort_name: String::new(),
        siren: None,
        postal_codes: json!([]),
        population: None,
        lat: None,
        lon: None,
        valid_from: None,
        valid_to: None,
        successor_id: None,
    }
}

/// Writes what the row says; answers the API's names of the fields that change.
pub(super) fn merge(model: &mut TerritoryModel, row: &TerritoryRow) -> Vec<&'static str> {
    let mut changed = Vec::new();
    say(&mut model.name, Some(row.name.clone()), "name", &mut changed);
    model.sort_name = fold(&model.name);
    say(&mut model.name_ca, row.name_ca.clone().map(Some), "nameCa", &mut changed);
    let siren = row.siren.as_ref().map(|siren| siren.as_str().to_owned());
    say(&mut model.siren, siren.map(Some), "siren", &mut changed);
    let codes: Vec<&str> = row.postal_codes.iter().map(PostalCode::as_str).collect();
    say(&mut model.postal_codes, (!codes.is_empty()).then(|| json!(codes)), "postalCodes", &mut changed);
    say(&mut model.population, row.population.map(Some), "population", &mut changed);
    say(&mut model.lat, row.position.map(|position| Some(position.lat)), "lat", &mut changed);
    say(&mut model.lon, row.position.map(|position| Some(position.lon)), "lon", &mut changed);
    changed
}
