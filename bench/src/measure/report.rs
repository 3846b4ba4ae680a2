//! The table, in Markdown: medians over the rounds, and the spread of the ratio to the floor.

use std::fmt::Write;

use super::Plan;
use super::contender::{Contender, Sample, Way};
use super::ground::Ground;
use super::scenario::{Bound, Scenario};
use super::spread::{median, spread};

const HEAD: &str = "\
| Way | requests/s | × first line (min–median–max) | server CPU ms | database CPU ms | p50 ms | p99 ms | memory MiB | kB | same answers |
|---|---|---|---|---|---|---|---|---|---|
";

/// One scenario's table on one database. Below it, what is promised and whether it was kept; then the first difference of
/// each way whose answers are not the floor's.
pub(super) fn table(contenders: &[Contender], scenario: &Scenario, plan: &Plan, ground: &Ground) -> String {
    let questions = contenders.first().map_or(0, |one| one.target.bodies.len());
    let mut out = format!(
        "\n## {}, {}\n\n{} rounds of {} s, {} connections, {questions} questions\n\n{HEAD}",
        scenario.title,
        ground.title(),
        plan.rounds,
        plan.seconds,
        plan.connections(scenario),
    );
    let floor = contenders.first().map_or(&[][..], |one| &one.samples);
    // Writing to a string cannot fail.
    for contender in contenders {
        let cells = match line(contender, floor, ground) {
            Some(cells) => format!("{cells} | {} of {questions}", contender.same),
            None => "absent | | | | | | | |".to_owned(),
        };
        let _ = writeln!(out, "| {} | {cells} |", contender.way.title());
    }
    let samples = |way| {
        let found = contenders.iter().find(|one| one.way == way);
        found.map_or(&[][..], |one| &one.samples)
    };
    for promise in scenario.promises.iter().filter(|promise| promise.engines.contains(&ground.engine)) {
        let _ = write!(out, "\nPromised: {}\n", held(scenario.promised, &promise.bound, samples));
    }
    for contender in contenders {
        if let Some(difference) = &contender.difference {
            let _ = writeln!(out, "\n{} differs from the floor: {difference}", contender.way.title());
        }
    }
    out
}

fn line(contender: &Contender, floor: &[Sample], ground: &Ground) -> Option<String> {
    let samples = &contender.samples;
    let of = |value: fn(&Sample) -> f64| median(samples.iter().map(value));
    let (least, middle, most) = spread(ratios(samples, floor))?;
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

/// What is promised of the hub, what was measured, and whether that is enough. `samples` are those of a way.
fn held<'a>(promised: Way, bound: &Bound, samples: impl Fn(Way) -> &'a [Sample]) -> String {
    let hub = samples(promised);
    let (promised, unit, measured, is_kept) = match *bound {
        Bound::Times(least, way) => {
            let times = median(ratios(hub, samples(way)));
            (format!("at least {least} × {}", way.title()), "×", times, times >= Some(least))
        }
        Bound::P99(bound) => {
            let p99 = median(hub.iter().map(|one| one.p99));
            (format!("p99 below {bound} ms"), "ms", p99, p99 < Some(bound))
        }
    };
    match measured {
        Some(measured) => {
            let kept = if is_kept { "kept" } else { "**not kept**" };
            format!("{promised}; measured {measured:.2} {unit}: {kept}.")
        }
        None => format!("{promised}; not measured."),
    }
}

/// Requests/s over those of the other in the same round.
fn ratios(samples: &[Sample], other: &[Sample]) -> impl Iterator<Item = f64> {
    samples.iter().zip(other).map(|(one, other)| one.per_second / other.per_second)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(per_second: f64, p99: f64) -> Sample {
        Sample { per_second, server_cpu: 0.0, database_cpu: 0.0, p50: 0.0, p99, bytes: 0.0, resident_mib: 0 }
    }

    #[test]
    fn a_promise_is_held_against_the_median_of_the_rounds() {
        let (hub, floor) = ([round(80.0, 20.0), round(90.0, 70.0)], [round(100.0, 1.0), round(100.0, 1.0)]);
        let samples = |way| match way {
            Way::Hub => &hub[..],
            Way::Floor => &floor[..],
            _ => &[],
        };
        let held = |bound| held(Way::Hub, &bound, samples);
        assert!(held(Bound::Times(0.9, Way::Floor)).ends_with("measured 0.90 ×: kept."));
        assert!(held(Bound::Times(0.95, Way::Floor)).ends_with("measured 0.90 ×: **not kept**."));
        assert!(held(Bound::P99(50.0)).ends_with("measured 70.00 ms: **not kept**."));
        assert!(held(Bound::Times(4.0, Way::Plain)).ends_with("not measured."));
    }
}
