//! Funding sources, with the themes, audiences and places that they name.

use std::collections::HashMap;

use entities::{funding_source, funding_source_territory, territory};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use super::term::{self, Said};
use super::{structure_id, top};
use crate::access::{self, Visibility};
use crate::demo::data::{Demo, FundingSource, id};
use crate::demo::plan::day;
use crate::domain::funding_source::FundingSourceStatus;
use crate::kernel::error::Result;
use crate::kernel::kind::Kind;
use crate::kernel::locale::Locale;
use crate::store::record::NewRecord;
use crate::store::{Tx, fault};

/// What stands behind the names that sources use: `DEPARTMENT:66`.
type Named = HashMap<String, Uuid>;

/// Inserts them all.
pub(in crate::demo) async fn insert(tx: &mut Tx<'_>, demo: &Demo) -> Result<()> {
    for source in &demo.funding_sources {
        let owner = Some(structure_id(&source.owner));
        let granted = access::create(&tx.scene.viewer, Kind::FundingSource, owner, "demo")?;
        let name = source.title.get(Locale::Fr).unwrap_or_default();
        let visibility = Visibility::parse(&source.visibility);
        let withheld = FundingSourceStatus::parse(&source.status).is_none_or(|status| !status.is_published());
        let record = top(Kind::FundingSource, name, visibility, "funding_source.created");
        let record = NewRecord { withheld, ..record };
        tx.insert_record(&granted, source_id(source), record).await?;
    }
    let rows = demo.funding_sources.iter().map(|source| source_row(tx, source));
    tx.insert_all(rows).await?;
    insert_places(tx, demo).await?;
    term::say(tx, &said(demo)).await
}

fn said(demo: &Demo) -> Vec<Said<'_>> {
    let mut said = Vec::new();
    for source in &demo.funding_sources {
        let id = source_id(source);
        said.extend(source.audiences.iter().map(|code| (id, "AUDIENCE", code.as_str())));
        said.extend(source.themes.iter().map(|code| (id, "THEME", code.as_str())));
    }
    said
}

fn source_id(source: &FundingSource) -> Uuid {
    id("funding_source", &source.key)
}

fn source_row(tx: &Tx<'_>, source: &FundingSource) -> funding_source::ActiveModel {
    let on = |days: Option<i64>| days.map(|days| day(tx.scene.today, days));
    funding_source::ActiveModel {
        id: Set(source_id(source)),
        funder_id: Set(source.funder.as_deref().map(structure_id)),
        funder_name: Set(source.funder_name.clone()),
        programme: NotSet,
        title: Set(json!(source.title)),
        summary: NotSet,
        aid_type: Set(source.aid_type.clone()),
        eu_fund: Set(source.eu_fund.clone()),
        min_rate: Set(source.min_rate),
        max_rate: Set(source.max_rate),
        min_amount: Set(source.min_amount),
        max_amount: Set(source.max_amount),
        opens_on: Set(on(source.opens)),
        closes_on: Set(on(source.closes)),
        recurrence: Set(source.recurrence.clone()),
        application_url: Set(Some(format!("https://{}.example.org/aides/{}", source.owner, source.key))),
        last_confirmed_on: Set(on(source.confirmed_days_ago.map(|days| -days))),
        rules: Set(json!({})),
        status: Set(source.status.clone()),
    }
}

async fn insert_places(tx: &Tx<'_>, demo: &Demo) -> Result<()> {
    let places = territory::Entity::find().filter(territory::Column::ValidTo.is_null());
    let places = places.all(tx.connection()).await.map_err(fault)?;
    let places: Named =
        places.into_iter().map(|place| (format!("{}:{}", place.kind, place.code), place.id)).collect();
    let mut rows = Vec::new();
    for source in &demo.funding_sources {
        let named = source.territories.iter().filter_map(|name| places.get(name));
        rows.extend(named.map(|place| funding_source_territory::ActiveModel {
            funding_source_id: Set(source_id(source)),
            territory_id: Set(*place),
        }));
    }
    tx.insert_all(rows).await
}
