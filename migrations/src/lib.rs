//! The database, change by change: one SQL file each, the same for PostgreSQL and SQLite.
//!
//! A file that was released never changes; a later one mends it. The migrations never import the entities: they
//! describe what was, not what is.

mod dialect;

use sea_orm_migration::prelude::*;
use sea_orm_migration::{MigrationName, MigrationTrait, MigratorTrait, async_trait, sea_orm};

/// One file of `sql/`.
struct Script {
    name: &'static str,
    sql: &'static str,
}

impl MigrationName for Script {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Script {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        let sql = dialect::translate(self.sql, manager.get_database_backend());
        sea_orm::ConnectionTrait::execute_unprepared(connection, &sql).await?;
        Ok(())
    }

    async fn down(&self, _manager: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("migrations go forward only: restore a backup to go back".to_owned()))
    }
}

macro_rules! scripts {
    ($($name:literal),+ $(,)?) => {
        vec![$(Box::new(Script { name: $name, sql: include_str!(concat!("../sql/", $name, ".sql")) })),+]
    };
}

/// Applies the migrations in order.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        scripts![
            "0001_territory",
            "0002_record",
            "0003_structure",
            "0004_member",
            "0005_project",
            "0006_action",
            "0007_log",
            "0008_sign_in",
            "0009_source",
            "0010_funding_source",
            "0011_teaching_resource",
            "0012_training_path",
            "0013_note",
            "0014_provenance",
            "0015_search_and_changes",
            "0016_file_job",
            "0017_merge",
            "0018_geo_point",
            "0019_sweeping_change",
            "0020_notification",
            "0021_identity_provider",
            "0022_subgraph",
        ]
    }
}
