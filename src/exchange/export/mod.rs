//! Records written to files, in the format that imports read without a mapping: what was exported and comes back changes
//! nothing.
//!
//! Pages are read one after the other with the eyes of whoever asks: what that one does not see is not there, and what
//! it does not see of what a record names is left empty. A record is called by its identifier here, which an import of
//! the file knows again.

mod labels;
mod module;
mod sheet;

use std::io::Write;

use uuid::Uuid;

use self::labels::Labels;
pub use self::sheet::Format;
use self::sheet::Sheet;
use super::{
    ask::{Ask, Reading},
    kept::{self, id_at},
    noun::{Noun, Said},
    record::ImportKind,
};
use crate::{
    access::Scene,
    kernel::{
        actor::Actor,
        error::{Code, Error, Fault, Result},
        id,
        kind::Kind,
        locale::Locale,
    },
    store::{Store, policy},
};

/// Records of one page.
const PAGE: usize = 500;

/// Writes all records of a kind that `actor` sees; answers how many.
///
/// # Errors
/// When the kind is not exported, the database fails, or `out` takes no more.
pub async fn export(
    store: &Store,
    actor: &Actor,
    kind: ImportKind,
    format: Format,
    out: &mut (dyn Write + Send),
) -> Result<u64> {
    let scene = Scene::new(actor, store.clock(), vec![Locale::Fr]);
    let reading = Reading { reader: store.reader(), scene: &scene };
    if kind == ImportKind::TrainingModule {
        return module::export(&reading, format, out).await;
    }
    let noun = kind.kind().and_then(Noun::of).ok_or_else(|| {
        Fault::of(Code::Invalid, "places are not exported: import them from where they come from")
    })?;
    let names = noun.fields.iter().filter(|field| field.said != Said::Never).map(|field| field.name);
    let mut sheet = Sheet::begin(format, ["externalId"].into_iter().chain(names).collect(), out)?;
    let (mut after, mut count) = (Uuid::nil(), 0);
    loop {
        let ids = page(&reading, noun.kind, after).await?;
        let Some(last) = ids.last() else { return sheet.end().map(|()| count) };
        after = *last;
        count += write(&reading, noun, &ids, &mut sheet).await?;
    }
}

/// The next records of a kind, in the order in which they were made.
async fn page<A: Ask>(ask: &A, kind: Kind, after: Uuid) -> Result<Vec<Uuid>> {
    let mut sql = ask.sql();
    sql.push("select r.id from record r where r.deleted_at is null and r.kind = ").bind(kind.as_str());
    sql.push(" and r.id > ").bind(after).push(" and ");
    policy::visible(&mut sql, ask.scene(), "r");
    sql.push(" order by r.id limit ").push_number(PAGE);
    ask.rows(sql).await?.iter().map(|row| id_at(row, 0)).collect()
}

async fn write<A: Ask>(ask: &A, noun: &'static Noun, ids: &[Uuid], sheet: &mut Sheet<'_>) -> Result<u64> {
    let mut kept = kept::load(ask, noun, ids).await?;
    let labels = Labels::find(ask, kept.values()).await?;
    let mut count = 0;
    for record in ids {
        let Some(cells) = kept.remove(record) else { continue };
        let mut row = vec![Some(sheet::Cell::Text(id::global(noun.kind.prefix(), *record)))];
        let said = cells.iter().filter(|(field, _)| field.said != Said::Never);
        row.extend(said.map(|(field, value)| labels.cell(field.form, value?)));
        sheet.row(row)?;
        count += 1;
    }
    Ok(count)
}

fn unwritten(error: &dyn std::error::Error) -> Error {
    Error::Internal(format!("the export cannot be written: {error}"))
}
