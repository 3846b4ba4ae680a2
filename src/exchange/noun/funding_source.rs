//! Funding sources in files. What a file tells is a draft: somebody reads it before others do.

use super::contrary::{Contradiction, Contrary, out_of_order};
use super::field::{owner, terms, visibility};
use super::{Among, Cells, Field, Noun, Rules};
use crate::{
    access::Visibility,
    domain::funding_source::{AidType, EuFund, FundingRecurrence, FundingSourceStatus},
    exchange::form::Form,
    kernel::kind::Kind,
};

pub(super) static FUNDING_SOURCE: Noun = Noun {
    kind: Kind::FundingSource,
    table: "funding_source",
    titled: "title",
    events: ["funding_source.created", "funding_source.updated"],
    level: Visibility::Team,
    withheld: true,
    owned: true,
    fields: &[
        owner(),
        visibility(),
        Field::new("title", Form::Title(300)).required().at("title"),
        Field::new("aidType", Form::Code(codes!(AidType))).required().at("aid_type"),
        Field::new("recurrence", Form::Code(codes!(FundingRecurrence)))
            .at("recurrence")
            .first_code("ONE_OFF"),
        Field::new("funder", Form::Record(Kind::Structure)).at("funder_id"),
        Field::new("funderName", Form::Line(1, 200)).at("funder_name"),
        Field::new("programme", Form::Line(1, 200)).at("programme"),
        Field::new("summary", Form::Prose(5_000)).at("summary"),
        Field::new("euFund", Form::Code(codes!(EuFund))).at("eu_fund"),
        Field::new("minRatePct", Form::Percent).at("min_rate"),
        Field::new("maxRatePct", Form::Percent).at("max_rate"),
        Field::new("minAmount", Form::Euros).at("min_amount"),
        Field::new("maxAmount", Form::Euros).at("max_amount"),
        Field::new("opensOn", Form::Day).at("opens_on"),
        Field::new("closesOn", Form::Day).at("closes_on"),
        terms!("audiences", Audience, "AUDIENCE"),
        terms!("themes", Theme, "THEME"),
        Field::new("territories", Form::Places).among(Among {
            table: "funding_source_territory",
            own: "funding_source_id",
            other: "territory_id",
            of: "1 = 1",
        }),
        Field::new("applicationUrl", Form::Web).at("application_url"),
        Field::new("lastConfirmedOn", Form::Day).at("last_confirmed_on"),
        Field::new("rules", Form::Prose(10_000)).at("rules").never_said().first_empty_object(),
        Field::new("status", Form::Code(codes!(FundingSourceStatus)))
            .at("status")
            .never_said()
            .first_code("DRAFT"),
    ],
    numbers: &[],
    in_use: |_| true,
    rules: Rules { contradiction, ..Rules::NONE },
};

fn contradiction(after: &Cells) -> Option<Contradiction> {
    let is_open_ended = after.text("recurrence") != Some("PERMANENT") && after.get("closesOn").is_none();
    if after.text("status") == Some("PUBLISHED") && is_open_ended {
        return Some(("recurrence", Box::new(Contrary::NoLastDay)));
    }
    out_of_order(
        after,
        &[
            ("minRatePct", "maxRatePct", Contrary::Bounds),
            ("minAmount", "maxAmount", Contrary::Bounds),
            ("opensOn", "closesOn", Contrary::Days),
        ],
    )
}
