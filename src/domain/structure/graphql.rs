//! How structures read.

use async_graphql::InputType;

use super::model::{
    GeoPrecision, IdentifierWaiver, LabelScheme, RegistryState, StructureKind, StructureStatus,
};
use super::place::SHOWN;
use crate::domain::file;
use crate::domain::funding_source::FundingSource;
use crate::domain::membership::Membership;
use crate::domain::note;
use crate::domain::participation::Participation;
use crate::domain::project::Project;
use crate::domain::record;
use crate::domain::term::{self, TermScheme};
use crate::domain::territory::{Territory, TerritoryInput, is_place};
use crate::gql::plan::{FacetValues, FilterSql, Link, Noun, TypeBuilder, Walk};
use crate::gql::scalar::{Date, Nda, Rna, Siren, Siret, Uai};
use crate::gql::text::{TEXT, Text};
use crate::kernel::kind::Kind;
use crate::store::search::{SearchText, Searched, Weight};

/// A structure.
pub struct Structure;

/// What structures are found by.
pub const SEARCHED: Searched = Searched {
    table: "structure",
    texts: &[
        SearchText::plain("name", "t.name", Weight::Title),
        SearchText::plain("acronym", "t.acronym", Weight::Title),
        SearchText::plain("legalName", "t.legal_name", Weight::Summary),
        SearchText::localised("description", "t.description", Weight::Body),
        SearchText::words("sectors", TermScheme::Sector.as_str()),
        SearchText::words("themes", TermScheme::Theme.as_str()),
    ],
};

impl Noun for Structure {
    const NAME: &'static str = "Structure";

    fn declare(t: &mut TypeBuilder) {
        t.record(Kind::Structure, "structure", "An association, a company or a public body.");
        record::declare(t);
        t.succeeded_by("merged_into");
        file::list(t);
        note::list(t);
        t.field::<StructureKind>("kind", "t.kind", "What it is in law.");
        t.field::<String>("name", "t.name", "Its usual name.");
        t.field::<Option<String>>("acronym", "t.acronym", "Its acronym.");
        t.field::<Option<String>>("legalName", "t.legal_name", "Its name in the register.");
        status(t);
        identifiers(t);
        t.embedded::<Option<Text>>(TEXT, "description", "t.description", "What it does.");
        place(t);
        t.one::<Self>("parent", "t.parent_id", "The structure that it is part of.");
        t.field::<bool>("isBranch", "t.is_branch", "A branch without registration of its own.");
        t.connection::<Self>("branches", Link::By("t.parent_id"), "The structures that are part of it.");
        t.connection::<Membership>("members", Link::By("t.structure_id"), "The people who belong to it.");
        t.connection::<Project>(
            "projects",
            Link::Among("t.id in (select l.project_id from participation l where l.state = 'ACCEPTED' and l.structure_id = "),
            "The projects that it takes part in.",
        );
        t.connection::<Participation>("participations", Link::By("t.structure_id"), "Its roles in projects.");
        t.connection::<FundingSource>(
            "fundingSources",
            Link::By("t.funder_id"),
            "The funding sources that it gives.",
        );
        t.list::<QualityLabel>("labels", Link::By("t.structure_id"), "Its quality labels.");
        term::list(t, TermScheme::Sector, "sectors", "The trades that it belongs to.");
        term::list(t, TermScheme::Theme, "themes", "What it is about.");
        lists(t);
        facets(t);
    }
}

fn status(t: &mut TypeBuilder) {
    t.field::<StructureStatus>("status", "t.status", "Where it stands in its life here.");
    record::transitions::<StructureStatus>(t);
}

fn identifiers(t: &mut TypeBuilder) {
    t.field::<Option<Siren>>("siren", "t.siren", "Its legal unit.");
    t.field::<Option<Siret>>("siret", "t.siret", "Its establishment.");
    t.field::<Option<Rna>>("rna", "t.rna", "Its number in the national register of associations.");
    t.field::<Option<Uai>>("uai", "t.uai", "Its number as a school.");
    t.field::<Option<Nda>>("nda", "t.nda", "Its activity number as a training body.");
    t.field::<Option<String>>("naf", "t.naf_code", "Its main activity, in the French nomenclature.");
    t.field::<Option<IdentifierWaiver>>(
        "identifierWaiver",
        "t.identifier_waiver",
        "Why it has no public identifier.",
    );
    t.field::<RegistryState>("registryState", "t.registry_state", "What the national register says of it.");
}

fn place(t: &mut TypeBuilder) {
    t.field::<Option<String>>("email", "t.email", "Its public e-mail address.");
    t.field::<Option<String>>("phone", "t.phone", "Its public telephone number.");
    t.field::<Option<String>>("website", "t.website", "Its web site.");
    t.field::<Option<String>>("addressLine", "t.address_line", "Its postal address, without the commune.");
    t.field::<Option<String>>("postalCode", "t.postal_code", "Its postal code.");
    t.one::<Territory>("territory", "t.territory_id", "The commune where it sits.");
    t.inline::<Location>(
        "location",
        Some("t.geo_precision <> 'HIDDEN' and (t.lat is not null or t.territory_id is not null)"),
        "Where to show it on a map, as exactly as it allows.",
    );
    t.connection::<Territory>(
        "actionTerritories",
        Link::Among(
            "t.id in (select l.territory_id from structure_action_territory l where l.structure_id = ",
        ),
        "Where it works.",
    );
}

fn lists(t: &mut TypeBuilder) {
    t.filter(
        "kind",
        <Option<Vec<StructureKind>>>::create_type_info,
        FilterSql::OneOf("t.kind"),
        "It is one of these in law.",
    );
    t.filter(
        "status",
        <Option<Vec<StructureStatus>>>::create_type_info,
        FilterSql::OneOf("t.status"),
        "It stands in one of these states.",
    );
    t.filter(
        "territory",
        <Option<TerritoryInput>>::create_type_info,
        FilterSql::Walked(Walk {
            table: "structure_place",
            id: "walk.structure_id",
            order: "NAME",
            key: "walk.sort_name",
            condition: |value, sql| is_place("walk.territory_id", value, sql),
            holds: &[("t.kind", "walk.kind")],
        }),
        "It sits in this place.",
    );
    term::filter(
        t,
        TermScheme::Sector,
        "sectors",
        "It belongs to one of these trades: codes of `terms` of the scheme SECTOR.",
    );
    term::filter(
        t,
        TermScheme::Theme,
        "themes",
        "It is about one of these: codes of `terms` of the scheme THEME.",
    );
    t.near("t.id", "It is shown on the map near this point.");
    t.single("structure", "One structure, by exactly one of its identifiers; null when there is none, or none that you may see.");
    record::by_slug(t);
    t.key(&[("siret", "t.siret", Siret::read)]);
    t.key(&[("rna", "t.rna", Rna::read)]);
    t.key(&[("uai", "t.uai", Uai::read)]);
    t.lookup("siret", <Option<Siret>>::create_type_info, "t.siret", Siret::read, "Its establishment.");
    t.lookup(
        "rna",
        <Option<Rna>>::create_type_info,
        "t.rna",
        Rna::read,
        "Its number in the register of associations.",
    );
    t.lookup("uai", <Option<Uai>>::create_type_info, "t.uai", Uai::read, "Its number as a school.");
    t.plural("structures", "Structures.");
}

fn facets(t: &mut TypeBuilder) {
    t.facet("KIND", FacetValues::Code("t.kind"), "By what they are in law.");
    t.facet("STATUS", FacetValues::Code("t.status"), "By where they stand in their life here.");
    t.facet("TERRITORY", FacetValues::Place("t.territory_id"), "By the commune where they sit.");
    t.facet(
        "SECTOR",
        FacetValues::Terms("SECTOR"),
        "By the trades that they belong to; one may count in several.",
    );
    t.facet("THEME", FacetValues::Terms("THEME"), "By what they are about; one may count in several.");
}

/// Where to show a structure on a map.
struct Location;

impl Noun for Location {
    const NAME: &'static str = "Location";

    fn declare(t: &mut TypeBuilder) {
        const CENTRE: &str = "case when t.geo_precision in ('EXACT', 'STREET') and t.lat is not null then t.geo_precision else 'COMMUNE' end";
        t.part("Where to show something on a map, in degrees (WGS 84).");
        t.field::<Option<f64>>("lat", SHOWN[0], "Latitude.");
        t.field::<Option<f64>>("lon", SHOWN[1], "Longitude.");
        t.field::<GeoPrecision>(
            "precision",
            CENTRE,
            "How exact it is; COMMUNE is the centre of the commune.",
        );
    }
}

/// A quality label of a structure.
pub struct QualityLabel;

impl Noun for QualityLabel {
    const NAME: &'static str = "QualityLabel";

    fn declare(t: &mut TypeBuilder) {
        t.rows("quality_label", "label", "1 = 1", "A quality label of a structure.");
        t.belongs_to("t.structure_id", "(select sl.level from structure sl where sl.id = t.structure_id)");
        t.field::<LabelScheme>("scheme", "t.scheme", "Which label.");
        t.field::<Vec<String>>("scopes", "t.scopes", "What it covers.");
        t.field::<Option<String>>("number", "t.number", "The number of the certificate.");
        t.field::<Option<String>>("issuer", "t.issuer", "Who gave it.");
        t.field::<Option<Date>>("validFrom", "t.valid_from", "Its first day.");
        t.field::<Option<Date>>("validTo", "t.valid_to", "Its last day.");
        t.order(
            "VALID_TO",
            crate::gql::plan::KeyType::Text,
            "coalesce(cast(t.valid_to as text), '9999-12-31')",
            "The first to expire first.",
        );
    }
}
