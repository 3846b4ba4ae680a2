//! The row of a structure: an association, a company or a public body, as files tell it.
//!
//! A row with one wrong cell is not imported by half. What only the database knows (is the SIRET taken, does the
//! commune exist) is not asked here.

mod vocabulary;

use serde::Serialize;

pub use vocabulary::{GeoPrecision, LegalKind, Visibility};

use super::{
    fields::{CellFault, RowReader},
    message::Message,
    place::Position,
    record::Field,
};
use crate::kernel::{
    error::Code,
    identifier::{CommuneCode, Naf, Nda, PostalCode, Rna, Siren, Siret, Uai},
};

pub(super) const FIELDS: &[Field] = &[
    Field::required("externalId"),
    Field::required("name"),
    Field::required("kind"),
    Field::optional("acronym"),
    Field::optional("legalName"),
    Field::optional("siren"),
    Field::optional("siret"),
    Field::optional("rna"),
    Field::optional("uai"),
    Field::optional("naf"),
    Field::optional("nda"),
    Field::reference("territory"),
    Field::optional("postalCode"),
    Field::optional("address"),
    Field::optional("lat"),
    Field::optional("lon"),
    Field::optional("geoPrecision"),
    Field::optional("email"),
    Field::optional("phone"),
    Field::optional("website"),
    Field::optional("visibility"),
    Field::optional("description"),
];

/// A structure, checked.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StructureRow {
    /// The identifier in the partner's own system.
    pub external_id: String,
    /// The name in use.
    pub name: String,
    /// What it is in law.
    pub kind: LegalKind,
    /// The short name.
    pub acronym: Option<String>,
    /// The name in the registries.
    pub legal_name: Option<String>,
    /// The body; taken from the SIRET when the file gives only that one.
    pub siren: Option<Siren>,
    /// The establishment.
    pub siret: Option<Siret>,
    /// The association.
    pub rna: Option<Rna>,
    /// The school.
    pub uai: Option<Uai>,
    /// The main activity.
    pub naf: Option<Naf>,
    /// The training provider.
    pub nda: Option<Nda>,
    /// The commune of the seat.
    pub territory: Option<CommuneCode>,
    /// The postal code of the seat.
    pub postal_code: Option<PostalCode>,
    /// The rest of the address, on one line.
    pub address: Option<String>,
    /// Where the seat is.
    pub position: Option<Position>,
    /// How precisely it may be shown; `None`: the hub's default.
    pub geo_precision: Option<GeoPrecision>,
    /// In lower case.
    pub email: Option<String>,
    /// As it is written.
    pub phone: Option<String>,
    /// `http` or `https`.
    pub website: Option<String>,
    /// Who may see it; `None`: the network.
    pub visibility: Option<Visibility>,
    /// In French, on several lines.
    pub description: Option<String>,
}

impl StructureRow {
    pub(super) fn read(mut reader: RowReader<'_>) -> Result<Self, Vec<CellFault>> {
        let kind = reader.required("kind", RowReader::choice);
        let siret = reader.identifier("siret", Siret::parse);
        let siren = siren(&mut reader, siret.as_ref());
        let rna = rna(&mut reader, kind);
        let row = Self {
            external_id: reader.required_text("externalId", 1..=200),
            name: reader.required_text("name", 2..=200),
            // Never seen: without a kind, the fault above keeps the row from coming out.
            kind: kind.unwrap_or(LegalKind::Associative),
            acronym: reader.text("acronym", 1..=60),
            legal_name: reader.text("legalName", 2..=300),
            siren,
            siret,
            rna,
            uai: reader.identifier("uai", Uai::parse),
            naf: reader.identifier("naf", Naf::parse),
            nda: reader.identifier("nda", Nda::parse),
            territory: reader.identifier("territory", CommuneCode::parse),
            postal_code: reader.identifier("postalCode", PostalCode::parse),
            address: reader.text("address", 2..=300),
            position: Position::read(&mut reader),
            geo_precision: reader.choice("geoPrecision"),
            email: reader.email("email"),
            phone: reader.phone("phone"),
            website: reader.web_address("website"),
            visibility: reader.choice("visibility"),
            description: reader.long_text("description", 1..=20_000),
        };
        reader.finish(row)
    }
}

fn siren(reader: &mut RowReader<'_>, siret: Option<&Siret>) -> Option<Siren> {
    let of_siret = siret.map(Siret::siren);
    let siren = reader.identifier("siren", Siren::parse);
    if siren.is_some() && of_siret.is_some() && siren != of_siret {
        reader.refuse("siren", Code::Invalid, &StructureProblem::SirenOfAnotherSiret);
    }
    siren.or(of_siret)
}

fn rna(reader: &mut RowReader<'_>, kind: Option<LegalKind>) -> Option<Rna> {
    let rna = reader.identifier("rna", Rna::parse)?;
    if kind.is_some_and(|kind| kind != LegalKind::Associative) {
        reader.refuse("rna", Code::Invalid, &StructureProblem::RnaOfNoAssociation);
    }
    Some(rna)
}

/// Why two cells of a structure do not go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StructureProblem {
    SirenOfAnotherSiret,
    RnaOfNoAssociation,
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
        }
        .map(str::to_owned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::{
        fields::Choice,
        reading::tests::read_one,
        record::{Record, RecordKind},
    };

    fn read(cells: &[(&str, &str)]) -> Result<StructureRow, Vec<(String, String)>> {
        let required = [("externalId", "1"), ("name", "Casal del Conflent"), ("kind", "ASSOCIATIVE")];
        let missing = required.into_iter().filter(|(name, _)| cells.iter().all(|(given, _)| given != name));
        let cells: Vec<_> = missing.chain(cells.iter().copied()).collect();
        match read_one(RecordKind::Structure, &cells) {
            Ok(Record::Structure(row)) => Ok(*row),
            Ok(other) => panic!("{other:?}"),
            Err(faults) => Err(faults.into_iter().map(|fault| (fault.column, fault.message)).collect()),
        }
    }

    fn only_fault(cells: &[(&str, &str)]) -> (String, String) {
        let faults = read(cells).unwrap_err();
        assert_eq!(faults.len(), 1, "{faults:?}");
        faults.into_iter().next().unwrap()
    }

    #[test]
    fn a_lost_zero_is_a_fault_with_a_hint() {
        let (column, message) = only_fault(&[("siren", "58801481")]);
        assert_eq!(column, "siren");
        assert!(message.contains("zéro en tête"), "{message}");
    }

    #[test]
    fn a_siren_in_the_siret_column_is_a_fault_with_a_hint() {
        let (column, message) = only_fault(&[("siret", "216600015")]);
        assert_eq!(column, "siret");
        assert!(message.contains("C'est un SIREN"), "{message}");
    }

    #[test]
    fn a_number_shortened_by_a_spreadsheet_is_a_fault_with_a_hint() {
        let (_, message) = only_fault(&[("siret", "2,17003E+13")]);
        assert!(message.contains("tableur"), "{message}");
    }

    #[test]
    fn the_siren_comes_from_the_siret_and_must_be_its_own() {
        let row = read(&[("siret", "732 829 320 00074")]).unwrap();
        assert_eq!(row.siren, Siren::parse("732829320").ok());
        let (column, message) = only_fault(&[("siret", "73282932000074"), ("siren", "216600015")]);
        assert_eq!(column, "siren");
        assert_eq!(message, "le SIREN n'est pas celui du SIRET, qui commence par lui");
    }

    #[test]
    fn only_an_association_has_an_rna_number() {
        assert!(read(&[("rna", "W662000123")]).is_ok());
        assert_eq!(only_fault(&[("rna", "W662000123"), ("kind", "PUBLIC")]).0, "rna");
    }

    #[test]
    fn a_row_gives_all_its_faults() {
        let faults = read(&[
            ("externalId", ""),
            ("name", "x"),
            ("kind", "indeterminee"),
            ("lat", "42.5"),
            ("lon", ""),
            ("website", "ftp://a.fr"),
            ("email", "accueil"),
            ("visibility", "SECRET"),
        ])
        .unwrap_err();
        let mut columns: Vec<_> = faults.iter().map(|(column, _)| column.as_str()).collect();
        columns.sort_unstable();
        assert_eq!(columns, ["email", "externalId", "kind", "lon", "name", "visibility", "website"]);
    }

    #[test]
    fn a_whole_row_is_read() {
        let row = read(&[
            ("uai", "0660010C"),
            ("territory", "66149"),
            ("postalCode", "66500"),
            ("lat", "42,61"),
            ("lon", "2.42"),
            ("geoPrecision", "STREET"),
            ("visibility", "public"),
            ("email", "Accueil@Casal.cat"),
        ])
        .unwrap();
        assert_eq!(row.position, Some(Position { lat: 42.61, lon: 2.42 }));
        assert_eq!(row.geo_precision.map(Choice::as_str), Some("STREET"));
        assert_eq!(row.visibility, Some(Visibility::Public));
        assert_eq!(row.email.as_deref(), Some("accueil@casal.cat"));
        assert_eq!(row.territory.map(String::from).as_deref(), Some("66149"));
    }
}
