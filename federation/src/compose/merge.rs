//! Types of the same name become one.

use apollo_compiler::Name;
use indexmap::{IndexMap, IndexSet};

use super::{
    enums, field, hidden, input,
    merged::{At, Join, Merged, Type},
    override_, share,
};
use crate::{
    CompositionError,
    error::listed,
    model::{Graph, Kind, Marks, ROOTS, TypeDef},
};

/// A type as each service has it.
pub(super) type Sources<'a> = Vec<(At, &'a TypeDef)>;

pub(super) fn merge(graphs: &[Graph]) -> Result<Merged, Vec<CompositionError>> {
    let mut by_name: IndexMap<&Name, Sources<'_>> = IndexMap::new();
    for (at, graph) in graphs.iter().enumerate() {
        for (name, ty) in &graph.types {
            by_name.entry(name).or_default().push((at, ty));
        }
    }
    let mut errors = Vec::new();
    let overrides = override_::read(graphs, &mut errors);
    let subtypes = field::Subtypes::read(graphs);
    let mut merged = Merged { types: IndexMap::new(), directives: IndexMap::new(), links: Vec::new() };
    for (name, sources) in &by_name {
        let Some(kind) = kind(name, sources, graphs, &mut errors) else { continue };
        let mut ty = start(kind, sources);
        match kind {
            Kind::Object | Kind::Interface => {
                let context = field::Context { graphs, overrides: &overrides, subtypes: &subtypes };
                field::merge(name, sources, &context, &mut ty, &mut errors);
            }
            Kind::Input => input::merge(name, sources, graphs, &mut ty, &mut errors),
            Kind::Union => {
                for (at, source) in sources {
                    for member in &source.members {
                        ty.members.entry(member.clone()).or_default().push(*at);
                    }
                }
            }
            // Their values need the whole: see `enums`.
            Kind::Enum | Kind::Scalar => {}
        }
        merged.types.insert((*name).clone(), ty);
    }
    enums::merge(&by_name, graphs, &mut merged, &mut errors);
    interface_objects(&mut merged, graphs, &mut errors);
    if errors.is_empty() {
        share::check(&merged, graphs, &mut errors);
    }
    hidden::check(&merged, &mut errors);
    directives(graphs, &mut merged);
    query_everywhere(&mut merged, graphs);
    roots_first(&mut merged);
    if !merged.types.contains_key("Query") {
        let message = "No service has a field of Query, so nothing could be asked. Add one to any of them.";
        errors.push(CompositionError::new("NO_QUERIES", message));
    }
    if errors.is_empty() { Ok(merged) } else { Err(errors) }
}

/// What all services that have the type take it for. An object with `@interfaceObject` stands for the interface.
fn kind(
    name: &Name,
    sources: &Sources<'_>,
    graphs: &[Graph],
    errors: &mut Vec<CompositionError>,
) -> Option<Kind> {
    let of = |ty: &TypeDef| if ty.interface_object { Kind::Interface } else { ty.kind };
    let kinds: IndexSet<&str> = sources.iter().map(|(_, ty)| of(ty).word()).collect();
    let first = sources.first().map(|(_, ty)| of(ty))?;
    if kinds.len() > 1 {
        let each = sources.iter().map(|(at, ty)| format!("{} in {}", of(ty).word(), graphs[*at].name));
        errors.push(
            CompositionError::new(
                "TYPE_KIND_MISMATCH",
                format!("{name} is {}. Rename one of them, or make them the same.", listed(each)),
            )
            .at(name),
        );
        return None;
    }
    if sources.iter().all(|(_, ty)| ty.interface_object) {
        let owners = listed(sources.iter().map(|(at, _)| graphs[*at].name.as_str()));
        errors.push(
            CompositionError::new(
                "INTERFACE_OBJECT_USAGE_ERROR",
                format!(
                    "{name} is an @interfaceObject in {owners}, but no service defines the interface {name}. Define it \
                     with a @key where its types are, or take @interfaceObject away."
                ),
            )
            .at(name),
        );
        return None;
    }
    Some(first)
}

fn start(kind: Kind, sources: &Sources<'_>) -> Type {
    let mut ty = Type {
        kind,
        description: sources.iter().find_map(|(_, s)| s.description.clone()),
        marks: Marks::default(),
        joins: IndexMap::new(),
        implements: IndexMap::new(),
        fields: IndexMap::new(),
        inputs: IndexMap::new(),
        members: IndexMap::new(),
        values: IndexMap::new(),
    };
    for (at, source) in sources {
        add_marks(&mut ty.marks, &source.marks);
        let join = Join {
            keys: source.keys.clone(),
            extension: source.extension && !source.keys.is_empty(),
            interface_object: source.interface_object,
        };
        ty.joins.insert(*at, join);
        for interface in &source.implements {
            ty.implements.entry(interface.clone()).or_default().push(*at);
        }
    }
    ty
}

/// One mark is enough; what is carried is carried once.
pub(super) fn add_marks(into: &mut Marks, from: &Marks) {
    into.inaccessible |= from.inaccessible;
    into.tags.extend(from.tags.iter().cloned());
    for directive in &from.carried {
        let twice = match directive.name.as_str() {
            "deprecated" | "specifiedBy" | "oneOf" => into.carried.iter().any(|d| d.name == directive.name),
            _ => into.carried.contains(directive),
        };
        if !twice {
            into.carried.push(directive.clone());
        }
    }
}

/// What an interface object adds to its interface, it adds to every type of that interface.
fn interface_objects(merged: &mut Merged, graphs: &[Graph], errors: &mut Vec<CompositionError>) {
    let interfaces: Vec<(Name, Vec<At>)> = merged
        .types
        .iter()
        .filter_map(|(name, ty)| {
            let by: Vec<At> =
                ty.joins.iter().filter(|(_, j)| j.interface_object).map(|(at, _)| *at).collect();
            (!by.is_empty()).then(|| (name.clone(), by))
        })
        .collect();
    for (interface, by) in interfaces {
        let Some(ty) = merged.types.get(&interface) else { continue };
        for at in &by {
            let graph = &graphs[*at];
            for object in
                graph.types.iter().filter(|(_, t)| t.implements.contains(&interface)).map(|(n, _)| n)
            {
                errors.push(
                    CompositionError::new(
                        "INTERFACE_OBJECT_USAGE_ERROR",
                        format!(
                            "{object} cannot implement {interface} where {interface} is an @interfaceObject."
                        ),
                    )
                    .of(&graph.name)
                    .at(object),
                );
            }
        }
        let added: Vec<(Name, super::merged::Field)> = ty
            .fields
            .iter()
            .filter(|(_, f)| f.joins.iter().any(|(at, j)| by.contains(at) && j.resolves()))
            .map(|(name, f)| {
                let field = super::merged::Field {
                    ty: f.ty.clone(),
                    arguments: f.arguments.clone(),
                    description: f.description.clone(),
                    marks: f.marks.clone(),
                    joins: IndexMap::new(),
                };
                (name.clone(), field)
            })
            .collect();
        for object in merged.possible(&interface) {
            let Some(object) = merged.types.get_mut(&object) else { continue };
            for (name, field) in &added {
                if !object.fields.contains_key(name) {
                    let copy = super::merged::Field {
                        ty: field.ty.clone(),
                        arguments: field.arguments.clone(),
                        description: field.description.clone(),
                        marks: field.marks.clone(),
                        joins: IndexMap::new(),
                    };
                    object.fields.insert(name.clone(), copy);
                }
            }
        }
    }
}

/// Directives for clients' operations hold if every service knows them; composed ones are carried from whoever has
/// them.
fn directives(graphs: &[Graph], merged: &mut Merged) {
    for graph in graphs {
        for (name, definition) in &graph.directives {
            let executable = definition.locations.iter().any(|l| {
                use apollo_compiler::ast::DirectiveLocation as L;
                matches!(l, L::Query | L::Mutation | L::Field | L::FragmentSpread | L::InlineFragment)
            });
            let everywhere = || graphs.iter().all(|g| g.directives.contains_key(name));
            if graph.composed.contains_key(name) || (executable && everywhere()) {
                merged.directives.entry(name.clone()).or_insert_with(|| definition.clone());
            }
        }
        for link in graph.composed.values() {
            if !merged.links.contains(link) {
                merged.links.push(link.clone());
            }
        }
    }
}

/// Every service has the root of queries, if only for the fields of the protocol.
fn query_everywhere(merged: &mut Merged, graphs: &[Graph]) {
    if let Some(query) = merged.types.get_mut("Query") {
        for at in 0..graphs.len() {
            query.joins.entry(at).or_default();
        }
    }
}

/// Roots before the rest, the rest by name: the same supergraph whatever order services are listed in.
fn roots_first(merged: &mut Merged) {
    let place = |name: &Name| ROOTS.iter().position(|root| name == root).unwrap_or(ROOTS.len());
    merged.types.sort_by(|a, _, b, _| place(a).cmp(&place(b)).then_with(|| a.cmp(b)));
}
