//! Structures for tests, in a word each.

use std::future::IntoFuture;

use entities::{partner, record, structure};
use respyrem::access::Visibility;
use respyrem::kernel::fold::{fold, slug};
use sea_orm::ActiveValue::Set;
use sea_orm::{ConnectionTrait, EntityTrait, Statement};
use uuid::Uuid;

use super::TestHub;
use super::level::set_level;

/// What follows from a structure's commune: the places that it sits in, and where it is shown.
const POINT: &str = "insert into geo_point (id, lat, x, y, z) select s.id, p.lat, p.x, p.y, p.z from structure s \
    join geo_point p on p.id = s.territory_id where s.id = $1";
const PLACE: &str = "insert into structure_place (territory_id, sort_name, structure_id, kind) \
    select w.ancestor_id, r.sort_name, s.id, s.kind from structure s join record r on r.id = s.id \
    join territory_within w on w.descendant_id = s.territory_id where s.id = $1";

/// A structure about to be put into the database: await it for its identifier.
pub(crate) struct StructureBuilder<'a> {
    pub(super) hub: &'a TestHub,
    pub(super) record: record::ActiveModel,
    pub(super) row: structure::ActiveModel,
    pub(super) partner: Option<&'static str>,
}

impl StructureBuilder<'_> {
    /// Who may read it; NETWORK when nothing is said.
    pub(crate) fn visibility(mut self, level: Visibility) -> Self {
        set_level(&mut self.record, level);
        self
    }

    /// Makes it a structure of a partner of its own, ACTIVE or not.
    pub(crate) fn partner(mut self, active: bool) -> Self {
        self.partner = Some(if active { "ACTIVE" } else { "PENDING" });
        self
    }

    /// Makes it one of the partner's structures.
    pub(crate) fn of(mut self, partner: Uuid) -> Self {
        self.row.partner_id = Set(Some(partner));
        self
    }

    /// Its establishment, and with it its legal unit.
    pub(crate) fn rna(mut self, rna: &str) -> Self {
        self.row.rna = Set(Some(rna.to_owned()));
        self
    }

    pub(crate) fn siret(mut self, siret: &str) -> Self {
        self.row.siren = Set(Some(siret[..9].to_owned()));
        self.row.siret = Set(Some(siret.to_owned()));
        self
    }

    /// Its number as a school.
    pub(crate) fn uai(mut self, uai: &str) -> Self {
        self.row.uai = Set(Some(uai.to_owned()));
        self
    }

    /// The commune where it sits.
    pub(crate) fn at(mut self, commune: Uuid) -> Self {
        self.row.territory_id = Set(Some(commune));
        self
    }

    /// Its public e-mail address.
    pub(crate) fn email(mut self, email: &str) -> Self {
        self.row.email = Set(Some(email.to_owned()));
        self
    }

    /// Without an identifier, and without a reason for having none.
    pub(crate) fn unidentified(mut self) -> Self {
        self.row.identifier_waiver = Set(None);
        self
    }

    /// Where it stands in its life; ACTIVE when nothing is said.
    pub(crate) fn status(mut self, status: &str) -> Self {
        self.row.status = Set(status.to_owned());
        self
    }

    async fn make(mut self) -> Uuid {
        let id = self.record.id.clone().unwrap();
        if let Some(state) = self.partner {
            let row = partner::ActiveModel {
                id: Set(self.hub.new_id()),
                slug: Set(slug(self.row.name.as_ref())),
                name: self.row.name.clone(),
                sort_name: Set(fold(self.row.name.as_ref())),
                state: Set(state.to_owned()),
                ..Default::default()
            };
            self.row.partner_id = Set(Some(row.id.clone().unwrap()));
            partner::Entity::insert(row)
                .exec_without_returning(self.hub.connection())
                .await
                .expect("a partner");
        }
        self.hub.insert_record(self.record).await;
        structure::Entity::insert(self.row)
            .exec_without_returning(self.hub.connection())
            .await
            .expect("a structure");
        let connection = self.hub.connection();
        for follows in [PLACE, POINT] {
            let place =
                Statement::from_sql_and_values(connection.get_database_backend(), follows, [id.into()]);
            connection.execute_raw(place).await.expect("its places");
        }
        id
    }
}

impl<'a> IntoFuture for StructureBuilder<'a> {
    type Output = Uuid;
    type IntoFuture = futures_util::future::BoxFuture<'a, Uuid>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.make())
    }
}

impl TestHub {
    /// An ACTIVE partner.
    pub(crate) async fn partner(&self, slug: &str) -> Uuid {
        let id = self.new_id();
        let row = partner::ActiveModel {
            id: Set(id),
            slug: Set(slug.to_owned()),
            name: Set(slug.to_owned()),
            sort_name: Set(fold(slug)),
            state: Set("ACTIVE".to_owned()),
            ..Default::default()
        };
        partner::Entity::insert(row).exec_without_returning(self.connection()).await.expect("a partner");
        id
    }
}
