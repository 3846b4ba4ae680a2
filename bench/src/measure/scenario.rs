//! The scenarios: what is asked, who answers it, over how many connections, and what the project promises of it.
//!
//! A new one is an entry here, its document in `queries/`, its questions, and the floor's statement in `sql/`.

use serde_json::Value;

use super::contender::Way;
use super::ground::Engine;
use super::question;

/// One read, measured on each database.
pub(super) struct Scenario {
    /// As it is chosen on the command line.
    pub name: &'static str,
    pub title: &'static str,
    /// Its document in `queries/`, and the floor's statement in `sql/`, without their endings.
    pub document: &'static str,
    /// Sets of variables.
    pub questions: fn() -> Vec<Value>,
    /// Those that answer it; what all are compared with first.
    pub ways: &'static [Way],
    /// Of which of them the promises are made.
    pub promised: Way,
    /// Connections of the load, where none were asked for.
    pub connections: usize,
    pub promises: &'static [Promise],
}

/// What the project promises of the hub on these databases.
pub(super) struct Promise {
    pub engines: &'static [Engine],
    pub bound: Bound,
}

/// What a measure is held against.
pub(super) enum Bound {
    /// At least so many times the requests/s of another way.
    Times(f64, Way),
    /// The time in milliseconds within which 99 % of the requests are answered: less than this.
    P99(f64),
}

const EVERY_ENGINE: &[Engine] = &[Engine::Postgres, Engine::Sqlite];

static SCENARIOS: [Scenario; 5] = [
    Scenario {
        name: "nested",
        title: "Nested read",
        document: "nested",
        questions: question::nested,
        ways: &[Way::Floor, Way::HubAnew, Way::Plain, Way::PlainNoDelay, Way::Postgraphile],
        promised: Way::HubAnew,
        connections: 16,
        promises: &[
            Promise { engines: &[Engine::Postgres], bound: Bound::Times(1.0, Way::Floor) },
            Promise { engines: &[Engine::Postgres], bound: Bound::Times(6.0, Way::Postgraphile) },
            Promise { engines: &[Engine::Postgres], bound: Bound::Times(4.0, Way::Plain) },
            Promise { engines: &[Engine::Sqlite], bound: Bound::Times(0.8, Way::Floor) },
        ],
    },
    Scenario {
        name: "directory",
        title: "Directory page, with total and facets",
        document: "directory",
        questions: question::directory,
        ways: &[Way::Floor, Way::Hub, Way::HubAnew],
        promised: Way::Hub,
        connections: 50,
        promises: &[Promise { engines: EVERY_ENGINE, bound: Bound::P99(50.0) }],
    },
    Scenario {
        name: "siret",
        title: "One structure by its SIRET",
        document: "siret",
        questions: question::siret,
        ways: &[Way::Floor, Way::HubAnew],
        promised: Way::HubAnew,
        connections: 16,
        promises: &[],
    },
    Scenario {
        name: "pipeline",
        title: "Four fields of one structure",
        document: "pipeline",
        questions: question::siret,
        ways: &[Way::Plain, Way::HubAnew],
        promised: Way::HubAnew,
        connections: 16,
        promises: &[Promise { engines: EVERY_ENGINE, bound: Bound::Times(1.0, Way::Plain) }],
    },
    Scenario {
        name: "cached",
        title: "Nested read, cached",
        document: "nested",
        questions: question::nested,
        ways: &[Way::Static, Way::Hub],
        promised: Way::Hub,
        connections: 16,
        promises: &[Promise { engines: EVERY_ENGINE, bound: Bound::Times(0.75, Way::Static) }],
    },
];

/// As they are chosen: all of them.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    SCENARIOS.iter().map(|scenario| scenario.name)
}

/// The scenario of that name.
pub(super) fn named(name: &str) -> Result<&'static Scenario, String> {
    let found = SCENARIOS.iter().find(|scenario| scenario.name == name);
    found.ok_or_else(|| format!("there are {}", names().collect::<Vec<_>>().join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_promises_compare_with_is_measured() {
        for scenario in &SCENARIOS {
            let measured = |way: Way, engine: Engine| scenario.ways.contains(&way) && way.works_on(engine);
            for Promise { engines, bound } in scenario.promises {
                assert!(
                    engines.iter().all(|engine| measured(scenario.promised, *engine)),
                    "{}",
                    scenario.name
                );
                if let Bound::Times(_, way) = bound {
                    assert!(engines.iter().all(|engine| measured(*way, *engine)), "{}", scenario.name);
                }
            }
        }
    }
}
