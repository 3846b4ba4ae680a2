//! The test itself.

use std::sync::Mutex;

use proptest::test_runner::{Config, TestRunner};

use super::check::check;
use super::perform::perform;
use super::step::{Step, lives};
use super::world::{Tally, World};
use crate::support::{Backend, TestHub};

/// Steps of one life, at most.
const STEPS: usize = 60;
/// A life takes as long as so many cases of other properties.
const WEIGHT: u32 = 42;

async fn live(backend: Backend, steps: &[Step]) -> Tally {
    let hub = TestHub::start(backend).await;
    let mut world = World::build(&hub).await;
    for step in steps {
        perform(&hub, &mut world, step).await;
    }
    check(&hub, &world).await;
    world.tally
}

fn every_life_leaves_everything_in_agreement(backend: Backend) {
    let defaults = Config::default();
    let cases = defaults.cases.div_ceil(WEIGHT);
    let config = Config { cases, max_shrink_iters: 12, failure_persistence: None, ..defaults };
    let done = Mutex::new(Tally::new());
    let outcome = TestRunner::new(config).run(&lives(STEPS), |steps| {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        let tally = runtime.block_on(live(backend, &steps));
        let mut done = done.lock().expect("nobody fails while counting");
        for (name, (accepted, refused)) in tally {
            let known = done.entry(name).or_default();
            *known = (known.0 + accepted, known.1 + refused);
        }
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
    let done = done.into_inner().expect("nobody fails while counting");
    // Lives in which nothing happens would prove nothing.
    let accepted: usize = done.values().map(|(accepted, _)| accepted).sum();
    let refused: usize = done.values().map(|(_, refused)| refused).sum();
    assert!(accepted * 4 > refused && refused > 0, "{done:?}");
}

#[test]
fn on_sqlite() {
    every_life_leaves_everything_in_agreement(Backend::Sqlite);
}

#[test]
fn on_postgres() {
    every_life_leaves_everything_in_agreement(Backend::Postgres);
}
