//! Where things are, as files tell it: a point, or a territory named by its kind and its code.

use std::fmt;

use serde::Serialize;

use super::{
    fields::{Choice, RowReader},
    message::{Message, excerpt},
};
use crate::kernel::{
    error::Code,
    identifier::{CommuneCode, Departement, Epci, IdentifierFault},
};

/// A point in degrees (WGS 84).
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Position {
    /// North is positive.
    pub lat: f64,
    /// East is positive.
    pub lon: f64,
}

impl Position {
    /// Reads `lat` and `lon`: both or none.
    pub(super) fn read(reader: &mut RowReader<'_>) -> Option<Self> {
        let lat = reader.decimal("lat", -90.0..=90.0);
        let lon = reader.decimal("lon", -180.0..=180.0);
        for (field, alone) in
            [("lon", lat.is_some() && lon.is_none()), ("lat", lon.is_some() && lat.is_none())]
        {
            if alone && !reader.is_refused(field) {
                reader.refuse(field, Code::Required, &PlaceProblem::HalfPosition);
            }
        }
        Some(Self { lat: lat?, lon: lon? })
    }
}

/// The kinds of territory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TerritoryKind {
    /// A commune.
    Commune,
    /// An intercommunality with its own taxes.
    Epci,
    /// A syndicate of communes.
    Syndicat,
    /// A *pôle d'équilibre territorial et rural*.
    Petr,
    /// A regional nature park.
    Pnr,
    /// The area of a LEADER local action group.
    Gal,
    /// A département.
    Department,
    /// A region.
    Region,
    /// A country.
    Country,
    /// Any other area.
    Adhoc,
}

impl Choice for TerritoryKind {
    const CHOICES: &'static [(&'static str, Self)] = &[
        ("COMMUNE", Self::Commune),
        ("EPCI", Self::Epci),
        ("SYNDICAT", Self::Syndicat),
        ("PETR", Self::Petr),
        ("PNR", Self::Pnr),
        ("GAL", Self::Gal),
        ("DEPARTMENT", Self::Department),
        ("REGION", Self::Region),
        ("COUNTRY", Self::Country),
        ("ADHOC", Self::Adhoc),
    ];
}

/// A territory, by its kind and its code in that kind.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The kind.
    pub kind: TerritoryKind,
    /// INSEE's code for a commune, a département or a region, the SIREN of an intercommunality, two letters for a
    /// country (ISO 3166-1), otherwise the code that the network gave.
    pub code: String,
}

impl Place {
    /// Reads a code by the rule of its kind.
    ///
    /// # Errors
    /// When it is not such a code.
    pub(super) fn new(kind: TerritoryKind, code: &str) -> Result<Self, PlaceProblem> {
        let code = match kind {
            TerritoryKind::Commune => CommuneCode::parse(code)?.into(),
            TerritoryKind::Epci => Epci::parse(code)?.into(),
            TerritoryKind::Department => Departement::parse(code)?.into(),
            TerritoryKind::Region => shaped(code, |code| code.len() == 2 && all(code, u8::is_ascii_digit))?,
            TerritoryKind::Country => {
                shaped(code, |code| code.len() == 2 && all(code, u8::is_ascii_uppercase))?
            }
            TerritoryKind::Syndicat
            | TerritoryKind::Petr
            | TerritoryKind::Pnr
            | TerritoryKind::Gal
            | TerritoryKind::Adhoc => shaped(code, |code| {
                (1..=40).contains(&code.len())
                    && all(code, |byte| byte.is_ascii_alphanumeric() || b"-_.".contains(byte))
            })?,
        };
        Ok(Self { kind, code })
    }

    /// Reads `KIND:code`.
    ///
    /// # Errors
    /// When it is not written so, or the code is not one of its kind.
    pub(super) fn parse(text: &str) -> Result<Self, PlaceProblem> {
        let (kind, code) = text.split_once(':').ok_or_else(|| PlaceProblem::Reference(excerpt(text)))?;
        let kind = TerritoryKind::CHOICES.iter().find(|(name, _)| name.eq_ignore_ascii_case(kind.trim()));
        let (_, kind) = kind.ok_or_else(|| PlaceProblem::Reference(excerpt(text)))?;
        Self::new(*kind, code)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind.as_str(), self.code)
    }
}

fn all(code: &str, allowed: impl Fn(&u8) -> bool) -> bool {
    code.bytes().all(|byte| allowed(&byte))
}

fn shaped(code: &str, fits: impl Fn(&str) -> bool) -> Result<String, PlaceProblem> {
    let code = code.trim();
    if fits(code) { Ok(code.to_owned()) } else { Err(PlaceProblem::Code(excerpt(code))) }
}

/// Why a place cannot be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PlaceProblem {
    HalfPosition,
    Identifier(IdentifierFault),
    Code(String),
    Reference(String),
}

impl From<IdentifierFault> for PlaceProblem {
    fn from(fault: IdentifierFault) -> Self {
        Self::Identifier(fault)
    }
}

impl Message for PlaceProblem {
    fn sentences(&self) -> [String; 3] {
        match self {
            Self::HalfPosition => [
                "un point a une latitude et une longitude",
                "un punt té una latitud i una longitud",
                "a point has a latitude and a longitude",
            ]
            .map(str::to_owned),
            Self::Identifier(fault) => fault.sentences(),
            Self::Code(code) => [
                format!("« {code} » n'est pas un code de ce type de territoire"),
                format!("«{code}» no és un codi d'aquest tipus de territori"),
                format!("“{code}” is not a code of this kind of territory"),
            ],
            Self::Reference(text) => [
                format!("un territoire s'écrit TYPE:code, comme EPCI:200049211, et non « {text} »"),
                format!("un territori s'escriu TIPUS:codi, com EPCI:200049211, i no «{text}»"),
                format!("a territory is written KIND:code, as in EPCI:200049211, not “{text}”"),
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_reads_back_as_it_is_shown() {
        for text in
            ["COMMUNE:66149", "EPCI:200049211", "DEPARTMENT:66", "REGION:76", "COUNTRY:FR", "PNR:FR8000052"]
        {
            assert_eq!(Place::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_code_follows_the_rule_of_its_kind() {
        for text in [
            "COMMUNE:6614",
            "EPCI:246600999",
            "DEPARTMENT:20",
            "REGION:7",
            "COUNTRY:fra",
            "ADHOC:",
            "GAL:a b",
        ] {
            assert!(Place::parse(text).is_err(), "{text}");
        }
        assert_eq!(Place::parse("village 3"), Err(PlaceProblem::Reference("village 3".into())));
    }
}
