//! Deleting a record: its common row stays, so that those who followed it learn that it is gone, and nobody reads it.

use entities::record;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::access::{Granted, Remove};
use crate::kernel::error::Result;
use crate::store::Tx;
use crate::store::fault;
use crate::store::log::Entry;
use crate::store::record::change::{Change, changed};

/// The level of what is deleted: nobody reads it.
const NONE: &str = "NONE";

impl Tx<'_> {
    /// Deletes a record under which nothing lies. Its own table is the caller's.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn delete(&mut self, granted: &Granted<Remove>, event: &'static str) -> Result<()> {
        let facts = granted.facts();
        record::Entity::update_many()
            .col_expr(record::Column::DeletedAt, Expr::value(self.scene.now))
            .col_expr(record::Column::EffectiveVisibility, Expr::value(NONE))
            .col_expr(record::Column::SortName, Expr::value(""))
            .filter(record::Column::Id.eq(facts.id))
            .exec(self.connection())
            .await
            .map_err(fault)?;
        let change = Change { event, fields: Vec::new(), name: None };
        self.write_changes(&[(granted, &change)]).await?;
        self.note(Entry { after: None, ..changed(facts, change) });
        Ok(())
    }
}
