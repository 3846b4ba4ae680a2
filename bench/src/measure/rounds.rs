//! The comparison of answers, then the rounds: every way once a round, there and back again, so that a slow drift of
//! the machine falls on all of them.

use std::time::Duration;

use serde_json::Value;

use super::contender::{Contender, Sample};
use super::ground::Ground;
use super::load::{self, Tally, Target};
use super::scenario::Scenario;
use super::usage::{self, Usage};
use super::{Plan, answer};

/// Asks every way all questions, each twice, since what was kept of the first answer has to be right too. Counts those of
/// which both answers are the floor's (the first way).
pub(super) async fn compare(contenders: &mut [Contender]) -> anyhow::Result<()> {
    let Some((floor, others)) = contenders.split_first_mut() else { return Ok(()) };
    let mut expected = Vec::new();
    for body in &floor.target.bodies {
        expected.push(answer::normalise(&load::once(floor.target.address, body.clone()).await?)?);
    }
    floor.same = expected.len();
    for other in others.iter_mut().filter(|other| other.pid().is_some()) {
        for (number, expected) in expected.iter().enumerate() {
            let first = difference(&other.target, number, expected).await?;
            match first.or(difference(&other.target, number, expected).await?) {
                None => other.same += 1,
                Some(difference) => {
                    other.difference.get_or_insert_with(|| format!("answer {number}: {difference}"));
                }
            }
        }
    }
    Ok(())
}

/// Where the answer to the question with that number is not what was expected.
async fn difference(target: &Target, number: usize, expected: &Value) -> anyhow::Result<Option<String>> {
    let got = load::once(target.address, target.bodies[number].clone()).await?;
    Ok(match answer::normalise(&got) {
        Ok(got) => answer::first_difference(expected, &got),
        Err(error) => Some(error.to_string()),
    })
}

/// Warms up and drives; each contender keeps what it showed.
pub(super) async fn drive(
    contenders: &mut [Contender],
    scenario: &Scenario,
    plan: &Plan,
    ground: &Ground,
) -> anyhow::Result<()> {
    let connections = plan.connections(scenario);
    let mut present: Vec<_> = contenders.iter_mut().filter_map(|one| Some((one.pid()?, one))).collect();
    for (_, contender) in &present {
        load::drive(&contender.target, connections, Duration::from_secs_f64(plan.warm_up)).await?;
    }
    for round in 0..plan.rounds {
        eprintln!("{}, {}: round {} of {}", scenario.title, ground.title(), round + 1, plan.rounds);
        for (pid, contender) in &mut present {
            let before = (usage::of_tree(*pid), database_usage(ground));
            let time = Duration::from_secs_f64(plan.seconds);
            let tally = load::drive(&contender.target, connections, time).await?;
            let after = (usage::of_tree(*pid), database_usage(ground));
            contender.samples.push(sample(&tally, before, after));
        }
        present.reverse();
    }
    Ok(())
}

fn database_usage(ground: &Ground) -> Usage {
    ground.pid.map(usage::of_tree).unwrap_or_default()
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
fn sample(tally: &Tally, before: (Usage, Usage), after: (Usage, Usage)) -> Sample {
    let requests = tally.requests.max(1) as f64;
    let spent = |after: Usage, before: Usage| (after.cpu_millis - before.cpu_millis) as f64 / requests;
    Sample {
        per_second: tally.per_second(),
        server_cpu: spent(after.0, before.0),
        database_cpu: spent(after.1, before.1),
        p50: tally.latency(50),
        p99: tally.latency(99),
        bytes: tally.bytes as f64 / requests,
        resident_mib: after.0.resident_kib / 1024,
    }
}
