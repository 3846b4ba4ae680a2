//! The row of a territory: a commune, or an area that communes belong to. Parents are named, not looked up.

use super::{
    fields::{CellFault, RowReader},
    place::{Place, Position, TerritoryKind},
    record::Named,
};
use crate::kernel::{
    error::Code,
    identifier::{PostalCode, Siren},
};

pub(super) const FIELDS: &[Named] = &[
    Named::required("kind"),
    Named::required("code"),
    Named::required("name"),
    Named::optional("nameCa"),
    Named::optional("siren"),
    Named::optional("postalCodes"),
    Named::optional("population"),
    Named::optional("lat"),
    Named::optional("lon"),
    Named::optional("parents"),
];

/// A territory, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct TerritoryRow {
    /// Its kind and code.
    pub place: Place,
    /// The name in French.
    pub name: String,
    /// The name in Catalan.
    pub name_ca: Option<String>,
    /// The public body that runs it.
    pub siren: Option<Siren>,
    /// None, one or several.
    pub postal_codes: Vec<PostalCode>,
    /// Inhabitants.
    pub population: Option<i32>,
    /// A point that stands for it: the town hall, the centre.
    pub position: Option<Position>,
    /// The larger areas that it belongs to.
    pub parents: Vec<Place>,
}

impl TerritoryRow {
    pub(super) fn read(mut reader: RowReader<'_>) -> Result<Self, Vec<CellFault>> {
        let kind = reader.required("kind", RowReader::choice);
        let row = Self {
            place: place(&mut reader, kind),
            name: reader.required_text("name", 1..=200),
            name_ca: reader.text("nameCa", 1..=200),
            siren: reader.identifier("siren", Siren::parse),
            postal_codes: reader.list_of("postalCodes", PostalCode::parse),
            population: reader
                .integer("population", 0..=i64::from(i32::MAX))
                .and_then(|population| i32::try_from(population).ok()),
            position: Position::read(&mut reader),
            parents: reader.list_of("parents", Place::parse),
        };
        reader.finish(row)
    }
}

/// Without a kind the code is read by the loosest rule, for its own faults: the row does not come out anyway.
fn place(reader: &mut RowReader<'_>, kind: Option<TerritoryKind>) -> Place {
    let kind = kind.unwrap_or(TerritoryKind::Adhoc);
    let code = reader.required_text("code", 1..=40);
    Place::new(kind, &code).unwrap_or_else(|problem| {
        if !reader.is_refused("code") {
            reader.refuse("code", Code::Invalid, &problem);
        }
        Place { kind, code }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::{
        reading::tests::read_one,
        record::{ImportKind, Record},
    };

    fn read(cells: &[(&str, &str)]) -> Result<TerritoryRow, Vec<CellFault>> {
        match read_one(ImportKind::Territory, cells)? {
            Record::Territory(row) => Ok(*row),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_commune_is_read_with_its_parents() {
        let row = read(&[
            ("kind", "COMMUNE"),
            ("code", "66136"),
            ("name", "Perpignan"),
            ("nameCa", "Perpinyà"),
            ("postalCodes", "66000|66100"),
            ("population", "119 656"),
            ("parents", "EPCI:200027183|DEPARTMENT:66"),
        ])
        .unwrap();
        assert_eq!(row.place.to_string(), "COMMUNE:66136");
        assert_eq!(row.postal_codes.len(), 2);
        assert_eq!(row.population, Some(119_656));
        assert_eq!(row.parents[1].to_string(), "DEPARTMENT:66");
    }

    #[test]
    fn a_row_gives_all_its_faults() {
        let faults = read(&[
            ("kind", "COMMUNE"),
            ("code", "6136"),
            ("name", ""),
            ("postalCodes", "66000|6610"),
            ("population", "-1"),
            ("parents", "EPCI:66"),
        ])
        .unwrap_err();
        let fields: Vec<_> = faults.iter().map(|fault| fault.field).collect();
        assert_eq!(fields, ["code", "name", "postalCodes", "population", "parents"]);
    }

    #[test]
    fn an_empty_code_is_one_fault() {
        let faults = read(&[("kind", "EPCI"), ("code", ""), ("name", "CC des Aspres")]).unwrap_err();
        assert_eq!(faults.iter().map(|fault| fault.code).collect::<Vec<_>>(), [Code::Required]);
    }
}
