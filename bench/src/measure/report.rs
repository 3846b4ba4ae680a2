//! The table, in Markdown: medians over the rounds, and the spread of the ratio to the floor.

use std::fmt::Write;

use super::contender::{Contender, Sample};
use super::{Ground, Plan};

const HEAD: &str = "\
| Way | requests/s | × floor (min–median–max) | server CPU ms | database CPU ms | p50 ms | p99 ms | memory MiB | kB | same answers |
|---|---|---|---|---|---|---|---|---|---|
";

/// One database's table, with the first difference of each way whose answers are not the floor's below it.
pub(super) fn table(ground: &Ground, plan: &Plan, questions: usize, contenders: &[Contender]) -> String {
    let mut out = format!(
        "\n## Nested read, {}\n\n{} rounds of {} s, {} connections, {questions} questions\n\n{HEAD}",
        ground.title(),
        plan.rounds,
        plan.seconds,
        plan.connections,
    );
    let floor = contenders.first().map_or(&[][..], |one| &one.samples);
    for contender in contenders {
        let title = contender.way.title();
        let cells = match line(contender, floor, ground) {
            Some(cells) => format!("{cells} | {} of {questions}", contender.same),
            None => "absent | | | | | | | |".to_owned(),
        };
        out.push_str(&format!("| {title} | {cells} |\n"));
    }
    for contender in contenders {
        if let Some(difference) = &contender.difference {
            // Writing to a string cannot fail.
            let _ = writeln!(out, "\n{} differs from the floor: {difference}", contender.way.title());
        }
    }
    out
}

fn line(contender: &Contender, floor: &[Sample], ground: &Ground) -> Option<String> {
    let samples = &contender.samples;
    let of = |value: fn(&Sample) -> f64| Some(spread(samples.iter().map(value))?.1);
    let ratios = samples.iter().zip(floor).map(|(one, floor)| one.per_second / floor.per_second);
    let (least, middle, most) = spread(ratios)?;
    let database = match ground.pid {
        Some(_) => format!("{:.2}", of(|one| one.database_cpu)?),
        None => "within".to_owned(),
    };
    let memory = samples.iter().map(|one| one.resident_mib).max()?;
    Some(format!(
        "{:.0} | {least:.2}–**{middle:.2}**–{most:.2} | {:.2} | {database} | {:.1} | {:.1} | {memory} | {:.1}",
        of(|one| one.per_second)?,
        of(|one| one.server_cpu)?,
        of(|one| one.p50)?,
        of(|one| one.p99)?,
        of(|one| one.bytes / 1_000.0)?,
    ))
}

/// Least, median and most; none of nothing.
fn spread(values: impl Iterator<Item = f64>) -> Option<(f64, f64, f64)> {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    Some((*sorted.first()?, sorted[sorted.len() / 2], *sorted.last()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_spread_is_that_of_the_sorted_values() {
        assert_eq!(spread([3.0, 1.0, 2.0].into_iter()), Some((1.0, 2.0, 3.0)));
        assert_eq!(spread(std::iter::empty()), None);
    }
}
