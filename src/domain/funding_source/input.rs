//! What a caller says of a funding source.

use async_graphql::{ID, InputObject, MaybeUndefined};
use serde_json::Value;

use super::model::{AidType, EuFund, FundingRecurrence};
use crate::domain::record::Visibility;
use crate::domain::structure::StructureKind;
use crate::domain::territory::TerritoryInput;
use crate::gql::scalar::{Cents, Date};
use crate::gql::text::TextInput;

/// A funding source to be made.
#[derive(Clone, Debug, InputObject)]
pub struct CreateFundingSourceInput {
    /// The structure that it belongs to here, which tells of it; you are one of its editors.
    pub owner: ID,
    /// Its title, at most 300 characters.
    pub title: TextInput,
    /// What it gives.
    pub aid_type: AidType,
    /// Whether it comes back; ONE_OFF when nothing is said.
    pub recurrence: Option<FundingRecurrence>,
    /// Who may read it; TEAM when nothing is said.
    pub visibility: Option<Visibility>,
    /// The rest.
    #[graphql(flatten)]
    pub details: FundingSourceDetails,
}

/// What changes in a funding source: what is not named stays, what is null goes.
#[derive(Clone, Debug, InputObject)]
pub struct UpdateFundingSourceInput {
    /// The funding source.
    pub id: ID,
    /// The version of the funding source that you read.
    pub expected_version: i32,
    /// Its title, at most 300 characters.
    pub title: Option<TextInput>,
    /// What it gives.
    pub aid_type: Option<AidType>,
    /// Whether it comes back.
    pub recurrence: Option<FundingRecurrence>,
    /// The rest.
    #[graphql(flatten)]
    pub details: FundingSourceDetails,
}

/// What a funding source may say beside what it must.
#[derive(Clone, Debug, Default, InputObject)]
pub struct FundingSourceDetails {
    /// The structure that gives it.
    pub funder: MaybeUndefined<ID>,
    /// Who gives it, at most 200 characters; needed when no structure is named, once it leaves DRAFT.
    pub funder_name: MaybeUndefined<String>,
    /// The programme that it is part of, at most 200 characters.
    pub programme: MaybeUndefined<String>,
    /// What it pays for, and on what terms: at most 5 000 characters.
    pub summary: MaybeUndefined<TextInput>,
    /// The European fund behind it.
    pub eu_fund: MaybeUndefined<EuFund>,
    /// The least share of the cost that it pays, in per cent with at most two decimals.
    pub min_rate_pct: MaybeUndefined<f64>,
    /// The greatest share of the cost that it pays, in per cent with at most two decimals.
    pub max_rate_pct: MaybeUndefined<f64>,
    /// The least that it gives.
    pub min_amount: MaybeUndefined<Cents>,
    /// The most that it gives.
    pub max_amount: MaybeUndefined<Cents>,
    /// The first day on which it can be asked for.
    pub opens_on: MaybeUndefined<Date>,
    /// The last day on which it can be asked for.
    pub closes_on: MaybeUndefined<Date>,
    /// The kinds of structure that may ask for it; every kind when none is said.
    pub audiences: MaybeUndefined<Vec<StructureKind>>,
    /// What it is for, by codes of terms of the scheme THEME, at most 20.
    pub themes: MaybeUndefined<Vec<String>>,
    /// Where a project has to be: in one of these places, at most 100.
    pub territories: MaybeUndefined<Vec<TerritoryInput>>,
    /// Where to ask for it: a web address.
    pub application_url: MaybeUndefined<String>,
    /// The day on which somebody last made sure that all of this is true.
    pub last_confirmed_on: MaybeUndefined<Date>,
    /// Limits that a plan which uses it has to keep, in the funder's own terms: an object of at most 10 000 characters.
    pub rules: MaybeUndefined<Value>,
}
