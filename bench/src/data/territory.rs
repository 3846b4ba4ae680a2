//! A country, a region, two departments, their groupings of communes, and the communes.

use entities::{territory, territory_within};
use sea_orm::prelude::Json;
use uuid::Uuid;

use super::draw::Draw;
use super::words::{PLACE_HEADS, PLACE_TAILS};

/// Department and how many groupings and communes it has.
const DEPARTMENTS: [(&str, &str, usize, usize); 2] =
    [("66", "Pyrénées-Orientales", 12, 200), ("09", "Ariège", 2, 30)];

/// The places, which lies in which, and the communes by weight.
pub(super) struct Places {
    pub territories: Vec<territory::Model>,
    pub within: Vec<territory_within::Model>,
    /// Weight (the share of structures that sit there) and commune.
    pub communes: Vec<(u32, Uuid)>,
}

/// The kind and code of every department and grouping: what the questions ask within.
pub(crate) fn areas() -> Vec<(&'static str, String)> {
    DEPARTMENTS
        .iter()
        .flat_map(|(department, _, groupings, _)| {
            let epcis = (0..*groupings).map(|number| ("EPCI", epci_code(department, number)));
            [("DEPARTMENT", (*department).to_owned())].into_iter().chain(epcis)
        })
        .collect()
}

/// In the form of a SIREN.
fn epci_code(department: &str, number: usize) -> String {
    format!("2{department}0{number:02}000")
}

pub(super) fn make(draw: &mut Draw) -> Places {
    let places = Places { territories: Vec::new(), within: Vec::new(), communes: Vec::new() };
    let mut atlas = Atlas { draw, places };
    let country = atlas.add("COUNTRY", "FR".to_owned(), "France", &[]);
    let region = atlas.add("REGION", "76".to_owned(), "Occitanie", &[country]);
    for (code, name, groupings, communes) in DEPARTMENTS {
        let department = atlas.add("DEPARTMENT", code.to_owned(), name, &[region, country]);
        let above = [department, region, country];
        atlas.add_communes(code, (groupings, communes), above);
    }
    atlas.places
}

/// The places made so far.
struct Atlas<'a> {
    draw: &'a mut Draw,
    places: Places,
}

impl Atlas<'_> {
    fn add_communes(
        &mut self,
        department: &str,
        (groupings, communes): (usize, usize),
        [inside, region, country]: [Uuid; 3],
    ) {
        let epcis: Vec<Uuid> = (0..groupings)
            .map(|number| {
                let name = format!("Communauté de communes {}", PLACE_TAILS[number]);
                self.add("EPCI", epci_code(department, number), &name, &[inside, region, country])
            })
            .collect();
        for number in 0..communes {
            let head = PLACE_HEADS[number % PLACE_HEADS.len()];
            let tail = PLACE_TAILS[number % PLACE_TAILS.len()];
            let epci = epcis[number % epcis.len()];
            let code = format!("{department}{:03}", number + 1);
            let above = [epci, inside, region, country];
            let id = self.add("COMMUNE", code, &format!("{head} {tail}"), &above);
            self.put(grid(number));
            self.places.communes.push((if number % 40 == 0 { 12 } else { 2 }, id));
        }
    }

    /// Puts the place that was added last on the map.
    fn put(&mut self, (lat, lon): (f64, f64)) {
        if let Some(place) = self.places.territories.last_mut() {
            (place.lat, place.lon) = (Some(lat), Some(lon));
        }
    }

    /// `above` goes from the place's own grouping up to the country.
    fn add(&mut self, kind: &str, code: String, name: &str, above: &[Uuid]) -> Uuid {
        let id = self.draw.id(draw_epoch());
        self.places.territories.push(territory::Model {
            id,
            kind: kind.to_owned(),
            country: "FR".to_owned(),
            siren: (kind == "EPCI").then(|| code.clone()),
            code,
            name: name.to_owned(),
            name_ca: None,
            sort_name: name.to_lowercase(),
            postal_codes: Json::Array(Vec::new()),
            population: Some(self.draw.between(40, 12_000)),
            lat: Some(42.5),
            lon: Some(2.4),
            valid_from: None,
            valid_to: None,
            successor_id: None,
        });
        self.places.within.push(territory_within::Model {
            ancestor_id: id,
            descendant_id: id,
            direct: false,
        });
        self.places.within.extend(above.iter().enumerate().map(|(distance, ancestor)| {
            territory_within::Model { ancestor_id: *ancestor, descendant_id: id, direct: distance == 0 }
        }));
        id
    }
}

/// The communes stand side by side, in rows of twenty.
fn grid(number: usize) -> (f64, f64) {
    let step = |count: usize| f64::from(u32::try_from(count).unwrap_or_default()) / 32.0;
    (42.375 + step(number / 20), 1.875 + step(number % 20))
}

/// Places are older than all else.
fn draw_epoch() -> chrono::DateTime<chrono::Utc> {
    chrono::DateTime::from_timestamp(1_700_000_000, 0).unwrap_or_default()
}
