//! The report of an import as a CSV file: a line for each record of the file, or for each remark on it.

use std::fs::File;
use std::path::Path;

use anyhow::Context;
use respyrem::exchange::apply::{Line, Report, Verdict};
use respyrem::exchange::fields::CellFault;

/// The report's file, open for writing.
pub(super) struct Sheet(csv::Writer<File>);

impl Sheet {
    /// Makes the file; what was there is lost.
    pub(super) fn create(path: &Path) -> anyhow::Result<Self> {
        let writer = csv::Writer::from_path(path).with_context(|| path.display().to_string())?;
        Ok(Self(writer))
    }

    /// Writes the whole report.
    pub(super) fn write(mut self, report: &Report) -> anyhow::Result<()> {
        self.0.write_record(["line", "outcome", "fields", "column", "code", "reason"])?;
        for line in &report.lines {
            if line.remarks.is_empty() {
                self.record(line, None)?;
            }
            for remark in &line.remarks {
                self.record(line, Some(remark))?;
            }
        }
        self.0.flush()?;
        Ok(())
    }

    fn record(&mut self, line: &Line, remark: Option<&CellFault>) -> anyhow::Result<()> {
        let fields = match &line.verdict {
            Verdict::Updated(fields) => fields.join("|"),
            _ => String::new(),
        };
        let (column, code, reason) = remark.map_or(("", "", ""), |remark| {
            (remark.column.as_str(), remark.code.as_str(), remark.message.as_str())
        });
        let number = line.line.to_string();
        self.0.write_record([&number, line.verdict.as_str(), &fields, column, code, reason])?;
        Ok(())
    }
}
