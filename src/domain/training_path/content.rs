//! What a training path says of itself, as it is kept: what may be said together, and what changed.

use std::collections::BTreeSet;

use async_graphql::MaybeUndefined;
use uuid::Uuid;

use super::input::TrainingPathDetails;
use super::model::{Certification, Modality, OrderPolicy};
use crate::domain::record::{self, Checks};
use crate::gql::scalar::Cents;
use crate::gql::text::TextInput;
use crate::kernel::identifier::{Rncp, Rs};
use crate::kernel::locale::Locale;
use crate::kernel::text::Text;

/// The most that a path may cost, in cents.
const MAX_PRICE: i64 = 10_000_000_000_000;

/// The words that are said of a path; its revisions do not keep them.
pub(super) const WORDS: [&str; 3] = ["sectors", "audiences", "themes"];

/// What a training path says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Content {
    /// There in all that is kept; missing only while what a caller says is being checked.
    pub(super) title: Option<Text>,
    pub(super) provider: Uuid,
    pub(super) code: Option<String>,
    pub(super) summary: Option<Text>,
    pub(super) objectives: Option<Text>,
    pub(super) order_policy: OrderPolicy,
    /// Unknown of what a source told that does not say it; a path that is published has one.
    pub(super) modality: Option<Modality>,
    pub(super) certification: Certification,
    pub(super) certification_code: Option<String>,
    pub(super) eu_level: Option<i32>,
    pub(super) price: Option<Cents>,
    pub(super) languages: Vec<String>,
    /// Terms, as the two others.
    pub(super) sectors: BTreeSet<Uuid>,
    pub(super) audiences: BTreeSet<Uuid>,
    pub(super) themes: BTreeSet<Uuid>,
}

impl Content {
    /// One that says nothing yet but what it must.
    pub(super) fn new(title: Option<Text>, provider: Uuid, modality: Option<Modality>) -> Self {
        Self {
            title,
            provider,
            code: None,
            summary: None,
            objectives: None,
            order_policy: OrderPolicy::Recommended,
            modality,
            certification: Certification::None,
            certification_code: None,
            eu_level: None,
            price: None,
            languages: Vec::new(),
            sectors: BTreeSet::new(),
            audiences: BTreeSet::new(),
            themes: BTreeSet::new(),
        }
    }

    /// What lists are ordered by.
    pub(super) fn french_title(&self) -> &str {
        self.title.as_ref().and_then(|title| title.get(Locale::Fr)).unwrap_or_default()
    }

    /// Takes over what the caller says, but for what has to be looked up, and checks what goes together.
    pub(super) fn take(&mut self, given: &TrainingPathDetails, checks: &mut Checks) {
        let text = |checks: &mut Checks, field: &str, before, given: &MaybeUndefined<TextInput>| {
            record::over(before, given.clone(), |text| checks.text(field, Some(text), 5_000))
        };
        self.summary = text(checks, "input.summary", self.summary.take(), &given.summary);
        self.objectives = text(checks, "input.objectives", self.objectives.take(), &given.objectives);
        self.code = record::over(self.code.take(), given.code.clone(), |code| {
            checks.line("input.code", Some(&code), 40)
        });
        self.order_policy = given.order_policy.unwrap_or(self.order_policy);
        self.eu_level = record::over(self.eu_level, given.eu_level, Some);
        let is_level = self.eu_level.is_none_or(|level| (1..=8).contains(&level));
        checks.that(is_level, "input.euLevel", "a level lies between 1 and 8");
        self.price = record::over(self.price, given.price, Some);
        let is_bounded = self.price.is_none_or(|price| price.0 <= MAX_PRICE);
        checks.that(is_bounded, "input.price", &format!("at most {MAX_PRICE} cents"));
        if !given.languages.is_undefined() {
            let codes = given.languages.value().map_or(&[][..], Vec::as_slice);
            self.languages = checks.languages("input.languages", codes);
        }
        self.certify(given, checks);
    }

    fn certify(&mut self, given: &TrainingPathDetails, checks: &mut Checks) {
        const FIELD: &str = "input.certificationCode";
        self.certification = given.certification.unwrap_or(self.certification);
        let code = record::over(self.certification_code.take(), given.certification_code.clone(), Some);
        let code = code.filter(|code| !code.trim().is_empty());
        let read = match self.certification {
            Certification::Rncp => {
                Rncp::parse(code.as_deref().unwrap_or_default()).map(|code| Some(code.as_str().to_owned()))
            }
            Certification::Rs => {
                Rs::parse(code.as_deref().unwrap_or_default()).map(|code| Some(code.as_str().to_owned()))
            }
            Certification::None | Certification::Attestation | Certification::Badge => {
                checks.that(code.is_none(), FIELD, "only RNCP and RS have a number: make it null");
                return;
            }
        };
        match read {
            Ok(code) => self.certification_code = code,
            Err(fault) => checks.that(false, FIELD, fault.hint.text(Locale::En)),
        }
    }

    /// The API's names of the fields in which it differs from `before`.
    pub(super) fn changes(&self, before: &Self) -> Vec<&'static str> {
        record::differing([
            ("title", self.title != before.title),
            ("provider", self.provider != before.provider),
            ("code", self.code != before.code),
            ("summary", self.summary != before.summary),
            ("objectives", self.objectives != before.objectives),
            ("orderPolicy", self.order_policy != before.order_policy),
            ("modality", self.modality != before.modality),
            ("certification", self.certification != before.certification),
            ("certificationCode", self.certification_code != before.certification_code),
            ("euLevel", self.eu_level != before.eu_level),
            ("price", self.price != before.price),
            ("languages", self.languages != before.languages),
            ("sectors", self.sectors != before.sectors),
            ("audiences", self.audiences != before.audiences),
            ("themes", self.themes != before.themes),
        ])
    }
}
