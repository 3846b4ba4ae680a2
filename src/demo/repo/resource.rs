//! Teaching resources, with their links, their makers, what they are to one another and their words.

use entities::{resource_contribution, resource_link, resource_relation, teaching_resource};
use sea_orm::ActiveValue::Set;
use serde_json::json;
use uuid::Uuid;

use super::term::{self, Said};
use super::{member_id, structure_id, top};
use crate::access::{self, Visibility};
use crate::demo::data::resource::Resource;
use crate::demo::data::{Demo, id};
use crate::demo::plan::day;
use crate::kernel::error::Result;
use crate::kernel::kind::Kind;
use crate::kernel::locale::Locale;
use crate::store::Tx;
use crate::store::record::NewRecord;

/// Inserts them all.
pub(in crate::demo) async fn insert(tx: &mut Tx<'_>, demo: &Demo) -> Result<()> {
    for resource in &demo.resources {
        let owner = Some(structure_id(&resource.owner));
        let granted = access::create(&tx.scene.viewer, Kind::Resource, owner, "demo")?;
        let name = resource.title.get(Locale::Fr).unwrap_or_default();
        let visibility = Visibility::parse(&resource.visibility);
        let record = top(Kind::Resource, name, visibility, "resource.created");
        let record = NewRecord { withheld: resource.status != "PUBLISHED", ..record };
        tx.insert_record(&granted, resource_id(&resource.key), record).await?;
    }
    tx.insert_all(demo.resources.iter().map(|resource| row(tx, resource))).await?;
    insert_links(tx, demo).await?;
    insert_contributions(tx, demo).await?;
    insert_relations(tx, demo).await?;
    term::say(tx, &said(demo)).await
}

fn said(demo: &Demo) -> Vec<Said<'_>> {
    let mut said = Vec::new();
    for resource in &demo.resources {
        let id = resource_id(&resource.key);
        said.extend(resource.themes.iter().map(|code| (id, "THEME", code.as_str())));
        said.extend(resource.skills.iter().map(|code| (id, "SKILL", code.as_str())));
    }
    said
}

fn resource_id(key: &str) -> Uuid {
    id("resource", key)
}

fn page(resource: &Resource) -> String {
    format!("https://{}.example.org/ressources/{}", resource.owner, resource.key)
}

fn row(tx: &Tx<'_>, resource: &Resource) -> teaching_resource::ActiveModel {
    let [min_age, max_age] = resource.ages.unwrap_or_default();
    teaching_resource::ActiveModel {
        id: Set(resource_id(&resource.key)),
        title: Set(json!(resource.title)),
        description: Set(resource.about.as_ref().map(|about| json!(about))),
        languages: Set(json!(resource.languages)),
        resource_types: Set(json!(resource.types)),
        audiences: Set(json!(resource.audiences)),
        educational_levels: Set(json!(resource.levels)),
        min_age: Set(min_age),
        max_age: Set(max_age),
        difficulty: Set(resource.difficulty.clone()),
        learning_minutes: Set(resource.minutes),
        format: Set(resource.format.clone()),
        licence: Set(resource.licence.clone()),
        copyright_note: Set(resource.copyright_note.clone()),
        free: Set(resource.free),
        url: Set(Some(page(resource))),
        published_on: Set(resource.published_days_ago.map(|days| day(tx.scene.today, -days))),
        status: Set(resource.status.clone()),
    }
}

async fn insert_links(tx: &Tx<'_>, demo: &Demo) -> Result<()> {
    let rows = demo.resources.iter().flat_map(|resource| {
        (1..).zip(&resource.links).map(|(position, link)| resource_link::ActiveModel {
            id: Set(id("resource_link", &format!("{}:{position}", resource.key))),
            resource_id: Set(resource_id(&resource.key)),
            position: Set(position),
            url: Set(format!("{}/{}", page(resource), link.file)),
            title: Set(None),
            mime: Set(Some(link.mime.clone())),
            language: Set(link.language.clone()),
            alt_text: Set(link.alt.as_ref().map(|alt| json!(alt))),
        })
    });
    tx.insert_all(rows).await
}

async fn insert_contributions(tx: &Tx<'_>, demo: &Demo) -> Result<()> {
    let rows = demo.resources.iter().flat_map(|resource| {
        (1..).zip(&resource.by).map(|(position, (role, what, who))| resource_contribution::ActiveModel {
            id: Set(id("resource_contribution", &format!("{}:{position}", resource.key))),
            resource_id: Set(resource_id(&resource.key)),
            position: Set(position),
            role: Set(role.clone()),
            member_id: Set((what == "member").then(|| member_id(who))),
            structure_id: Set((what == "structure").then(|| structure_id(who))),
            name: Set((what == "name").then(|| who.clone())),
        })
    });
    tx.insert_all(rows).await
}

async fn insert_relations(tx: &Tx<'_>, demo: &Demo) -> Result<()> {
    let rows = demo.resources.iter().flat_map(|resource| {
        resource.relations.iter().map(|(kind, to)| resource_relation::ActiveModel {
            id: Set(id("resource_relation", &format!("{}:{kind}:{to}", resource.key))),
            from_id: Set(resource_id(&resource.key)),
            kind: Set(kind.clone()),
            to_id: Set(resource_id(to)),
        })
    });
    tx.insert_all(rows).await
}
