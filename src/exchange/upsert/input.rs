//! What a partner's program sends. Each item says what a row of a file would, by the same names: what it does not say
//! stays as it is.

use async_graphql::{ID, InputObject};
use serde::Serialize;

/// Structures of a source.
#[derive(Clone, Debug, InputObject)]
pub struct UpsertStructuresInput {
    /// The name of your source: small letters, digits, dashes. Another partner's is not yours to use.
    pub source: String,
    /// Its structures, at most 500.
    pub items: Vec<StructureItem>,
}

/// A structure as its source tells it.
#[derive(Clone, Debug, InputObject, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StructureItem {
    /// What you call it: the same for ever.
    pub external_id: String,
    /// Its page at yours.
    pub source_url: Option<String>,
    /// Its usual name; needed.
    pub name: Option<String>,
    /// ASSOCIATIVE, PRIVATE or PUBLIC; needed.
    pub kind: Option<String>,
    /// Its acronym.
    pub acronym: Option<String>,
    /// Its name in the register.
    pub legal_name: Option<String>,
    /// Its legal unit.
    pub siren: Option<String>,
    /// Its establishment; a structure that has it already is the same.
    pub siret: Option<String>,
    /// Its number in the register of associations.
    pub rna: Option<String>,
    /// Its number as a school.
    pub uai: Option<String>,
    /// Its main activity.
    pub naf: Option<String>,
    /// Its number as a training body.
    pub nda: Option<String>,
    /// INSEE's code of the commune where it sits.
    pub territory: Option<String>,
    /// Its postal code.
    pub postal_code: Option<String>,
    /// Its address, without the commune.
    pub address: Option<String>,
    /// Latitude, in degrees (WGS 84).
    pub lat: Option<f64>,
    /// Longitude.
    pub lon: Option<f64>,
    /// How precisely it may be shown: EXACT, STREET, COMMUNE or HIDDEN.
    pub geo_precision: Option<String>,
    /// Its public e-mail address.
    pub email: Option<String>,
    /// Its public telephone number.
    pub phone: Option<String>,
    /// Its web site.
    pub website: Option<String>,
    /// Who may read it, said when it is made only: PUBLIC, NETWORK, SHARED, TEAM or PRIVATE.
    pub visibility: Option<String>,
    /// What it does, in French.
    pub description: Option<String>,
    /// The trades that it belongs to: codes of terms of the scheme SECTOR.
    pub sectors: Option<Vec<String>>,
    /// What it is about: codes of terms of the scheme THEME.
    pub themes: Option<Vec<String>>,
}

/// Projects of a source.
#[derive(Clone, Debug, InputObject)]
pub struct UpsertProjectsInput {
    /// The name of your source: small letters, digits, dashes. Another partner's is not yours to use.
    pub source: String,
    /// The structure to which those belong that are made and name no owner.
    pub owner: Option<ID>,
    /// Its projects, at most 500.
    pub items: Vec<ProjectItem>,
}

/// A project as its source tells it.
#[derive(Clone, Debug, InputObject, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProjectItem {
    /// What you call it: the same for ever.
    pub external_id: String,
    /// Its page at yours.
    pub source_url: Option<String>,
    /// The structure that it belongs to, said when it is made only: an identifier, a SIRET, or `source:externalId`.
    pub owner: Option<String>,
    /// The structure that leads it, said when it is made only.
    pub lead: Option<String>,
    /// Who may read it, said when it is made only: PUBLIC, NETWORK, SHARED, TEAM or PRIVATE.
    pub visibility: Option<String>,
    /// Its title, in French; needed.
    pub title: Option<String>,
    /// PROJECT or PROGRAMME, said when it is made only.
    pub kind: Option<String>,
    /// Its code.
    pub code: Option<String>,
    /// What it is, in short, in French.
    pub summary: Option<String>,
    /// What it is, in French.
    pub description: Option<String>,
    /// IDEA, STUDY, OPERATION or CLOSED, said when it is made only.
    pub phase: Option<String>,
    /// Its first day.
    pub starts_on: Option<String>,
    /// Its last day.
    pub ends_on: Option<String>,
    /// What it is to cost, in euros.
    pub budget: Option<f64>,
}

/// Funding sources of a source.
#[derive(Clone, Debug, InputObject)]
pub struct UpsertFundingSourcesInput {
    /// The name of your source: small letters, digits, dashes. Another partner's is not yours to use.
    pub source: String,
    /// The structure to which those belong that are made and name no owner.
    pub owner: Option<ID>,
    /// Its funding sources, at most 500.
    pub items: Vec<FundingSourceItem>,
}

/// A funding source as its source tells it.
#[derive(Clone, Debug, InputObject, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FundingSourceItem {
    /// What you call it: the same for ever.
    pub external_id: String,
    /// Its page at yours.
    pub source_url: Option<String>,
    /// The structure that it belongs to, said when it is made only: an identifier, a SIRET, or `source:externalId`.
    pub owner: Option<String>,
    /// Who may read it, said when it is made only.
    pub visibility: Option<String>,
    /// Its title, in French; needed.
    pub title: Option<String>,
    /// GRANT, LOAN, RECOVERABLE_ADVANCE, TAX_SCHEME, IN_KIND, ENGINEERING, PRIZE or OTHER; needed.
    pub aid_type: Option<String>,
    /// PERMANENT, ONE_OFF or RECURRING.
    pub recurrence: Option<String>,
    /// The structure that gives it: an identifier, a SIRET, or `source:externalId`.
    pub funder: Option<String>,
    /// Who gives it, when no structure is named.
    pub funder_name: Option<String>,
    /// The programme that it is part of.
    pub programme: Option<String>,
    /// What it pays for, and on what terms, in French.
    pub summary: Option<String>,
    /// The European fund behind it.
    pub eu_fund: Option<String>,
    /// The least share of the cost that it pays, in per cent.
    pub min_rate_pct: Option<f64>,
    /// The greatest share of the cost that it pays, in per cent.
    pub max_rate_pct: Option<f64>,
    /// The least that it gives, in euros.
    pub min_amount: Option<f64>,
    /// The most that it gives, in euros.
    pub max_amount: Option<f64>,
    /// The first day on which it can be asked for.
    pub opens_on: Option<String>,
    /// The last day on which it can be asked for.
    pub closes_on: Option<String>,
    /// The kinds of structure that may ask for it.
    pub audiences: Option<Vec<String>>,
    /// What it is for: codes of terms of the scheme THEME.
    pub themes: Option<Vec<String>>,
    /// Where a project has to be, each place as `KIND:code`.
    pub territories: Option<Vec<String>>,
    /// Where to ask for it.
    pub application_url: Option<String>,
    /// The day on which somebody last made sure that all of this is true.
    pub last_confirmed_on: Option<String>,
}

/// Teaching resources of a source.
#[derive(Clone, Debug, InputObject)]
pub struct UpsertResourcesInput {
    /// The name of your source: small letters, digits, dashes. Another partner's is not yours to use.
    pub source: String,
    /// The structure to which those belong that are made and name no owner.
    pub owner: Option<ID>,
    /// Its resources, at most 500.
    pub items: Vec<ResourceItem>,
}

/// A teaching resource as its source tells it.
#[derive(Clone, Debug, InputObject, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ResourceItem {
    /// What you call it: the same for ever.
    pub external_id: String,
    /// Its page at yours.
    pub source_url: Option<String>,
    /// The structure that it belongs to, said when it is made only: an identifier, a SIRET, or `source:externalId`.
    pub owner: Option<String>,
    /// Who may read it, said when it is made only.
    pub visibility: Option<String>,
    /// Its title, in French; needed.
    pub title: Option<String>,
    /// What it is and how to use it, in French.
    pub description: Option<String>,
    /// Its languages (ISO 639).
    pub languages: Option<Vec<String>>,
    /// The page that presents it.
    pub url: Option<String>,
    /// What it is to those who learn: codes of `ResourceType`.
    pub resource_types: Option<Vec<String>>,
    /// Who is meant to use it: codes of `ResourceAudience`.
    pub audiences: Option<Vec<String>>,
    /// Where in the course of learning it stands: codes of `EducationalLevel`.
    pub educational_levels: Option<Vec<String>>,
    /// The least age that it is made for.
    pub min_age: Option<i32>,
    /// The greatest age that it is made for.
    pub max_age: Option<i32>,
    /// How hard it is: a code of `Difficulty`.
    pub difficulty: Option<String>,
    /// How long it takes, in minutes.
    pub learning_minutes: Option<i32>,
    /// What it is made of: a code of `ResourceFormat`.
    pub format: Option<String>,
    /// What others may do with it: an SPDX identifier, or UNKNOWN.
    pub licence: Option<String>,
    /// What its owners ask for beside.
    pub copyright_note: Option<String>,
    /// Whether it can be had without paying.
    pub free: Option<bool>,
    /// The day when it was first published.
    pub published_on: Option<String>,
    /// Where it is found: web addresses.
    pub links: Option<Vec<String>>,
    /// Who published it, by name.
    pub publishers: Option<Vec<String>>,
    /// What it is about: codes of terms of the scheme THEME.
    pub themes: Option<Vec<String>>,
    /// What one learns to do by it: codes of terms of the scheme SKILL.
    pub skills: Option<Vec<String>>,
}
