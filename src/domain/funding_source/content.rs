//! What a funding source says, as it is kept: what may be said together, and what changed.

use std::collections::BTreeSet;

use async_graphql::MaybeUndefined;
use chrono::NaiveDate;
use serde_json::{Value, json};
use uuid::Uuid;

use super::eligibility::MAX_AMOUNT;
use super::input::FundingSourceDetails;
use super::model::{AidType, EuFund, FundingRecurrence, FundingSourceStatus};
use crate::domain::record::Checks;
use crate::gql::scalar::{Cents, Date};
use crate::kernel::locale::Locale;
use crate::kernel::text::Text;

/// What a funding source says.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Content {
    pub(super) funder: Option<Uuid>,
    pub(super) funder_name: Option<String>,
    pub(super) programme: Option<String>,
    /// There in all that is kept; missing only while what a caller says is being checked.
    pub(super) title: Option<Text>,
    pub(super) summary: Option<Text>,
    pub(super) aid_type: AidType,
    pub(super) eu_fund: Option<EuFund>,
    /// In basis points, as the other rate.
    pub(super) min_rate: Option<i32>,
    pub(super) max_rate: Option<i32>,
    pub(super) min_amount: Option<Cents>,
    pub(super) max_amount: Option<Cents>,
    pub(super) opens_on: Option<Date>,
    pub(super) closes_on: Option<Date>,
    pub(super) recurrence: FundingRecurrence,
    pub(super) application_url: Option<String>,
    pub(super) last_confirmed_on: Option<Date>,
    pub(super) rules: Value,
    /// Terms, as the themes.
    pub(super) audiences: BTreeSet<Uuid>,
    pub(super) themes: BTreeSet<Uuid>,
    pub(super) territories: BTreeSet<Uuid>,
}

impl Content {
    /// One that says nothing yet but what it must.
    pub(super) fn new(title: Option<Text>, aid_type: AidType, recurrence: FundingRecurrence) -> Self {
        Self {
            funder: None,
            funder_name: None,
            programme: None,
            title,
            summary: None,
            aid_type,
            eu_fund: None,
            min_rate: None,
            max_rate: None,
            min_amount: None,
            max_amount: None,
            opens_on: None,
            closes_on: None,
            recurrence,
            application_url: None,
            last_confirmed_on: None,
            rules: json!({}),
            audiences: BTreeSet::new(),
            themes: BTreeSet::new(),
            territories: BTreeSet::new(),
        }
    }

    /// What lists are ordered by.
    pub(super) fn french_title(&self) -> &str {
        self.title.as_ref().and_then(|title| title.get(Locale::Fr)).unwrap_or_default()
    }

    /// Takes over what the caller says, but for what has to be looked up. What is not kept is among the faults.
    pub(super) fn take(&mut self, given: &FundingSourceDetails, checks: &mut Checks) {
        let line =
            |field: &str, kept: &mut Option<String>, given: &MaybeUndefined<String>, checks: &mut Checks| {
                if !given.is_undefined() {
                    *kept = checks.line(field, given.value().map(String::as_str), 200);
                }
            };
        line("input.funderName", &mut self.funder_name, &given.funder_name, checks);
        line("input.programme", &mut self.programme, &given.programme, checks);
        if !given.summary.is_undefined() {
            self.summary = checks.text("input.summary", given.summary.value().cloned(), 5_000);
        }
        if !given.application_url.is_undefined() {
            let url = given.application_url.value().map(String::as_str);
            self.application_url = checks.line("input.applicationUrl", url, 2_000);
        }
        if !given.min_rate_pct.is_undefined() {
            self.min_rate = rate("input.minRatePct", given.min_rate_pct.value(), checks);
        }
        if !given.max_rate_pct.is_undefined() {
            self.max_rate = rate("input.maxRatePct", given.max_rate_pct.value(), checks);
        }
        if !given.rules.is_undefined() {
            self.rules = given.rules.value().cloned().unwrap_or_else(|| json!({}));
        }
        keep(&mut self.eu_fund, &given.eu_fund);
        keep(&mut self.min_amount, &given.min_amount);
        keep(&mut self.max_amount, &given.max_amount);
        keep(&mut self.opens_on, &given.opens_on);
        keep(&mut self.closes_on, &given.closes_on);
        keep(&mut self.last_confirmed_on, &given.last_confirmed_on);
    }

    /// Checks what goes together.
    pub(super) fn check(&self, checks: &mut Checks) {
        let rates = self.min_rate.zip(self.max_rate).is_none_or(|(min, max)| min <= max);
        checks.that(rates, "input.maxRatePct", "the greatest share is smaller than the least");
        let cents = |amount: Option<Cents>| amount.map(|amount| amount.0);
        for (field, amount) in [("input.minAmount", self.min_amount), ("input.maxAmount", self.max_amount)] {
            let bounded = cents(amount).is_none_or(|amount| amount <= MAX_AMOUNT);
            checks.that(bounded, field, &format!("at most {MAX_AMOUNT} cents"));
        }
        let amounts = cents(self.min_amount).zip(cents(self.max_amount)).is_none_or(|(min, max)| min <= max);
        checks.that(amounts, "input.maxAmount", "the most is less than the least");
        checks.in_order("input.closesOn", self.opens_on, self.closes_on);
        let url = self.application_url.as_deref();
        let is_url = url.is_none_or(|url| url.starts_with("https://") || url.starts_with("http://"));
        checks.that(is_url, "input.applicationUrl", "a web address begins with https:// or http://");
        let is_short = self.rules.is_object() && self.rules.to_string().chars().count() <= 10_000;
        checks.that(is_short, "input.rules", "give an object of at most 10 000 characters");
    }

    /// What it lacks to stand in `status`: each field of the input, with what to do.
    pub(super) fn lacks(&self, status: FundingSourceStatus) -> Vec<(&'static str, &'static str)> {
        let is_published = status == FundingSourceStatus::Published;
        let needs = [
            (
                status != FundingSourceStatus::Draft && self.funder.is_none() && self.funder_name.is_none(),
                ("funderName", "say who gives it: a structure in `funder`, or a name in `funderName`"),
            ),
            (
                is_published && self.closes_on.is_none() && self.recurrence != FundingRecurrence::Permanent,
                ("closesOn", "give it a last day, or say that it is PERMANENT"),
            ),
            (
                is_published && self.territories.is_empty(),
                ("territories", "say in which territories a project has to be: one at least"),
            ),
        ];
        needs.into_iter().filter(|(lacks, _)| *lacks).map(|(_, need)| need).collect()
    }

    /// Whether its last day is past.
    pub(super) fn is_past(&self, today: NaiveDate) -> bool {
        self.recurrence != FundingRecurrence::Permanent && self.closes_on.is_some_and(|last| last.0 < today)
    }

    /// The API's names of the fields in which it differs from `before`.
    pub(super) fn changes(&self, before: &Self) -> Vec<&'static str> {
        let compared = [
            ("funder", self.funder != before.funder),
            ("funderName", self.funder_name != before.funder_name),
            ("programme", self.programme != before.programme),
            ("title", self.title != before.title),
            ("summary", self.summary != before.summary),
            ("aidType", self.aid_type != before.aid_type),
            ("euFund", self.eu_fund != before.eu_fund),
            ("minRatePct", self.min_rate != before.min_rate),
            ("maxRatePct", self.max_rate != before.max_rate),
            ("minAmount", self.min_amount != before.min_amount),
            ("maxAmount", self.max_amount != before.max_amount),
            ("opensOn", self.opens_on != before.opens_on),
            ("closesOn", self.closes_on != before.closes_on),
            ("recurrence", self.recurrence != before.recurrence),
            ("applicationUrl", self.application_url != before.application_url),
            ("lastConfirmedOn", self.last_confirmed_on != before.last_confirmed_on),
            ("rules", self.rules != before.rules),
            ("audiences", self.audiences != before.audiences),
            ("themes", self.themes != before.themes),
            ("territories", self.territories != before.territories),
        ];
        compared.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect()
    }
}

fn keep<T: Copy>(kept: &mut Option<T>, given: &MaybeUndefined<T>) {
    if !given.is_undefined() {
        *kept = given.value().copied();
    }
}

/// A share in basis points.
fn rate(field: &str, per_cent: Option<&f64>, checks: &mut Checks) -> Option<i32> {
    let points = per_cent? * 100.0;
    let is_rate = (0.0..=10_000.0).contains(&points) && (points - points.round()).abs() < 1e-6;
    checks.that(is_rate, field, "a share is between 0 and 100 per cent, with at most two decimals");
    #[expect(clippy::cast_possible_truncation, reason = "a whole number between 0 and 10 000")]
    is_rate.then_some(points.round() as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn per_cents_become_basis_points_exactly() {
        let read = |per_cent: f64| {
            let mut checks = Checks::default();
            let points = rate("input.maxRatePct", Some(&per_cent), &mut checks);
            checks.finish(points).ok()
        };
        assert_eq!([0.0, 33.33, 0.07, 80.0, 100.0].map(read), [0, 3333, 7, 8000, 10_000].map(Some));
        assert_eq!([-1.0, 33.333, 100.01, f64::NAN].map(read), [None; 4]);
    }
}
