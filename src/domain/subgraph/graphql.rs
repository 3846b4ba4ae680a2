//! How partners' GraphQL services read.

use async_graphql::InputType;

use super::{PREFIX, SubgraphState};
use crate::domain::partner::Partner;
use crate::domain::record;
use crate::gql::plan::{FilterSql, KeyType, Noun, TypeBuilder};
use crate::gql::scalar::DateTime;

/// A partner's GraphQL service.
pub struct Subgraph;

const GUARD: &str = "{governs:t.partner_id}";

impl Noun for Subgraph {
    const NAME: &'static str = "Subgraph";

    fn declare(t: &mut TypeBuilder) {
        let about = "A partner's own GraphQL service, whose types are joined to the hub's (Apollo Federation). Those who govern \
                     the partner read it.";
        t.rows("subgraph", PREFIX, GUARD, about);
        t.field::<String>("name", "t.name", "What it is called in errors, for ever.");
        t.field::<String>("url", "t.url", "Where it answers.");
        t.one::<Partner>("partner", "t.partner_id", "Whose service it is.");
        t.field::<SubgraphState>("state", "t.state", "Where it stands.");
        t.field::<Option<String>>("sdl", "t.sdl", "Its schema as it was composed last.");
        rights(t);
        t.field::<Vec<String>>(
            "faults",
            "t.faults",
            "Why the schema that it offers now is kept out, each in a sentence; none when it is not. What was composed before \
             is served meanwhile.",
        );
        t.field::<Option<DateTime>>("checkedAt", "t.checked_at", "When it was last asked for its schema.");
        t.field::<Option<DateTime>>(
            "composedAt",
            "t.composed_at",
            "When its schema last became part of the hub's.",
        );
        t.field::<DateTime>("createdAt", "t.created_at", "When it was registered.");
        t.field::<DateTime>("updatedAt", "t.updated_at", "When it was last changed by hand.");
        record::version(t);
        t.filter(
            "state",
            <Option<Vec<SubgraphState>>>::create_type_info,
            FilterSql::OneOf("t.state"),
            "It stands in one of these states.",
        );
        t.order("NAME", KeyType::Text, "t.name", "By what it is called.");
        t.single("subgraph", "One subgraph, by its identifier or its name.");
        t.lookup(
            "name",
            <Option<String>>::create_type_info,
            "t.name",
            |name| Ok(name.to_owned()),
            "What it is called in errors.",
        );
        t.plural("subgraphs", "The GraphQL services of the partners that you govern.");
    }
}

/// What those who run the network grant it.
fn rights(t: &mut TypeBuilder) {
    t.field::<Vec<String>>(
        "extends",
        "t.extends",
        "Types of the hub and of others that it may add fields to, as `Structure`.",
    );
    t.field::<Vec<String>>(
        "requires",
        "t.requires",
        "Fields of others that it may be sent by `@requires`, as `Structure.name`; those of keys need no right.",
    );
    t.field::<bool>(
        "namesViewer",
        "t.names_viewer",
        "Whether it is told which member asks, by the token that goes with each request.",
    );
}
