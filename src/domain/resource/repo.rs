//! Resources in the database.

use async_graphql::MaybeUndefined;
use chrono::NaiveDate;
use entities::{resource_link, resource_relation, teaching_resource};
use sea_orm::ActiveValue::{self, NotSet, Set, Unchanged};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter};
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::content::Content;
use super::model::{RelationKind, ResourceStatus};
use super::parts::Parts;
use super::standing::Standing;
use crate::access::{Edit, Granted, GrantedCreate};
use crate::domain::file::{self, is_image};
use crate::domain::term::{self, TermScheme};
use crate::kernel::error::{Error, Result};
use crate::store::{Tx, fault};

mod hanging;

/// Inserts a draft's own row, and what hangs on it.
pub(super) async fn insert(
    tx: &Tx<'_>,
    _granted: &GrantedCreate,
    id: Uuid,
    content: &Content,
    parts: &Parts,
) -> Result<()> {
    let given = row_of(content);
    let or_none = |list: ActiveValue<Value>| if list.is_set() { list } else { Set(json!([])) };
    let row = teaching_resource::ActiveModel {
        id: Set(id),
        languages: or_none(given.languages),
        resource_types: or_none(given.resource_types),
        audiences: or_none(given.audiences),
        educational_levels: or_none(given.educational_levels),
        free: if given.free.is_set() { given.free } else { Set(true) },
        status: Set(ResourceStatus::Draft.as_str().to_owned()),
        ..given
    };
    tx.insert(row).await?;
    write_parts(tx, id, content, parts).await
}

/// Writes what is given of a resource.
pub(super) async fn update(
    tx: &Tx<'_>,
    granted: &Granted<Edit>,
    content: &Content,
    parts: &Parts,
) -> Result<()> {
    let row = teaching_resource::ActiveModel { id: Unchanged(granted.id()), ..row_of(content) };
    row.update(tx.connection()).await.map_err(fault)?;
    write_parts(tx, granted.id(), content, parts).await
}

async fn write_parts(tx: &Tx<'_>, id: Uuid, content: &Content, parts: &Parts) -> Result<()> {
    if !content.links.is_undefined() {
        hanging::set_links(tx, id, content.links.value().map_or(&[], Vec::as_slice)).await?;
    }
    if let Some(contributions) = &parts.contributions {
        hanging::set_contributions(tx, id, contributions).await?;
    }
    for (scheme, words) in [(TermScheme::Theme, &parts.themes), (TermScheme::Skill, &parts.skills)] {
        if let Some(words) = words {
            term::mark(tx, id, scheme, words).await?;
        }
    }
    Ok(())
}

/// The columns that are given.
fn row_of(content: &Content) -> teaching_resource::ActiveModel {
    let input = &content.input;
    let age = input.age_range.as_opt_ref().map(|range| range.copied());
    teaching_resource::ActiveModel {
        id: NotSet,
        title: content.title.as_ref().map_or(NotSet, |title| Set(json!(title))),
        description: column(&content.description, |text| json!(text)),
        languages: list(&content.languages),
        resource_types: list(&input.resource_types),
        audiences: list(&input.audiences),
        educational_levels: list(&input.educational_levels),
        min_age: age.map_or(NotSet, |range| Set(range.and_then(|range| range.min))),
        max_age: age.map_or(NotSet, |range| Set(range.and_then(|range| range.max))),
        difficulty: column(&input.difficulty, |code| code.as_str().to_owned()),
        learning_minutes: column(&input.learning_minutes, |minutes| *minutes),
        format: column(&input.format, |code| code.as_str().to_owned()),
        licence: column(&content.licence, String::clone),
        copyright_note: column(&content.copyright_note, String::clone),
        free: input.free.as_opt_ref().map_or(NotSet, |free| Set(free.copied().unwrap_or(true))),
        url: column(&content.url, String::clone),
        published_on: column(&input.published_on, |day| day.0),
        status: NotSet,
    }
}

fn column<T, U>(given: &MaybeUndefined<T>, value: impl FnOnce(&T) -> U) -> ActiveValue<Option<U>>
where
    Option<U>: Into<sea_orm::Value>,
{
    given.as_opt_ref().map_or(NotSet, |given| Set(given.map(value)))
}

/// A list of codes, each once; null is an empty one.
fn list<T: Serialize + PartialEq>(given: &MaybeUndefined<Vec<T>>) -> ActiveValue<Value> {
    given.as_opt_ref().map_or(NotSet, |given| {
        let mut kept: Vec<&T> = Vec::new();
        for code in given.into_iter().flatten() {
            if !kept.contains(&code) {
                kept.push(code);
            }
        }
        Set(json!(kept))
    })
}

/// Where a resource stands.
pub(super) async fn standing(tx: &Tx<'_>, granted: &Granted<Edit>) -> Result<Standing> {
    let id = granted.id();
    let row = teaching_resource::Entity::find_by_id(id).one(tx.connection()).await.map_err(fault)?;
    let gone = || Error::Internal(format!("the resource {id} is gone, or its status is none"));
    let row = row.ok_or_else(gone)?;
    let links = resource_link::Entity::find().filter(resource_link::Column::ResourceId.eq(id));
    let links = links.all(tx.connection()).await.map_err(fault)?;
    let (has_file, files_are_told) = file::standing(tx, granted).await?;
    let is_silent = |link: &resource_link::Model| is_image(link.mime.as_deref()) && link.alt_text.is_none();
    Ok(Standing {
        status: ResourceStatus::parse(&row.status).ok_or_else(gone)?,
        has_description: row.description.is_some(),
        has_licence: row.licence.is_some(),
        has_language: row.languages.as_array().is_some_and(|codes| !codes.is_empty()),
        has_link: !links.is_empty(),
        links_are_told: !links.iter().any(is_silent),
        has_file,
        files_are_told,
        was_published: row.published_on.is_some(),
    })
}

/// Writes the resource's next status, and the day of its first publication when it is this one.
pub(super) async fn set_status(
    tx: &Tx<'_>,
    granted: &Granted<Edit>,
    status: ResourceStatus,
    first_day: Option<NaiveDate>,
) -> Result<()> {
    let row = teaching_resource::ActiveModel {
        id: Unchanged(granted.id()),
        status: Set(status.as_str().to_owned()),
        published_on: first_day.map_or(NotSet, |day| Set(Some(day))),
        ..Default::default()
    };
    row.update(tx.connection()).await.map_err(fault)?;
    Ok(())
}

/// That the resource is something to `to`, when it was said.
pub(super) async fn relation(
    tx: &Tx<'_>,
    granted: &Granted<Edit>,
    kind: RelationKind,
    to: Uuid,
) -> Result<Option<Uuid>> {
    let found = resource_relation::Entity::find()
        .filter(resource_relation::Column::FromId.eq(granted.id()))
        .filter(resource_relation::Column::Kind.eq(kind.as_str()))
        .filter(resource_relation::Column::ToId.eq(to))
        .one(tx.connection())
        .await
        .map_err(fault)?;
    Ok(found.map(|relation| relation.id))
}

/// Says that the resource is something to `to`.
pub(super) async fn relate(tx: &Tx<'_>, granted: &Granted<Edit>, kind: RelationKind, to: Uuid) -> Result<()> {
    let row = resource_relation::ActiveModel {
        id: Set(tx.new_id()),
        from_id: Set(granted.id()),
        kind: Set(kind.as_str().to_owned()),
        to_id: Set(to),
    };
    tx.insert(row).await
}

/// Says it no longer.
pub(super) async fn unrelate(tx: &Tx<'_>, _granted: &Granted<Edit>, relation: Uuid) -> Result<()> {
    resource_relation::Entity::delete_by_id(relation).exec(tx.connection()).await.map_err(fault)?;
    Ok(())
}

/// Whether `part` is a part of `whole`, at any distance.
pub(super) async fn is_within(tx: &Tx<'_>, part: Uuid, whole: Uuid) -> Result<bool> {
    let mut sql = tx.sql();
    sql.push("with recursive above(id) as (select to_id from resource_relation where kind = 'IS_PART_OF' and from_id = ");
    sql.bind(part);
    sql.push(" union select rr.to_id from resource_relation rr join above a on rr.from_id = a.id and rr.kind = 'IS_PART_OF')");
    sql.push(" select 1 from above where id = ").bind(whole);
    Ok(!tx.all(sql).await?.is_empty())
}
