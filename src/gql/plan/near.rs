//! Nearness: a filter that keeps what is near a point, and how far each row of a list so filtered is from it. Distances are
//! counted between where things are shown on the map (`geo_point`), never where they are.

use async_graphql::InputObject;
use serde_json::Value;

use super::cell::WriteComputed;
use super::condition::FilterSql;
use super::declare::ObjectType;
use super::named::Known;
use crate::kernel::error::{Code, Fault};
use crate::kernel::geo::{Origin, Point, degrees, kilometres, scaled_chord};
use crate::kernel::identifier::CommuneCode;
use crate::kernel::locale::Locale;
use crate::store::Sql;

/// The greatest radius: half the girth of the Earth.
const MAX_RADIUS_KM: f64 = 20_100.0;

/// A disc on the map. Its centre is a commune, or a point.
#[derive(Clone, Debug, InputObject)]
pub struct NearInput {
    /// The centre of this commune, by its INSEE code.
    pub insee_code: Option<String>,
    /// Or the point at this latitude, in degrees (WGS 84),
    pub lat: Option<f64>,
    /// and at this longitude.
    pub lon: Option<f64>,
    /// As the crow flies, in kilometres; more than 0.
    pub radius_km: f64,
}

/// What a list filtered by nearness names: its commune has to be known, or an empty list would look like an answer.
pub(super) const COMMUNE: Known = Known {
    look: |value, sql| {
        if let Near { origin: Origin::Commune(code), .. } = Near::read(value)? {
            sql.push("select 1 from ");
            push_origin(sql, &Origin::Commune(code));
            sql.push(" o");
        }
        Ok(())
    },
    field: "inseeCode",
    message: "there is no commune with this INSEE code, or it has no place on the map",
};

/// What was asked.
struct Near {
    origin: Origin,
    radius_km: f64,
}

impl Near {
    fn read(value: &Value) -> Result<Self, Fault> {
        let fault = |field: &str, message: &str| {
            Err(Fault::on(&format!("filter.near.{field}"), Code::Invalid, message))
        };
        let number = |name: &str| value.get(name).and_then(Value::as_f64);
        let radius_km = number("radiusKm").unwrap_or_default();
        if !(radius_km > 0.0 && radius_km <= MAX_RADIUS_KM) {
            return fault("radiusKm", "a radius is more than 0 km, and at most 20100");
        }
        let commune = value.get("inseeCode").and_then(Value::as_str);
        let origin = match (commune, number("lat"), number("lon")) {
            (Some(code), None, None) => match CommuneCode::parse(code) {
                Ok(code) => Origin::Commune(code.as_str().to_owned()),
                Err(wrong) => return fault("inseeCode", wrong.hint.text(Locale::En)),
            },
            (None, Some(lat), Some(_)) if !(-90.0..=90.0).contains(&lat) => {
                return fault("lat", "a latitude lies between -90 and 90 degrees");
            }
            (None, Some(_), Some(lon)) if !(-180.0..=180.0).contains(&lon) => {
                return fault("lon", "a longitude lies between -180 and 180 degrees");
            }
            (None, Some(lat), Some(lon)) => Origin::Point(Point { lat, lon }),
            _ => return fault("inseeCode", "give either `inseeCode`, or `lat` and `lon`"),
        };
        Ok(Self { origin, radius_km })
    }
}

/// From where a list of `ty` under `filter` counts distances.
pub(super) fn origin(ty: &ObjectType, filter: Option<&Value>) -> Result<Option<Origin>, Fault> {
    let Some(filter) = filter else { return Ok(None) };
    let declared = ty.filters.iter().find(|filter| matches!(filter.sql, FilterSql::Near(_)));
    let value = declared.and_then(|declared| filter.get(declared.name)).filter(|value| !value.is_null());
    value.map(|value| Near::read(value).map(|near| near.origin)).transpose()
}

/// Appends the condition that what has the id `id` is near.
pub(super) fn condition(sql: &mut Sql, id: &str, value: &Value) -> Result<(), Fault> {
    let Near { origin, radius_km } = Near::read(value)?;
    let band = degrees(radius_km) + 1e-9;
    sql.push(id).push(" in (select a.id from geo_point a, ");
    push_origin(sql, &origin);
    sql.push(" o where a.lat between o.lat - ").bind(band).push(" and o.lat + ").bind(band);
    sql.push(" and ").push(SCALED_CHORD).push(" <= ").bind(scaled_chord(radius_km)).push(")");
    Ok(())
}

/// The square of the chord between `a` and `o`, times [`CHORD_SCALE`](crate::kernel::geo::CHORD_SCALE).
const SCALED_CHORD: &str =
    "1e15 * ((a.x - o.x) * (a.x - o.x) + (a.y - o.y) * (a.y - o.y) + (a.z - o.z) * (a.z - o.z))";

/// Appends how far what has the id `id` is: a scaled square, or null where it is nowhere or nothing says from where.
pub(super) fn push_away(sql: &mut Sql, origin: Option<&Origin>, id: &str) {
    let Some(origin) = origin else {
        sql.push("cast(null as bigint)");
        return;
    };
    sql.push("(select cast(").push(SCALED_CHORD).push(" as bigint) from geo_point a, ");
    push_origin(sql, origin);
    sql.push(" o where a.id = ").push(id).push(")");
}

/// Appends a table of one row: where the origin is.
fn push_origin(sql: &mut Sql, origin: &Origin) {
    match origin {
        Origin::Commune(code) => {
            sql.push("(select p.lat, p.x, p.y, p.z from territory c join geo_point p on p.id = c.id ");
            sql.push("where c.country = 'FR' and c.kind = 'COMMUNE' and c.valid_to is null and c.code = ");
            sql.bind(code.as_str()).push(")");
        }
        Origin::Point(point) => {
            let [x, y, z] = point.unit();
            sql.push("(select ").bind(point.lat).push(" as lat, ").bind(x).push(" as x, ");
            sql.bind(y).push(" as y, ").bind(z).push(" as z)");
        }
    }
}

/// Writes a distance in kilometres.
pub(super) const WRITE_KM: WriteComputed = |cells, _, out| {
    match cells.find::<i64>(0)? {
        Some(scaled) => {
            // Writing into memory cannot fail.
            let _ = serde_json::to_writer(out, &kilometres(scaled));
        }
        None => out.extend_from_slice(b"null"),
    }
    Ok(())
};
