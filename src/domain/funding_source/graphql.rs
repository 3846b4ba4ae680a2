//! How funding sources read.

use async_graphql::InputType;
use chrono::NaiveDate;
use serde_json::Value;

use super::eligibility::{ELIGIBLE, EligibilityInput};
use super::model::{AidType, EuFund, FundingRecurrence, FundingSourceStatus};
use crate::access::Scene;
use crate::domain::file;
use crate::domain::note;
use crate::domain::record;
use crate::domain::structure::Structure;
use crate::domain::term::{self, TermScheme};
use crate::domain::territory::Territory;
use crate::gql::plan::cell::write_integer;
use crate::gql::plan::{FacetValues, FilterSql, KeyType, Link, Noun, TypeBuilder};
use crate::gql::scalar::{Cents, Date};
use crate::gql::text::{TEXT, Text};
use crate::kernel::error::{Code, Fault};
use crate::kernel::kind::Kind;
use crate::store::Sql;
use crate::store::search::{SearchText, Searched, Weight};

/// A funding source.
pub struct FundingSource;

/// What funding sources are found by.
pub const SEARCHED: Searched = Searched {
    table: "funding_source",
    texts: &[
        SearchText::localised("title", "t.title", Weight::Title),
        SearchText::localised("summary", "t.summary", Weight::Summary),
        SearchText::plain("programme", "t.programme", Weight::Summary),
        SearchText::plain("funderName", "t.funder_name", Weight::Keyword),
        SearchText::words("themes", TermScheme::Theme.as_str()),
    ],
};

/// Its days count whole, in the network's time zone.
const IS_OPEN: &str = "(t.status = 'PUBLISHED' and coalesce(t.opens_on <= {today}, 1 = 1) \
    and coalesce(t.closes_on >= {today}, 1 = 1))";

impl Noun for FundingSource {
    const NAME: &'static str = "FundingSource";

    fn declare(t: &mut TypeBuilder) {
        t.record(
            Kind::FundingSource,
            "funding_source",
            "An aid that pays for what structures do: a grant, a loan, advice, a prize.",
        );
        record::declare(t);
        file::list(t);
        note::list(t);
        t.embedded::<Text>(TEXT, "title", "t.title", "Its title.");
        t.embedded::<Option<Text>>(TEXT, "summary", "t.summary", "What it pays for, and on what terms.");
        t.one::<Structure>("funder", "t.funder_id", "The structure that gives it.");
        t.field::<Option<String>>(
            "funderName",
            "t.funder_name",
            "Who gives it, in the words of who told of it; there when no structure stands for them too.",
        );
        t.field::<Option<String>>("programme", "t.programme", "The programme that it is part of.");
        t.field::<AidType>("aidType", "t.aid_type", "What it gives.");
        t.field::<Option<EuFund>>("euFund", "t.eu_fund", "The European fund behind it.");
        amounts(t);
        days(t);
        status(t);
        reach(t);
        t.field::<Option<String>>("applicationUrl", "t.application_url", "Where to ask for it.");
        t.field::<Value>(
            "rules",
            "t.rules",
            "Limits that a plan which uses it has to keep, in the funder's own terms.",
        );
        filters(t);
        lists(t);
    }
}

fn amounts(t: &mut TypeBuilder) {
    t.field::<Option<f64>>(
        "minRatePct",
        "(cast(t.min_rate as double precision) / 100)",
        "The least share of the cost that it pays, in per cent.",
    );
    t.field::<Option<f64>>(
        "maxRatePct",
        "(cast(t.max_rate as double precision) / 100)",
        "The greatest share of the cost that it pays, in per cent.",
    );
    t.field::<Option<Cents>>("minAmount", "t.min_amount", "The least that it gives.");
    t.field::<Option<Cents>>("maxAmount", "t.max_amount", "The most that it gives.");
}

fn days(t: &mut TypeBuilder) {
    t.field::<FundingRecurrence>("recurrence", "t.recurrence", "Whether it comes back.");
    t.field::<Option<Date>>("opensOn", "t.opens_on", "The first day on which it can be asked for.");
    t.field::<Option<Date>>("closesOn", "t.closes_on", "The last day on which it can be asked for.");
    t.computed::<Option<i32>>(
        "daysLeft",
        &["t.closes_on"],
        |cells, scene, out| {
            let last: Option<NaiveDate> = cells.find(0)?;
            let left = last.map(|last| (last - scene.today).num_days()).filter(|left| *left >= 0);
            match left {
                Some(left) => write_integer(left, out),
                None => out.extend_from_slice(b"null"),
            }
            Ok(())
        },
        "Days to its last one, in Europe/Paris: 0 on that day; null when it has none, or when that is past.",
    );
    t.field::<bool>("isOpen", IS_OPEN, "It can be asked for today, in Europe/Paris.");
    t.field::<Option<Date>>(
        "lastConfirmedOn",
        "t.last_confirmed_on",
        "The day on which somebody last made sure that all of this is true.",
    );
}

fn status(t: &mut TypeBuilder) {
    t.field::<FundingSourceStatus>("status", "t.status", "Where it stands in its life here.");
    record::transitions::<FundingSourceStatus>(t);
}

fn reach(t: &mut TypeBuilder) {
    term::list(
        t,
        TermScheme::Audience,
        "audiences",
        "The kinds of structure that may ask for it; every kind when none is said.",
    );
    term::list(t, TermScheme::Theme, "themes", "What it is for; anything when nothing is said.");
    t.connection::<Territory>(
        "territories",
        Link::Among(
            "t.id in (select l.territory_id from funding_source_territory l where l.funding_source_id = ",
        ),
        "Where a project has to be: in one of these places.",
    );
}

fn filters(t: &mut TypeBuilder) {
    t.facet("STATUS", FacetValues::Code("t.status"), "By where they stand in their life here.");
    t.facet("AID_TYPE", FacetValues::Code("t.aid_type"), "By what they give.");
    t.facet("EU_FUND", FacetValues::Code("t.eu_fund"), "By the European fund behind them.");
    t.facet(
        "AUDIENCE",
        FacetValues::Terms("AUDIENCE"),
        "By the kinds of structure that may ask; one may count in several.",
    );
    t.facet("THEME", FacetValues::Terms("THEME"), "By what they are for; one may count in several.");
    t.filter(
        "status",
        <Option<Vec<FundingSourceStatus>>>::create_type_info,
        FilterSql::OneOf("t.status"),
        "It stands in one of these states.",
    );
    t.filter(
        "aidType",
        <Option<Vec<AidType>>>::create_type_info,
        FilterSql::OneOf("t.aid_type"),
        "It gives one of these.",
    );
    t.filter(
        "euFund",
        <Option<Vec<EuFund>>>::create_type_info,
        FilterSql::OneOf("t.eu_fund"),
        "One of these European funds is behind it.",
    );
    t.filter(
        "isOpen",
        <Option<bool>>::create_type_info,
        FilterSql::Flag(IS_OPEN),
        "It can be asked for today, or it cannot.",
    );
    t.filter(
        "openOn",
        <Option<Date>>::create_type_info,
        FilterSql::Custom(open_on),
        "It can be asked for on this day: it is PUBLISHED, and the day is one of its days.",
    );
    t.filter(
        "eligibleFor",
        <Option<EligibilityInput>>::create_type_info,
        FilterSql::Named(ELIGIBLE),
        "Who says this of the own project may ask for it.",
    );
    t.filter(
        "funder",
        <Option<Vec<async_graphql::ID>>>::create_type_info,
        FilterSql::Linked {
            row: "t.funder_id",
            link: "rf.id",
            from: "record rf where rf.deleted_at is null and {visible:rf}",
            id: "rf.id",
        },
        "One of these structures gives it.",
    );
}

fn lists(t: &mut TypeBuilder) {
    t.order(
        "CLOSES_ON",
        KeyType::Date,
        "coalesce(t.closes_on, '9999-12-31')",
        "By last day; those without one last.",
    );
    t.order(
        "OPENS_ON",
        KeyType::Date,
        "coalesce(t.opens_on, '0001-01-01')",
        "By first day; those without one first.",
    );
    t.single(
        "fundingSource",
        "One funding source, by identifier or slug; null when there is none, or none that you may see.",
    );
    record::by_slug(t);
    t.plural("fundingSources", "Funding sources.");
}

fn open_on(value: &Value, sql: &mut Sql, _: &Scene) -> Result<(), Fault> {
    let day = value.as_str().and_then(|day| day.parse::<NaiveDate>().ok());
    let day = day.ok_or_else(|| Fault::on("filter.openOn", Code::Invalid, "give a date as YYYY-MM-DD"))?;
    sql.push("(t.status = 'PUBLISHED' and coalesce(t.opens_on <= ").bind(day);
    sql.push(", 1 = 1) and coalesce(t.closes_on >= ").bind(day).push(", 1 = 1))");
    Ok(())
}
