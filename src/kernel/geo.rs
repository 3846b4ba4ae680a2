//! Distances on the globe, as the crow flies.
//!
//! The hub keeps points as unit vectors: what is nearer has the shorter chord, and the square of a chord takes a database
//! three products and no trigonometry. The great-circle distance follows from it here.

use std::f64::consts::PI;

/// The mean radius of the Earth (IUGG), in kilometres.
pub const EARTH_RADIUS_KM: f64 = 6_371.008_8;

/// What the square of a chord of the unit sphere is multiplied by to be kept as a whole number.
pub const CHORD_SCALE: f64 = 1e15;

/// A point of the globe, in degrees (WGS 84).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Latitude.
    pub lat: f64,
    /// Longitude.
    pub lon: f64,
}

/// From where distances are counted.
#[derive(Clone, Debug, PartialEq)]
pub enum Origin {
    /// The centre of a commune, by its INSEE code.
    Commune(String),
    /// A point.
    Point(Point),
}

impl Point {
    /// The point as a vector of length one.
    #[must_use]
    pub fn unit(self) -> [f64; 3] {
        let (lat, lon) = (self.lat.to_radians(), self.lon.to_radians());
        [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
    }
}

/// The distance in kilometres, to the metre, of two points whose chord has this scaled square.
#[must_use]
pub fn kilometres(scaled: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a scaled square is below 4e15, which a f64 holds")]
    let chord = (scaled.max(0) as f64 / CHORD_SCALE).sqrt();
    let kilometres = 2.0 * EARTH_RADIUS_KM * (chord / 2.0).min(1.0).asin();
    (kilometres * 1_000.0).round() / 1_000.0
}

/// The scaled square of the chord of two points so many kilometres apart.
#[must_use]
pub fn scaled_chord(kilometres: f64) -> f64 {
    let half = (kilometres / (2.0 * EARTH_RADIUS_KM)).min(PI / 2.0).sin();
    4.0 * half * half * CHORD_SCALE
}

/// So many kilometres along a meridian, in degrees.
#[must_use]
pub fn degrees(kilometres: f64) -> f64 {
    (kilometres / EARTH_RADIUS_KM).to_degrees()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRADES: Point = Point { lat: 42.6170, lon: 2.4220 };
    const PERPIGNAN: Point = Point { lat: 42.6980, lon: 2.8950 };
    const FONT_ROMEU: Point = Point { lat: 42.5040, lon: 2.0390 };

    fn scaled(a: Point, b: Point) -> i64 {
        let squares = a.unit().into_iter().zip(b.unit()).map(|(a, b)| (a - b) * (a - b));
        #[expect(clippy::cast_possible_truncation, reason = "as databases do")]
        let scaled = (squares.sum::<f64>() * CHORD_SCALE) as i64;
        scaled
    }

    #[test]
    fn distances_are_those_of_the_great_circle() {
        assert_eq!(format!("{:.3}", kilometres(scaled(PRADES, FONT_ROMEU))), "33.791");
        assert_eq!(format!("{:.3}", kilometres(scaled(FONT_ROMEU, PERPIGNAN))), "73.308");
        assert_eq!(format!("{:.3}", kilometres(scaled(PRADES, PERPIGNAN))), "39.714");
        let antipode = Point { lat: -PRADES.lat, lon: PRADES.lon - 180.0 };
        assert_eq!(format!("{:.0}", kilometres(scaled(PRADES, antipode))), "20015");
    }

    #[test]
    fn a_radius_and_its_chord_agree() {
        for km in [0.0, 0.001, 1.0, 33.791, 500.0, 20_000.0] {
            #[expect(clippy::cast_possible_truncation, reason = "as databases do")]
            let back = kilometres(scaled_chord(km).round() as i64);
            assert!((back - km).abs() < 0.001_5, "{km} {back}");
        }
        assert!((degrees(111.195) - 1.0).abs() < 0.000_1);
    }
}
