//! Modules of training paths written to files: those of the paths as they are being written, path by path.

use std::io::Write;

use sea_orm::QueryResult;
use uuid::Uuid;

use super::labels::Labels;
use super::page;
use super::sheet::{Cell, Format, Sheet};
use crate::{
    exchange::{
        ask::Ask,
        kept::{id_at, text_at},
        module,
    },
    kernel::{error::Result, id, kind::Kind},
    store::fault,
};

/// Writes the modules of all paths that one sees; answers how many.
pub(super) async fn export<A: Ask>(ask: &A, format: Format, out: &mut (dyn Write + Send)) -> Result<u64> {
    let columns: Vec<&'static str> = module::named().iter().map(|field| field.name).collect();
    let mut sheet = Sheet::begin(format, columns, out)?;
    let (mut after, mut count) = (Uuid::nil(), 0);
    loop {
        let paths = page(ask, Kind::TrainingPath, after).await?;
        let Some(last) = paths.last() else { return sheet.end().map(|()| count) };
        after = *last;
        count += write(ask, &paths, &mut sheet).await?;
    }
}

async fn write<A: Ask>(ask: &A, paths: &[Uuid], sheet: &mut Sheet<'_>) -> Result<u64> {
    let mut sql = ask.sql();
    sql.push("select m.id, m.path_id, s.title, m.title, m.kind, m.minutes, m.required, m.resource_id ");
    sql.push("from path_module m join path_stage s on s.id = m.stage_id where m.revision_id is null and ");
    sql.any_id("m.path_id", paths).push(" order by m.path_id, s.position, m.position");
    let rows = ask.rows(sql).await?;
    let resource = |row: &QueryResult| row.try_get_by_index::<Option<Uuid>>(7).map_err(fault);
    let resources = rows.iter().map(resource).collect::<Result<Vec<_>>>()?;
    let mut labels = Labels::default();
    labels.find_records(ask, resources.iter().flatten().copied().collect()).await?;
    let mut count = 0;
    for (row, resource) in rows.iter().zip(resources) {
        let minutes: Option<i32> = row.try_get_by_index(5).map_err(fault)?;
        let required: bool = row.try_get_by_index(6).map_err(fault)?;
        sheet.row(vec![
            Some(Cell::Text(id::global(module::PREFIX, id_at(row, 0)?))),
            Some(Cell::Text(id::global(Kind::TrainingPath.prefix(), id_at(row, 1)?))),
            Some(Cell::Text(french(row, 2)?)),
            Some(Cell::Text(french(row, 3)?)),
            Some(Cell::Text(text_at(row, 4)?)),
            minutes.map(|minutes| Cell::Bare(minutes.to_string())),
            Some(Cell::Bare(required.to_string())),
            resource.and_then(|resource| labels.record(resource)),
        ])?;
        count += 1;
    }
    Ok(count)
}

fn french(row: &QueryResult, at: usize) -> Result<String> {
    let all: serde_json::Value = row.try_get_by_index(at).map_err(fault)?;
    Ok(all["fr"].as_str().unwrap_or_default().to_owned())
}
