//! `respyrem import`

mod sheet;
mod words;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, anyhow, bail};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use respyrem::app::{self, Work, said};
use respyrem::config::Config;
use respyrem::exchange::apply::{self, ApplyOptions, Progress, Report};
use respyrem::exchange::encoding::decode;
use respyrem::exchange::fault::FileFault;
use respyrem::exchange::limits::ReadLimits;
use respyrem::exchange::mapping::Mapping;
use respyrem::exchange::message::Message;
use respyrem::exchange::reading::Reading;
use respyrem::exchange::record::ImportKind;
use respyrem::kernel::locale::Locale;

use self::sheet::Sheet;
use super::output;

/// The exit code when some rows were left out.
const SOME_LEFT_OUT: u8 = 3;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// A CSV, NDJSON or JSON file, in UTF-8, UTF-16 or windows-1252
    file: PathBuf,
    /// What its lines tell; a mapping says it too
    #[arg(long, required_unless_present = "mapping", value_parser = kinds())]
    kind: Option<ImportKind>,
    /// Which column feeds which field; without it columns bear the names of the fields, and the file's name is that
    /// of the source
    #[arg(long)]
    mapping: Option<PathBuf>,
    /// The structure to which new records belong whose rows name none: its identifier here, its SIRET, or
    /// source:externalId
    #[arg(long, value_name = "STRUCTURE")]
    owner: Option<String>,
    /// The slug of the partner that sends the file
    #[arg(long, value_name = "SLUG")]
    partner: Option<String>,
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
    /// Where to write what became of each line, as CSV
    #[arg(long, value_name = "FILE.csv")]
    report: Option<PathBuf>,
    /// How many lines that were left out are printed
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit_errors: usize,
    /// The language of what is said: fr, ca or en; that of the terminal when nothing is said
    #[arg(long, value_parser = locale)]
    lang: Option<Locale>,
}

/// Reads what lines tell, as it is typed: `funding-source`.
pub(super) fn kinds() -> impl TypedValueParser<Value = ImportKind> {
    let typed = ImportKind::ALL.iter().map(|kind| kind.as_str().to_lowercase().replace('_', "-"));
    PossibleValuesParser::new(typed)
        .try_map(|typed| ImportKind::parse(&typed.to_uppercase().replace('-', "_")).ok_or("no such kind"))
}

fn locale(tag: &str) -> Result<Locale, String> {
    Locale::from_tag(tag)
        .ok_or_else(|| super::words::say(["fr, ca ou en", "fr, ca o en", "fr, ca or en"]).to_owned())
}

pub(super) async fn run(arguments: Arguments, config: &Config) -> anyhow::Result<ExitCode> {
    let locale = arguments.lang.unwrap_or_else(super::words::locale);
    let mapping = mapping(&arguments, locale)?;
    let limits = ReadLimits::default();
    let text = decode(opened(&arguments.file)?, &limits).map_err(|fault| refusal(&[fault.into()], locale))?;
    let reading =
        Reading::open(&text.text, &mapping, &limits, locale).map_err(|faults| refusal(&faults, locale))?;
    // Before the import: one that cannot be reported on is not begun.
    let sheet = arguments.report.as_deref().map(Sheet::create).transpose()?;
    let store = app::open(&config.database, Work::Command).await?;
    let options = ApplyOptions {
        rehearse: arguments.dry_run,
        owner: arguments.owner.clone(),
        partner: arguments.partner.clone(),
        ..ApplyOptions::new(locale)
    };
    let bar = progress_bar();
    let report = apply::apply(&store, reading, options, &|progress| show(&bar, progress)).await;
    bar.finish_and_clear();
    let report = report.map_err(said).context(locale.of(words::INTERRUPTED))?;
    if !arguments.dry_run {
        store.settle().await.map_err(said)?;
    }
    if let Some(sheet) = sheet {
        sheet.write(&report)?;
    }
    tell(&report, &arguments, locale)?;
    Ok(if report.is_whole() { ExitCode::SUCCESS } else { ExitCode::from(SOME_LEFT_OUT) })
}

fn mapping(arguments: &Arguments, locale: Locale) -> anyhow::Result<Mapping> {
    let kind = arguments.kind;
    if let Some(path) = &arguments.mapping {
        let json = fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let mapping = Mapping::parse(&json).map_err(|fault| refusal(&[fault.into()], locale))?;
        if kind.is_some_and(|kind| mapping.records.iter().all(|record| record.kind != kind)) {
            bail!(locale.of(words::OTHER_KIND));
        }
        return Ok(mapping);
    }
    let source = arguments.file.file_stem().unwrap_or_default().to_string_lossy();
    let kind = kind.ok_or_else(|| anyhow!(locale.of(words::OTHER_KIND)))?;
    Ok(Mapping::by_name(&source, kind))
}

fn opened(path: &Path) -> anyhow::Result<File> {
    File::open(path).with_context(|| path.display().to_string())
}

fn refusal(faults: &[FileFault], locale: Locale) -> anyhow::Error {
    anyhow!(faults.iter().map(|fault| fault.text(locale)).collect::<Vec<_>>().join("\n"))
}

/// A bar on the standard error when that is a terminal, else nothing.
fn progress_bar() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{wide_bar} {human_pos}/{human_len} {eta}");
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn show(bar: &ProgressBar, progress: Progress) {
    bar.set_length(u64::try_from(progress.total).unwrap_or(u64::MAX));
    bar.set_position(u64::try_from(progress.applied).unwrap_or(u64::MAX));
}

/// Prints the lines that need a person, then the sums.
fn tell(report: &Report, arguments: &Arguments, locale: Locale) -> anyhow::Result<()> {
    let mut text = String::new();
    let left_out = report.lines.iter().filter(|line| line.verdict.is_left_out());
    let remarks: Vec<_> = left_out.flat_map(|line| &line.remarks).collect();
    for remark in remarks.iter().take(arguments.limit_errors) {
        text.push_str(&words::remark(remark, locale));
    }
    if let Some(hidden) = remarks.len().checked_sub(arguments.limit_errors).filter(|hidden| *hidden > 0) {
        text.push_str(&words::hidden(hidden, locale));
    }
    text.push_str(&words::sums(report, arguments.dry_run, locale));
    output::answer(&text)
}
