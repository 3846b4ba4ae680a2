//! What became of an import.

use entities::{import_fault, import_job, import_row};
use sea_orm::ActiveModelTrait;
use sea_orm::ActiveValue::{Set, Unchanged};
use serde_json::json;
use uuid::Uuid;

use super::hold::Held;
use crate::exchange::apply::{Line, Report};
use crate::imports::model::ImportState;
use crate::kernel::error::Result;
use crate::store::transaction::Act;
use crate::store::{Store, Tx, fault};

/// Lines that are kept, at most.
const MOST: usize = 10_000;
/// Rows of one statement.
const MANY: usize = 1_000;

/// Writes how the job ended, unless another server holds it by now. What is left is the report, or why there is none.
pub(in crate::imports) async fn finish(
    store: &Store,
    job: &Held,
    outcome: &Result<Report, String>,
) -> Result<()> {
    store.write_as_hub(&Finish { job, outcome }).await
}

struct Finish<'a> {
    job: &'a Held,
    outcome: &'a Result<Report, String>,
}

impl Act for Finish<'_> {
    type Outcome = ();

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<()> {
        let mut sql = tx.sql();
        sql.push("select id from import_job where id = ").bind(self.job.id);
        sql.push(" and holder = ").bind(self.job.holder);
        if sql.is_postgres() {
            sql.push(" for update");
        }
        if tx.all(sql).await?.is_empty() {
            return Ok(());
        }
        let ended = import_job::ActiveModel {
            id: Unchanged(self.job.id),
            ended_at: Set(Some(tx.scene.now)),
            holder: Set(None),
            held_until: Set(None),
            ..Default::default()
        };
        let ended = match self.outcome {
            Ok(report) => {
                write_lines(tx, self.job.id, report).await?;
                told(ended, report)
            }
            Err(failure) => import_job::ActiveModel {
                state: Set(ImportState::Failed.as_str().to_owned()),
                failure: Set(Some(failure.clone())),
                ..ended
            },
        };
        ended.update(tx.connection()).await.map_err(fault)?;
        let detail = json!({ "job": self.job.id, "dryRun": self.job.dry_run, "done": self.outcome.is_ok() });
        tx.audit("import.end", None, detail).await
    }
}

fn told(ended: import_job::ActiveModel, report: &Report) -> import_job::ActiveModel {
    let whole = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    let sum = &report.summary;
    let total = whole(report.lines.len());
    import_job::ActiveModel {
        state: Set(ImportState::Done.as_str().to_owned()),
        applied: Set(total),
        total: Set(Some(total)),
        creates: Set(Some(whole(sum.created))),
        updates: Set(Some(whole(sum.updated))),
        unchanged: Set(Some(whole(sum.unchanged))),
        duplicates: Set(Some(whole(sum.duplicates))),
        errors: Set(Some(whole(sum.errors))),
        warnings: Set(Some(whole(sum.warnings))),
        unmapped: Set(json!(report.unmapped)),
        ..ended
    }
}

/// Writes the lines that need a person, each with what is said of it.
async fn write_lines(tx: &Tx<'_>, job: Uuid, report: &Report) -> Result<()> {
    let told: Vec<&Line> = report.lines.iter().filter(|line| !line.remarks.is_empty()).take(MOST).collect();
    let (mut rows, mut faults) = (Vec::with_capacity(told.len()), Vec::new());
    for (position, line) in (1..).zip(told) {
        let row = tx.new_id();
        rows.push(import_row::ActiveModel {
            id: Set(row),
            job_id: Set(job),
            position: Set(position),
            line: Set(i32::try_from(line.line).unwrap_or(i32::MAX)),
            state: Set(line.verdict.as_str().to_owned()),
        });
        let said = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        faults.extend((1..).zip(&line.remarks).map(|(position, remark)| import_fault::ActiveModel {
            id: Set(tx.new_id()),
            row_id: Set(row),
            position: Set(position),
            code: Set(remark.code.as_str().to_owned()),
            column_name: Set(said(&remark.column)),
            field: Set(said(remark.field)),
            message: Set(remark.message.clone()),
        }));
    }
    for rows in rows.chunks(MANY) {
        tx.insert_all(rows.iter().cloned()).await?;
    }
    for faults in faults.chunks(MANY) {
        tx.insert_all(faults.iter().cloned()).await?;
    }
    Ok(())
}
