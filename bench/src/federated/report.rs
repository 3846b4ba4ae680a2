//! The table, in Markdown: medians over the rounds, and the spread of the ratio to the first gateway.

use std::fmt::Write;

use super::Plan;
use super::contender::{Contender, Sample};
use crate::measure::spread::{median, spread};

const HEAD: &str = "\
| Gateway | requests/s | gateway CPU ms | × the first (min–median–max) | services' CPU ms | p50 ms | p99 ms | memory MiB | kB | same answer |
|---|---|---|---|---|---|---|---|---|---|
";

pub(super) fn table(contenders: &[Contender], plan: &Plan) -> String {
    let Plan { rounds, seconds, connections, .. } = plan;
    let mut out = format!(
        "\n## One operation over four services\n\n{rounds} rounds of {seconds} s, {connections} connections\n\n{HEAD}"
    );
    let first = contenders.first().map_or(&[][..], |one| &one.samples);
    // Writing to a string cannot fail.
    for contender in contenders {
        let cells = line(&contender.samples, first).unwrap_or_else(|| "absent | | | | | | |".to_owned());
        let same = if contender.same { "yes" } else { "no" };
        let _ = writeln!(out, "| {} | {cells} | {same} |", contender.way.title());
    }
    out
}

fn line(samples: &[Sample], first: &[Sample]) -> Option<String> {
    let of = |value: fn(&Sample) -> f64| median(samples.iter().map(value));
    let (least, middle, most) = spread(samples.iter().zip(first).map(|(one, first)| one.cpu / first.cpu))?;
    let memory = samples.iter().map(|one| one.resident_mib).max()?;
    Some(format!(
        "{:.0} | {:.2} | {least:.2}–**{middle:.2}**–{most:.2} | {:.2} | {:.1} | {:.1} | {memory} | {:.1}",
        of(|one| one.per_second)?,
        of(|one| one.cpu)?,
        of(|one| one.services_cpu)?,
        of(|one| one.p50)?,
        of(|one| one.p99)?,
        of(|one| one.bytes / 1_000.0)?,
    ))
}
