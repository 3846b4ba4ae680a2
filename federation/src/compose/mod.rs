//! Composition: from the schemas of services to one supergraph, by the rules of Apollo Federation, under a policy.
//!
//! Each service is read alone (`read`), checked alone (`check`) and against the policy; then types are merged kind by
//! kind, what only shows in the whole is checked (sharing, reachability), and the supergraph is written. No step
//! knows of transports or operations.

mod check;
mod enums;
mod field;
mod hidden;
mod input;
mod merge;
pub(crate) mod merged;
mod override_;
mod policy;
mod print;
mod reach;
mod relax;
mod share;

use std::collections::HashSet;

pub use policy::{Policy, Rights};

use crate::{CompositionError, Subgraph, Supergraph, model::Graph, read};

/// Joins services into one schema. The policy says what each may do to the others; `Policy::open()` lets all do all.
///
/// # Errors
/// Every fault found, each a sentence that the developer of the named service can act on. Services are first read
/// alone: faults between services show once each is sound.
pub fn compose(subgraphs: &[Subgraph], policy: &Policy) -> Result<Supergraph, Vec<CompositionError>> {
    let sdl = supergraph_sdl(subgraphs, policy)?;
    Supergraph::parse(&sdl)
}

/// The text of the supergraph alone, as `compose` makes it.
///
/// # Errors
/// As `compose`.
pub fn supergraph_sdl(subgraphs: &[Subgraph], policy: &Policy) -> Result<String, Vec<CompositionError>> {
    let mut graphs = read_all(subgraphs)?;
    // Whose words describe a type, and who had a name first: trusted services before partners, then as listed.
    graphs.sort_by_key(|graph| !policy.trusts(&graph.name));
    check::graphs(&graphs)?;
    policy::check(&graphs, policy)?;
    let mut merged = merge::merge(&graphs)?;
    relax::relax(&mut merged, &graphs, policy);
    reach::check(&merged, &graphs)?;
    Ok(print::supergraph(&merged, &graphs))
}

fn read_all(subgraphs: &[Subgraph]) -> Result<Vec<Graph>, Vec<CompositionError>> {
    let (mut graphs, mut errors) = (Vec::new(), Vec::new());
    let (mut names, mut ids) = (HashSet::new(), HashSet::new());
    for subgraph in subgraphs {
        if !names.insert(subgraph.name.as_str()) {
            let message = "Two services have this name; each needs its own.";
            errors.push(CompositionError::new("DUPLICATE_SERVICE", message).of(&subgraph.name));
            continue;
        }
        match read::read(subgraph, id(&subgraph.name, &mut ids)) {
            Ok(graph) => graphs.push(graph),
            Err(faults) => errors.extend(faults),
        }
    }
    if errors.is_empty() { Ok(graphs) } else { Err(errors) }
}

/// A name for the enum `join__Graph`: capitals, digits and underscores, and one's own.
fn id(name: &str, taken: &mut HashSet<String>) -> String {
    let mut id: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect();
    if id.starts_with(|c: char| c.is_ascii_digit()) || id.starts_with("__") || id.is_empty() {
        id.insert_str(0, "S_");
    }
    let base = id.clone();
    let mut number = 1;
    while !taken.insert(id.clone()) {
        number += 1;
        id = format!("{base}_{number}");
    }
    id
}
