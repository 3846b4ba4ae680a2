//! What a structure says of itself, the identifiers apart that are its own: what `createStructure` begins with and
//! `updateStructure` changes.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::model::{GeoPrecision, IdentifierWaiver, StructureKind};
use crate::domain::record;
use crate::kernel::text::Text;

/// What a structure says of itself; every rule that one row can hold was checked.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Content {
    pub(super) kind: StructureKind,
    pub(super) name: String,
    pub(super) details: Details,
}

/// What a structure may leave unsaid.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Details {
    pub(super) acronym: Option<String>,
    pub(super) legal_name: Option<String>,
    pub(super) nda: Option<String>,
    pub(super) naf: Option<String>,
    pub(super) identifier_waiver: Option<IdentifierWaiver>,
    pub(super) description: Option<Text>,
    pub(super) email: Option<String>,
    pub(super) phone: Option<String>,
    pub(super) website: Option<String>,
    pub(super) address_line: Option<String>,
    pub(super) postal_code: Option<String>,
    pub(super) territory: Option<Uuid>,
    pub(super) sectors: BTreeSet<Uuid>,
    pub(super) themes: BTreeSet<Uuid>,
    pub(super) lat: Option<f64>,
    pub(super) lon: Option<f64>,
    /// COMMUNE when nothing is said.
    pub(super) geo_precision: Option<GeoPrecision>,
}

impl Details {
    /// How exactly it may be shown on a map.
    pub(super) fn precision(&self) -> GeoPrecision {
        self.geo_precision.unwrap_or(GeoPrecision::Commune)
    }
}

impl Content {
    /// The API's names of the fields in which it differs from `before`.
    pub(super) fn changes(&self, before: &Self) -> Vec<&'static str> {
        let (now, then) = (&self.details, &before.details);
        let shown = |details: &Details| (details.lat, details.lon, details.precision());
        record::differing([
            ("kind", self.kind != before.kind),
            ("name", self.name != before.name),
            ("acronym", now.acronym != then.acronym),
            ("legalName", now.legal_name != then.legal_name),
            ("nda", now.nda != then.nda),
            ("naf", now.naf != then.naf),
            ("identifierWaiver", now.identifier_waiver != then.identifier_waiver),
            ("description", now.description != then.description),
            ("email", now.email != then.email),
            ("phone", now.phone != then.phone),
            ("website", now.website != then.website),
            ("addressLine", now.address_line != then.address_line),
            ("postalCode", now.postal_code != then.postal_code),
            ("territory", now.territory != then.territory),
            ("location", shown(now) != shown(then)),
            ("sectors", now.sectors != then.sectors),
            ("themes", now.themes != then.themes),
        ])
    }
}
