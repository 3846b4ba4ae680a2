//! Which of some records the viewer sees, whatever their kinds: by the guard of each one's own type.

use super::Catalog;
use crate::access::Scene;
use crate::kernel::kind::Kind;
use crate::store::Sql;

impl Catalog {
    /// Appends a query of the rows of `walk`, a table with the columns `kind` and `id`, whose records are of these kinds and
    /// seen by the viewer. `selected` is what it gives of them.
    pub fn push_seen(&self, sql: &mut Sql, scene: &Scene, kinds: &[Kind], selected: &str) {
        let types = kinds.iter().filter_map(|kind| self.by_kind(*kind).map(|ty| (kind, ty)));
        let mut is_first = true;
        for (kind, ty) in types {
            sql.push(if is_first { "select " } else { " union all select " }).push(selected);
            is_first = false;
            // What is found comes first: SQLite may go through all rows otherwise.
            sql.push(if sql.is_postgres() { " from walk join " } else { " from walk cross join " });
            sql.push(ty.table).push(" t on t.id = walk.id");
            if ty.guard.reads_record {
                sql.push(" join record r on r.id = t.id");
            }
            sql.push(" where walk.kind = '").push(kind.as_str()).push("' and ");
            ty.push_guard(sql, scene, None);
        }
        if is_first {
            sql.push("select ").push(selected).push(" from walk where 1 = 0");
        }
    }
}
