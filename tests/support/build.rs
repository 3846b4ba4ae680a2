//! What a test begins with: people, structures and places, put straight into the database.
//!
//! Builders take the shortest way; what a test is about goes through the API.

use entities::{geo_point, member, membership, outbox, partner, record, structure, territory};
use respyrem::access::Visibility;
use respyrem::kernel::actor::{ActiveMembership, Actor, MemberActor, Role};
use respyrem::kernel::fold::{fold, slug};
use respyrem::kernel::geo::Point;
use respyrem::kernel::id;
use respyrem::kernel::kind::Kind;
use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Statement,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::TestHub;
use super::structure::StructureBuilder;

impl TestHub {
    /// An ACTIVE member called `name`, who reads mail at `<name>@example.org`.
    pub(crate) async fn member(&self, name: &str) -> Uuid {
        let id = self.new_id();
        self.insert_record(record::ActiveModel {
            created_by: Set(Some(id)),
            ..self.record(id, Kind::Member, name, Visibility::Network)
        })
        .await;
        let row = member::ActiveModel {
            id: Set(id),
            given_name: Set(None),
            family_name: Set(None),
            display_name: Set(name.to_owned()),
            email: Set(Some(format!("{}@example.org", slug(name)))),
            phone: Set(Some("04 68 00 00 00".to_owned())),
            locale: Set("fr".to_owned()),
            contact_visibility: Set("TEAM".to_owned()),
            state: Set("ACTIVE".to_owned()),
            operator: Set(false),
        };
        member::Entity::insert(row).exec_without_returning(self.connection()).await.expect("a member");
        id
    }

    /// A member who runs the network.
    pub(crate) async fn operator(&self, name: &str) -> Actor {
        let id = self.member(name).await;
        let row = member::ActiveModel { id: Unchanged(id), operator: Set(true), ..Default::default() };
        row.update(self.connection()).await.expect("an operator");
        self.actor_of(id).await
    }

    /// Lets those at `level` read how to reach a member.
    pub(crate) async fn reach(&self, member: Uuid, level: &str) {
        let row = member::ActiveModel {
            id: Unchanged(member),
            contact_visibility: Set(level.to_owned()),
            ..Default::default()
        };
        row.update(self.connection()).await.expect("a member");
    }

    /// Makes a record PUBLIC.
    pub(crate) async fn publish(&self, record: Uuid) {
        let row = record::ActiveModel {
            id: Unchanged(record),
            visibility: Set("PUBLIC".to_owned()),
            effective_visibility: Set("PUBLIC".to_owned()),
            ..Default::default()
        };
        row.update(self.connection()).await.expect("a record");
    }

    /// A member of `structure`, signed in.
    pub(crate) async fn person(&self, name: &str, structure: Uuid, role: Role) -> Actor {
        let member = self.member(name).await;
        self.join(member, structure, role).await;
        self.actor_of(member).await
    }

    /// An ACTIVE structure, to be completed and awaited.
    pub(crate) fn structure(&self, name: &str) -> StructureBuilder<'_> {
        let id = self.new_id();
        StructureBuilder {
            hub: self,
            record: record::ActiveModel {
                owner_id: Set(Some(id)),
                ..self.record(id, Kind::Structure, name, Visibility::Network)
            },
            row: structure::ActiveModel {
                id: Set(id),
                kind: Set("ASSOCIATIVE".to_owned()),
                name: Set(name.to_owned()),
                is_branch: Set(false),
                identifier_waiver: Set(Some("IN_CREATION".to_owned())),
                geo_precision: Set("COMMUNE".to_owned()),
                status: Set("ACTIVE".to_owned()),
                registry_state: Set("UNKNOWN".to_owned()),
                ..Default::default()
            },
            partner: None,
        }
    }

    /// An ACTIVE membership; the member's first structure owns the member's record.
    pub(crate) async fn join(&self, member: Uuid, structure: Uuid, role: Role) -> Uuid {
        let id = self.new_id();
        let row = membership::ActiveModel {
            id: Set(id),
            member_id: Set(member),
            structure_id: Set(structure),
            role: Set(role.as_str().to_owned()),
            state: Set("ACTIVE".to_owned()),
            origin: Set("INVITE".to_owned()),
            invited_by: Set(None),
            decided_by: Set(Some(member)),
            decided_at: Set(Some(self.clock.now())),
            expires_at: Set(None),
            created_at: Set(self.clock.now()),
            version: Set(1),
            provider_id: Set(None),
        };
        membership::Entity::insert(row)
            .exec_without_returning(self.connection())
            .await
            .expect("a membership");
        let unowned = record::Entity::update_many()
            .set(record::ActiveModel { owner_id: Set(Some(structure)), ..Default::default() })
            .filter(record::Column::Id.eq(member))
            .filter(record::Column::OwnerId.is_null());
        unowned.exec(self.connection()).await.expect("an owner");
        id
    }

    /// The member as signing in makes it: with what is ACTIVE in the database at this moment.
    pub(crate) async fn actor_of(&self, member: Uuid) -> Actor {
        let row = member::Entity::find_by_id(member).one(self.store.connection()).await.expect("a read");
        let held = membership::Entity::find()
            .filter(membership::Column::MemberId.eq(member))
            .filter(membership::Column::State.eq("ACTIVE"))
            .all(self.store.connection())
            .await
            .expect("a read");
        let mut memberships = Vec::with_capacity(held.len());
        for held in held {
            memberships.push(ActiveMembership {
                structure: held.structure_id,
                role: Role::parse(&held.role).expect("a role"),
                partner: self.active_partner_of(held.structure_id).await,
            });
        }
        let operator = row.expect("the member").operator;
        Actor::Member(MemberActor { member, memberships, operator, session: None, expires_at: None })
    }

    /// The member with this address.
    pub(crate) async fn member_by_email(&self, email: &str) -> Uuid {
        let found =
            member::Entity::find().filter(member::Column::Email.eq(email)).one(self.store.connection());
        found.await.expect("a read").expect("the member").id
    }

    async fn active_partner_of(&self, structure: Uuid) -> Option<Uuid> {
        let found =
            structure::Entity::find_by_id(structure).one(self.store.connection()).await.expect("a read");
        let partner = found?.partner_id?;
        let found = partner::Entity::find_by_id(partner).one(self.store.connection()).await.expect("a read");
        found.filter(|partner| partner.state == "ACTIVE").map(|partner| partner.id)
    }

    /// A commune, within nothing but itself, whose centre is that of Prades.
    pub(crate) async fn commune(&self, code: &str, name: &str) -> Uuid {
        let id = self.new_id();
        let row = territory::ActiveModel {
            id: Set(id),
            kind: Set("COMMUNE".to_owned()),
            country: Set("FR".to_owned()),
            code: Set(code.to_owned()),
            name: Set(name.to_owned()),
            sort_name: Set(fold(name)),
            postal_codes: Set(json!([])),
            lat: Set(Some(42.617)),
            lon: Set(Some(2.422)),
            ..Default::default()
        };
        territory::Entity::insert(row).exec_without_returning(self.connection()).await.expect("a commune");
        let within = entities::territory_within::ActiveModel {
            ancestor_id: Set(id),
            descendant_id: Set(id),
            direct: Set(true),
        };
        entities::territory_within::Entity::insert(within)
            .exec_without_returning(self.connection())
            .await
            .expect("a commune within itself");
        let [x, y, z] = Point { lat: 42.617, lon: 2.422 }.unit();
        let point = geo_point::ActiveModel { id: Set(id), lat: Set(42.617), x: Set(x), y: Set(y), z: Set(z) };
        geo_point::Entity::insert(point).exec_without_returning(self.connection()).await.expect("a point");
        id
    }

    /// An identifier of this moment.
    pub(crate) fn new_id(&self) -> Uuid {
        id::new_id(self.clock.now())
    }

    /// The common row of something called `name`, at its first version.
    pub(crate) fn record(&self, id: Uuid, kind: Kind, name: &str, level: Visibility) -> record::ActiveModel {
        let global = id::global("x", id);
        record::ActiveModel {
            id: Set(id),
            kind: Set(kind.as_str().to_owned()),
            visibility: Set(level.as_str().to_owned()),
            effective_visibility: Set(level.as_str().to_owned()),
            slug: Set(Some(format!("{}-{}", slug(name), &global[global.len() - 8..]))),
            sort_name: Set(fold(name)),
            version: Set(1),
            created_at: Set(self.clock.now()),
            updated_at: Set(self.clock.now()),
            ..Default::default()
        }
    }

    /// Inserts a common row.
    pub(crate) async fn insert_record(&self, row: record::ActiveModel) {
        record::Entity::insert(row).exec_without_returning(self.connection()).await.expect("a record");
    }

    /// Logs the making of a record that was put straight into the database.
    pub(crate) async fn log_made(&self, id: Uuid) {
        let made = record::Entity::find_by_id(id).one(self.connection()).await;
        let made = made.expect("a read").expect("a record");
        let row = outbox::ActiveModel {
            event: Set("record.made".to_owned()),
            record_id: Set(id),
            record_kind: Set(made.kind),
            version: Set(made.version),
            actor_kind: Set("SYSTEM".to_owned()),
            owner_id: Set(made.owner_id),
            project_id: Set(made.project_id),
            changed_fields: Set(json!([])),
            visible_after: Set(Some(made.effective_visibility)),
            withheld_after: Set(Some(made.withheld)),
            at: Set(self.clock.now()),
            ..Default::default()
        };
        outbox::Entity::insert(row).exec_without_returning(self.connection()).await.expect("an event");
    }

    /// The events that were logged, in their order.
    pub(crate) async fn events(&self) -> Vec<String> {
        self.logged().await.into_iter().map(|row| row.event).collect()
    }

    /// What was logged, in its order.
    pub(crate) async fn logged(&self) -> Vec<outbox::Model> {
        let rows =
            outbox::Entity::find().order_by_asc(outbox::Column::Seq).all(self.store.connection()).await;
        rows.expect("a read")
    }

    /// How many rows a table has.
    pub(crate) async fn count(&self, table: &str) -> i64 {
        let sql = format!("select count(*) from {table}");
        let row =
            self.store.connection().query_one_raw(Statement::from_string(self.store.backend(), sql)).await;
        row.expect("a read").expect("a row").try_get_by_index(0).expect("a number")
    }

    /// Asserts that what the lists of places walk says what structures, their names and territories say.
    pub(crate) async fn assert_placed(&self) {
        let kept = "select territory_id, sort_name, structure_id, kind from structure_place";
        let told = "select w.ancestor_id, r.sort_name, s.id, s.kind from structure s \
            join record r on r.id = s.id join territory_within w on w.descendant_id = s.territory_id";
        assert!(self.count("structure_place").await > 0, "no structure sits anywhere");
        for (one, other) in [(kept, told), (told, kept)] {
            assert_eq!(self.count(&format!("({one} except {other}) difference")).await, 0);
        }
    }

    /// The database, for what the API does not say. Whoever writes there tells no log, so no kept answer holds after it.
    pub(crate) fn connection(&self) -> &sea_orm::DatabaseConnection {
        self.kept.forget();
        self.store.connection()
    }
}

/// The code and the field of each thing that a mutation refused, as in `FORBIDDEN input.id`.
pub(crate) fn refusals(payload: &Value) -> Vec<String> {
    let errors = payload["userErrors"].as_array().expect("userErrors");
    let line = |error: &Value| {
        let field = error["field"].as_array().expect("a field").iter().filter_map(Value::as_str);
        let field = field.collect::<Vec<_>>().join(".");
        format!("{} {field}", error["code"].as_str().expect("a code"))
    };
    errors.iter().map(line).collect()
}

/// The global identifier of a structure.
pub(crate) fn structure_id(id: Uuid) -> String {
    id::global(Kind::Structure.prefix(), id)
}

/// The global identifier of a member.
pub(crate) fn member_id(id: Uuid) -> String {
    id::global(Kind::Member.prefix(), id)
}
