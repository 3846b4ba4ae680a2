//! Funding sources in the database.

use chrono::NaiveDate;
use entities::{funding_source, funding_source_territory};
use sea_orm::ActiveValue::{NotSet, Set, Unchanged};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryResult};
use uuid::Uuid;

use super::content::Content;
use super::model::{AidType, EuFund, FundingRecurrence, FundingSourceStatus};
use crate::access::{Edit, Granted, GrantedCreate};
use crate::domain::record::{self, BATCH};
use crate::domain::term::{self, TermScheme};
use crate::gql::scalar::{Cents, Date};
use crate::kernel::error::{Error, Result};
use crate::store::{Tx, fault};

/// A funding source as it is kept.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub(super) status: FundingSourceStatus,
    pub(super) content: Content,
}

/// Inserts the source's own rows, as a draft.
pub(super) async fn insert(tx: &Tx<'_>, _granted: &GrantedCreate, id: Uuid, new: &Content) -> Result<()> {
    let row = funding_source::ActiveModel {
        id: Set(id),
        status: Set(FundingSourceStatus::Draft.as_str().to_owned()),
        ..columns(new)
    };
    tx.insert(row).await?;
    term::say(tx, id, new.audiences.iter().chain(&new.themes)).await?;
    insert_territories(tx, id, new).await
}

/// Writes what the source says.
pub(super) async fn update(tx: &Tx<'_>, granted: &Granted<Edit>, content: &Content) -> Result<()> {
    let row = funding_source::ActiveModel { id: Unchanged(granted.id()), ..columns(content) };
    row.update(tx.connection()).await.map_err(fault)?;
    term::mark(tx, granted.id(), TermScheme::Audience, &content.audiences).await?;
    term::mark(tx, granted.id(), TermScheme::Theme, &content.themes).await?;
    funding_source_territory::Entity::delete_many()
        .filter(funding_source_territory::Column::FundingSourceId.eq(granted.id()))
        .exec(tx.connection())
        .await
        .map_err(fault)?;
    insert_territories(tx, granted.id(), content).await
}

/// Writes the source's next status.
pub(super) async fn set_status(
    tx: &Tx<'_>,
    granted: &Granted<Edit>,
    status: FundingSourceStatus,
) -> Result<()> {
    let row = funding_source::ActiveModel {
        id: Unchanged(granted.id()),
        status: Set(status.as_str().to_owned()),
        ..Default::default()
    };
    row.update(tx.connection()).await.map_err(fault)?;
    Ok(())
}

/// What is kept of a source.
pub(super) async fn kept(tx: &Tx<'_>, id: Uuid) -> Result<Kept> {
    let row = funding_source::Entity::find_by_id(id).one(tx.connection()).await.map_err(fault)?;
    let unknown = |what: &str| Error::Internal(format!("the {what} of the funding source {id} is none"));
    let row = row.ok_or_else(|| unknown("row"))?;
    let places = funding_source_territory::Entity::find()
        .filter(funding_source_territory::Column::FundingSourceId.eq(id))
        .all(tx.connection())
        .await
        .map_err(fault)?;
    let content = Content {
        funder: row.funder_id,
        funder_name: row.funder_name,
        programme: row.programme,
        title: Some(record::read_text(row.title)?),
        summary: row.summary.map(record::read_text).transpose()?,
        aid_type: AidType::parse(&row.aid_type).ok_or_else(|| unknown("aid type"))?,
        eu_fund: row.eu_fund.as_deref().and_then(EuFund::parse),
        min_rate: row.min_rate,
        max_rate: row.max_rate,
        min_amount: row.min_amount.map(Cents),
        max_amount: row.max_amount.map(Cents),
        opens_on: row.opens_on.map(Date),
        closes_on: row.closes_on.map(Date),
        recurrence: FundingRecurrence::parse(&row.recurrence).ok_or_else(|| unknown("recurrence"))?,
        application_url: row.application_url,
        last_confirmed_on: row.last_confirmed_on.map(Date),
        rules: row.rules,
        audiences: term::of(tx, id, TermScheme::Audience).await?,
        themes: term::of(tx, id, TermScheme::Theme).await?,
        territories: places.into_iter().map(|place| place.territory_id).collect(),
    };
    let status = FundingSourceStatus::parse(&row.status).ok_or_else(|| unknown("status"))?;
    Ok(Kept { status, content })
}

/// Sources that are PUBLISHED although their last day is past.
pub(super) async fn past(tx: &Tx<'_>, limit: usize) -> Result<Vec<Uuid>> {
    let mut sql = tx.sql();
    sql.push("select t.id from funding_source t join record r on r.id = t.id where t.status = 'PUBLISHED' and t.closes_on < ");
    sql.bind(tx.scene.today)
        .push(" and t.recurrence <> 'PERMANENT' and r.deleted_at is null and r.archived_at is null");
    sql.push(&format!(" order by t.closes_on, t.id limit {limit}"));
    tx.all(sql).await?.iter().map(|row| row.try_get_by_index(0).map_err(fault)).collect()
}

/// What the log calls the nearness of a source's last day.
pub(super) const CLOSING_SOON: &str = "funding_source.closing_soon";

/// Sources that can be asked for, whose last day is at most `until` and was not told of yet, with that day; among some
/// only, when they are named.
pub(super) async fn closing_by(
    tx: &Tx<'_>,
    until: NaiveDate,
    among: Option<&[Uuid]>,
) -> Result<Vec<(Uuid, NaiveDate)>> {
    let today = tx.scene.today;
    let mut sql = tx.sql();
    sql.push("select t.id, t.closes_on from funding_source t join record r on r.id = t.id where t.status = 'PUBLISHED' and t.closes_on between ");
    sql.bind(today).push(" and ").bind(until).push(" and coalesce(t.opens_on <= ").bind(today);
    sql.push(", 1 = 1) and t.recurrence <> 'PERMANENT' and r.deleted_at is null and r.archived_at is null");
    sql.push(" and not exists (select 1 from announcement n where n.record_id = t.id and n.event = ");
    sql.bind(CLOSING_SOON).push(" and n.day = t.closes_on)");
    if let Some(ids) = among {
        sql.push(" and ").any_id("t.id", ids);
    }
    sql.push(&format!(" order by t.closes_on, t.id limit {BATCH}"));
    tx.all(sql).await?.iter().map(id_and_day).collect()
}

fn id_and_day(row: &QueryResult) -> Result<(Uuid, NaiveDate)> {
    Ok((row.try_get_by_index(0).map_err(fault)?, row.try_get_by_index(1).map_err(fault)?))
}

/// The columns that say what the source says.
fn columns(content: &Content) -> funding_source::ActiveModel {
    let content = content.clone();
    funding_source::ActiveModel {
        id: NotSet,
        funder_id: Set(content.funder),
        funder_name: Set(content.funder_name),
        programme: Set(content.programme),
        title: Set(serde_json::json!(content.title)),
        summary: Set(content.summary.map(|text| serde_json::json!(text))),
        aid_type: Set(content.aid_type.as_str().to_owned()),
        eu_fund: Set(content.eu_fund.map(|fund| fund.as_str().to_owned())),
        min_rate: Set(content.min_rate),
        max_rate: Set(content.max_rate),
        min_amount: Set(content.min_amount.map(|cents| cents.0)),
        max_amount: Set(content.max_amount.map(|cents| cents.0)),
        opens_on: Set(content.opens_on.map(|day| day.0)),
        closes_on: Set(content.closes_on.map(|day| day.0)),
        recurrence: Set(content.recurrence.as_str().to_owned()),
        application_url: Set(content.application_url),
        last_confirmed_on: Set(content.last_confirmed_on.map(|day| day.0)),
        rules: Set(content.rules),
        status: NotSet,
    }
}

async fn insert_territories(tx: &Tx<'_>, id: Uuid, content: &Content) -> Result<()> {
    let rows = content.territories.iter().map(|place| funding_source_territory::ActiveModel {
        funding_source_id: Set(id),
        territory_id: Set(*place),
    });
    if !content.territories.is_empty() {
        tx.insert_all(rows).await?;
    }
    Ok(())
}
