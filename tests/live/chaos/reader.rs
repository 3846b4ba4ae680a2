//! Who listens, what they may see, and what of the log that is: written down apart from the hub's own rules.

use entities::outbox;
use sea_orm::{ColumnTrait, ConnectionTrait, Database, EntityTrait, QueryFilter, QueryOrder};

use crate::support::database::TestDatabase;
use crate::support::process::run;

/// The keys of those who take part.
pub(super) struct Keys {
    pub(super) writer: String,
    network: String,
    team: String,
    stranger: String,
}

/// A kind of listener.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reader {
    Anonymous,
    /// A program of another partner that reads what the network reads, and its own teams'.
    Stranger,
    /// A program of the partner that reads what the network reads.
    Network,
    /// A program of the partner that also reads what its teams read.
    Team,
    /// The program that writes.
    Writer,
}

/// What a listener is told of a change: the record, and what to do with it.
pub(super) type Told = (String, &'static str);

impl Keys {
    pub(super) fn create(database: &TestDatabase) -> Self {
        let key = |partner: &str, name: &str, scopes: &str| {
            let create =
                ["client", "create", "--partner", partner, "--partner-name", partner, "--name", name];
            run(database, &[&create[..], &["--scopes", scopes]].concat())
        };
        Self {
            writer: key("forn", "writes", "write:structures,read:network,read:team"),
            network: key("forn", "network", "read:network"),
            team: key("forn", "team", "read:network,read:team"),
            stranger: key("parc", "stranger", "read:network,read:team"),
        }
    }
}

impl Reader {
    pub(super) const ALL: [Self; 5] =
        [Self::Anonymous, Self::Stranger, Self::Network, Self::Team, Self::Writer];

    pub(super) fn key(self, keys: &Keys) -> Option<&str> {
        match self {
            Self::Anonymous => None,
            Self::Stranger => Some(&keys.stranger),
            Self::Network => Some(&keys.network),
            Self::Team => Some(&keys.team),
            Self::Writer => Some(&keys.writer),
        }
    }

    /// Whether it reads what stands at a level of the writer's structure; all of it was made by the writer.
    fn sees(self, level: Option<&str>) -> bool {
        match level {
            Some("PUBLIC") => true,
            Some("NETWORK") => self != Self::Anonymous,
            Some("SHARED" | "TEAM") => matches!(self, Self::Team | Self::Writer),
            Some("PRIVATE") => self == Self::Writer,
            _ => false,
        }
    }

    /// What it has to be told of the log.
    pub(super) fn expected(self, logged: &[outbox::Model]) -> Vec<Told> {
        let told = logged.iter().filter_map(|row| {
            let what =
                match (self.sees(row.visible_before.as_deref()), self.sees(row.visible_after.as_deref())) {
                    (false, true) => "CREATED",
                    (true, true) => "UPDATED",
                    (true, false) => "REMOVED",
                    (false, false) => return None,
                };
            let kind = respyrem::kernel::kind::Kind::parse(&row.record_kind).expect("a kind");
            Some((respyrem::kernel::id::global(kind.prefix(), row.record_id), what))
        });
        told.collect()
    }
}

/// Shows the structure to everyone, as those who run the network do; its notes are seen by their own levels then.
pub(super) async fn publish(database: &TestDatabase) {
    let connection = Database::connect(&database.url).await.expect("the database");
    let shown = "update record set withheld = false, visibility = 'PUBLIC', effective_visibility = 'PUBLIC' \
         where kind = 'STRUCTURE'";
    connection.execute_unprepared(shown).await.expect("it is shown");
    let partners = "update structure set partner_id = (select id from partner where slug = 'forn')";
    connection.execute_unprepared(partners).await.expect("it is the partner's");
}

/// What was logged after `start`.
pub(super) async fn logged(database: &TestDatabase, start: i64) -> Vec<outbox::Model> {
    let connection = Database::connect(&database.url).await.expect("the database");
    let rows = outbox::Entity::find().filter(outbox::Column::Seq.gt(start));
    rows.order_by_asc(outbox::Column::Seq).all(&connection).await.expect("the log")
}

/// The number of the last change.
pub(super) async fn last(database: &TestDatabase) -> i64 {
    logged(database, 0).await.last().map_or(0, |row| row.seq)
}
