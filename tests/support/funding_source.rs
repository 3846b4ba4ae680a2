//! Funding sources for tests, with the places and words that they name, put straight into the database.

use std::future::IntoFuture;

use entities::{
    funding_source, funding_source_territory, record, record_term, term, territory, territory_within,
};
use futures_util::future::BoxFuture;
use respyrem::access::Visibility;
use respyrem::kernel::fold::fold;
use respyrem::kernel::id;
use respyrem::kernel::kind::Kind;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use super::TestHub;
use super::level::set_level;
use super::project::day;

impl TestHub {
    /// A PUBLISHED grant that `owner` tells of, open from the start of 2026 to the end of April, to be completed and
    /// awaited; PUBLIC when nothing is said.
    pub(crate) fn funding_source(&self, owner: Uuid, title: &str) -> FundingSourceBuilder<'_> {
        let id = self.new_id();
        FundingSourceBuilder {
            hub: self,
            record: record::ActiveModel {
                owner_id: Set(Some(owner)),
                ..self.record(id, Kind::FundingSource, title, Visibility::Public)
            },
            row: funding_source::ActiveModel {
                id: Set(id),
                funder_name: Set(Some("Fonds des cimes".to_owned())),
                title: Set(json!({ "fr": title })),
                aid_type: Set("GRANT".to_owned()),
                recurrence: Set("RECURRING".to_owned()),
                opens_on: Set(Some(day("2026-01-01"))),
                closes_on: Set(Some(day("2026-04-30"))),
                rules: Set(json!({})),
                status: Set("PUBLISHED".to_owned()),
                ..Default::default()
            },
            territories: Vec::new(),
            terms: Vec::new(),
        }
    }

    /// A place that holds these places, and what they hold.
    pub(crate) async fn area(&self, kind: &str, code: &str, held: &[Uuid]) -> Uuid {
        let id = self.new_id();
        let row = territory::ActiveModel {
            id: Set(id),
            kind: Set(kind.to_owned()),
            country: Set("FR".to_owned()),
            code: Set(code.to_owned()),
            name: Set(code.to_owned()),
            sort_name: Set(fold(code)),
            postal_codes: Set(json!([])),
            ..Default::default()
        };
        territory::Entity::insert(row).exec_without_returning(self.connection()).await.expect("an area");
        let below = territory_within::Entity::find()
            .filter(territory_within::Column::AncestorId.is_in(held.to_vec()))
            .all(self.connection())
            .await
            .expect("a read");
        let mut within: Vec<Uuid> = below.into_iter().map(|row| row.descendant_id).chain([id]).collect();
        within.sort_unstable();
        within.dedup();
        let rows = within.into_iter().map(|descendant| territory_within::ActiveModel {
            ancestor_id: Set(id),
            descendant_id: Set(descendant),
            direct: Set(held.contains(&descendant)),
        });
        territory_within::Entity::insert_many(rows)
            .exec_without_returning(self.connection())
            .await
            .expect("what it holds");
        id
    }

    /// A word of the vocabulary of themes.
    pub(crate) async fn theme(&self, code: &str) -> Uuid {
        self.term("THEME", code).await
    }

    /// A word of a vocabulary.
    pub(crate) async fn term(&self, scheme: &str, code: &str) -> Uuid {
        let id = self.new_id();
        let row = term::ActiveModel {
            id: Set(id),
            scheme: Set(scheme.to_owned()),
            code: Set(code.to_owned()),
            label: Set(json!({ "fr": code })),
            parent_id: Set(None),
            position: Set(1),
        };
        term::Entity::insert(row).exec_without_returning(self.connection()).await.expect("a term");
        id
    }

    /// The word of the vocabulary of audiences for a kind of structure.
    pub(crate) async fn audience(&self, code: &str) -> Uuid {
        let found = term::Entity::find()
            .filter(term::Column::Scheme.eq("AUDIENCE"))
            .filter(term::Column::Code.eq(code))
            .one(self.connection());
        found.await.expect("a read").expect("an audience").id
    }
}

/// The global identifier of a funding source.
pub(crate) fn funding_source_id(id: Uuid) -> String {
    id::global(Kind::FundingSource.prefix(), id)
}

/// A funding source about to be put into the database: await it for its identifier.
pub(crate) struct FundingSourceBuilder<'a> {
    hub: &'a TestHub,
    record: record::ActiveModel,
    row: funding_source::ActiveModel,
    territories: Vec<Uuid>,
    terms: Vec<Uuid>,
}

impl FundingSourceBuilder<'_> {
    /// Who may read it.
    pub(crate) fn visibility(mut self, level: Visibility) -> Self {
        set_level(&mut self.record, level);
        self
    }

    /// Its columns, as it should begin.
    pub(crate) fn with(mut self, change: impl FnOnce(&mut funding_source::ActiveModel)) -> Self {
        change(&mut self.row);
        self
    }

    /// One more place where projects may be.
    pub(crate) fn at(mut self, territory: Uuid) -> Self {
        self.territories.push(territory);
        self
    }

    /// One more audience or theme.
    pub(crate) fn marked(mut self, term: Uuid) -> Self {
        self.terms.push(term);
        self
    }

    async fn make(self) -> Uuid {
        let id = self.record.id.clone().unwrap();
        let connection = self.hub.connection();
        self.hub.insert_record(self.record).await;
        let done = funding_source::Entity::insert(self.row).exec_without_returning(connection).await;
        done.expect("a funding source");
        for territory in self.territories {
            let row = funding_source_territory::ActiveModel {
                funding_source_id: Set(id),
                territory_id: Set(territory),
            };
            let done = funding_source_territory::Entity::insert(row).exec_without_returning(connection).await;
            done.expect("a place");
        }
        for term in self.terms {
            let row = record_term::ActiveModel { record_id: Set(id), term_id: Set(term) };
            let done = record_term::Entity::insert(row).exec_without_returning(connection).await;
            done.expect("a word");
        }
        id
    }
}

impl<'a> IntoFuture for FundingSourceBuilder<'a> {
    type Output = Uuid;
    type IntoFuture = BoxFuture<'a, Uuid>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.make())
    }
}
