//! The matrix itself.

use apollo_compiler::Schema;
use respyrem::kernel::kind::Kind;
use serde_json::json;

use super::surface::{Surface, refusal, roots};
use super::table::{Looker, manages, seen};
use super::world::World;
use crate::on_both;

on_both!(everyone_sees_what_the_table_says_and_nothing_else, |hub| {
    let world = World::build(&hub).await;
    let mut wrong = Vec::new();
    let mut cells = 0;
    for looker in Looker::ALL {
        for subject in &world.subjects {
            for surface in Surface::of(subject.kind) {
                let shown = surface.shows(&hub, world.actor(looker), subject).await;
                cells += 1;
                if shown != seen(looker, subject.kind, subject.level) {
                    wrong.push(format!(
                        "{looker:?} {} {} {surface:?}: shown {shown}",
                        subject.kind, subject.level
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {cells} cells:\n{}", wrong.len(), wrong.join("\n"));
    let surfaces: usize = Kind::ALL.into_iter().map(|kind| Surface::of(kind).len()).sum();
    assert_eq!(cells, 8 * 5 * surfaces);
});

on_both!(who_sees_but_may_not_change_is_told_so, |hub| {
    let world = World::build(&hub).await;
    for looker in Looker::ALL {
        for subject in &world.subjects {
            let expected = if !seen(looker, subject.kind, subject.level) {
                Some("NOT_FOUND")
            } else if manages(looker, subject.kind) {
                // The right was there: only the version that no record has stands in the way.
                Some("CONFLICT")
            } else {
                Some("FORBIDDEN")
            };
            let refused = refusal(&hub, world.actor(looker), subject).await;
            assert_eq!(refused.as_deref(), expected, "{looker:?} {} {}", subject.kind, subject.level);
        }
    }
});

on_both!(what_is_archived_shows_to_those_who_may_change_it_and_to_nobody_else, |hub| {
    let mut world = World::build(&hub).await;
    // Structures, people and training paths are archived by other means, or not at all.
    world
        .subjects
        .retain(|subject| !matches!(subject.kind, Kind::Structure | Kind::Member | Kind::TrainingPath));
    for subject in &world.subjects {
        let input = json!({ "id": subject.id, "expectedVersion": 1 });
        let archived = hub.mutate(world.actor(Looker::OwnerAdmin), "archiveRecord", input, "").await;
        assert_eq!(archived["userErrors"], json!([]), "{} {}", subject.kind, subject.level);
    }
    let mut wrong = Vec::new();
    for looker in Looker::ALL {
        for subject in &world.subjects {
            let (kind, level) = (subject.kind, subject.level);
            let is_seen = seen(looker, kind, level) && manages(looker, kind);
            for surface in Surface::of(subject.kind) {
                // The first screen shows work that is to be done.
                let is_gone = surface == Surface::Dashboard && kind == Kind::Action;
                let expected = is_seen && !is_gone;
                if surface.shows(&hub, world.actor(looker), subject).await != expected {
                    wrong.push(format!("{looker:?} {kind} {level} {surface:?}: not {expected}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
});

/// Root fields that show no record, or only the caller's own.
const WITHOUT_RECORDS: [&str; 17] = [
    "me",
    "session",
    "notifications",
    "territory",
    "territories",
    "term",
    "terms",
    "partner",
    "partners",
    "identityProvider",
    "identityProviders",
    "identityClashes",
    "apiClient",
    "apiClients",
    "importJob",
    "subgraph",
    "subgraphs",
];

#[test]
fn no_way_in_is_left_out_of_the_matrix() {
    let schema = Schema::parse(respyrem::schema::sdl(), "schema.graphql").expect("the schema parses");
    let query = schema.get_object("Query").expect("a query type");
    let covered: Vec<&str> = Kind::ALL
        .into_iter()
        .flat_map(|kind| <[&str; 2]>::from(roots(kind)))
        .chain(["node", "nodes", "search", "changes", "dashboard"])
        .collect();
    let uncovered: Vec<&str> = query
        .fields
        .keys()
        .map(|name| name.as_str())
        .filter(|name| !covered.contains(name) && !WITHOUT_RECORDS.contains(name))
        .collect();
    assert_eq!(uncovered, Vec::<&str>::new());
}
