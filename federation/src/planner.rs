//! The planner: the one place that knows `hive-router-query-planner` and its types. What comes out are our own plans.
//!
//! The engine panics where it finds its input impossible, so it is called behind a guard: an operation that it cannot
//! plan is refused, and the server lives on.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use hive_router_query_planner::{
    ast::{
        document::Document, normalization::normalize_operation, selection_item::SelectionItem,
        selection_set::SelectionSet,
    },
    graph::PlannerOverrideContext,
    planner::{
        Planner as Engine,
        plan_nodes::{
            BatchFetchNode, FetchNode, FetchNodePathSegment, FetchRewrite, FlattenNodePath,
            FlattenNodePathSegment, PlanNode, SubscriptionNode,
        },
    },
    state::supergraph_state::{OperationKind, SupergraphState},
    utils::{
        cancellation::CancellationToken,
        parsing::{safe_parse_operation, safe_parse_schema},
    },
};

use crate::plan::{Batch, Fetch, Node, Required, Rewrite, Segment, Shape};

pub(crate) struct Planner(Engine);

impl Planner {
    /// Makes the planner of a supergraph. The error is for its operator: what the text has that cannot be planned over.
    pub(crate) fn new(supergraph: &str) -> Result<Self, String> {
        guarded(|| {
            let schema = safe_parse_schema(supergraph).map_err(|e| e.to_string())?;
            Engine::new_from_supergraph(&schema, Default::default()).map(Self).map_err(|e| e.to_string())
        })
    }

    /// Plans one valid operation with all fragments in place. `None` if no service needs to be asked.
    pub(crate) fn plan(&self, operation: &str, within: Duration) -> Result<Option<Node>, String> {
        guarded(|| {
            let document = safe_parse_operation(operation).map_err(|e| e.to_string())?;
            let normal =
                normalize_operation(&self.0.supergraph, &document, None).map_err(|e| e.to_string())?;
            if normal.operation.selection_set.items.is_empty() {
                return Ok(None);
            }
            // A plan is kept for all requests: a field that is overridden for a part of them stays where it is until it
            // is for all.
            let overrides = PlannerOverrideContext::from_percentage(99.999_999);
            let token = CancellationToken::with_timeout(within);
            let plan = self
                .0
                .plan_from_normalized_operation(&normal.operation, overrides, &token)
                .map_err(|e| e.to_string())?;
            plan.node.map(|plan| node(plan, &self.0.supergraph)).transpose()
        })
    }
}

fn guarded<T>(work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err("the planner gave up on it".to_owned()))
}

fn node(node: PlanNode, graph: &SupergraphState) -> Result<Node, String> {
    Ok(match node {
        PlanNode::Sequence(s) => Node::Sequence(nodes(s.nodes, graph)?),
        PlanNode::Parallel(p) => Node::Parallel(nodes(p.nodes, graph)?),
        PlanNode::Condition(c) => {
            let clause = |clause: Option<Box<PlanNode>>| {
                clause.map(|inner| self::node(*inner, graph).map(Box::new)).transpose()
            };
            Node::Condition {
                variable: c.condition,
                then: clause(c.if_clause)?,
                otherwise: clause(c.else_clause)?,
            }
        }
        PlanNode::Fetch(f) | PlanNode::Subscription(SubscriptionNode { primary: f }) => {
            sound(&f.operation.document, graph)?;
            fetch(f, Vec::new())
        }
        PlanNode::BatchFetch(b) => {
            sound(&b.operation.document, graph)?;
            batch(b)
        }
        PlanNode::Flatten(f) => match *f.node {
            PlanNode::Fetch(inner) => {
                sound(&inner.operation.document, graph)?;
                fetch(inner, path(&f.path))
            }
            other => return Err(format!("a step at {} is no fetch: {other:?}", f.path)),
        },
        PlanNode::Defer(_) => return Err("deferred parts are not planned".to_owned()),
    })
}

fn nodes(nodes: Vec<PlanNode>, graph: &SupergraphState) -> Result<Vec<Node>, String> {
    nodes.into_iter().map(|inner| node(inner, graph)).collect()
}

/// Now and then the engine loses what it should ask of an object; no service would take such an operation.
fn sound(document: &Document, graph: &SupergraphState) -> Result<(), String> {
    let root = graph.root_type_name(document.operation.operation_kind.as_ref()).map_err(|e| e.to_string())?;
    whole(document, graph, root, &document.operation.selection_set)
}

fn whole(document: &Document, graph: &SupergraphState, ty: &str, set: &SelectionSet) -> Result<(), String> {
    for item in &set.items {
        match item {
            SelectionItem::Field(field) if field.name == "_entities" => {
                whole(document, graph, ty, &field.selections)?;
            }
            SelectionItem::Field(field) => {
                let Some(of) = graph.field_return_type_name(ty, &field.name) else { continue };
                let parts = graph.definitions.get(of).is_some_and(|d| d.is_composite_type());
                if parts && field.selections.items.is_empty() {
                    return Err(format!("it lost what is asked of {ty}.{}", field.name));
                }
                whole(document, graph, of, &field.selections)?;
            }
            SelectionItem::InlineFragment(f) if f.selections.items.is_empty() => {
                return Err(format!("it lost what is asked of a {}", f.type_condition));
            }
            SelectionItem::InlineFragment(f) => whole(document, graph, &f.type_condition, &f.selections)?,
            SelectionItem::FragmentSpread(name) => {
                if let Some(f) = document.fragments.iter().find(|f| &f.name == name) {
                    whole(document, graph, &f.type_condition, &f.selection_set)?;
                }
            }
        }
    }
    Ok(())
}

fn fetch(node: FetchNode, path: Vec<Segment>) -> Node {
    let output = rewrites(node.output_rewrites);
    let input = rewrites(node.input_rewrites);
    let document = &node.operation.document;
    let roots = response_keys(document, &document.operation.selection_set);
    let shape = shape(document, &document.operation.selection_set);
    let asked = asked(document, "_entities");
    let fetch = Fetch {
        service: node.service_name,
        query: node.operation.document_str,
        mutation: matches!(node.operation_kind, Some(OperationKind::Mutation)),
        variables: node.variable_usages.unwrap_or_default().into_iter().collect(),
        roots,
        shape,
    };
    let Some(requires) = node.requires else { return Node::Fetch { fetch, into: path, rewrites: output } };
    let batch = Batch {
        key: "_entities".to_owned(),
        variable: "representations".to_owned(),
        paths: vec![path],
        asked,
        exact: false,
        requires: required(&requires),
        input,
        output,
    };
    Node::Entities { fetch, batches: vec![batch] }
}

fn batch(node: BatchFetchNode) -> Node {
    let document = node.operation.document;
    let fetch = Fetch {
        service: node.service_name,
        roots: response_keys(&document, &document.operation.selection_set),
        shape: shape(&document, &document.operation.selection_set),
        query: node.operation.document_str,
        mutation: false,
        variables: node.variable_usages.unwrap_or_default().into_iter().collect(),
    };
    let batches = node.entity_batch.aliases.into_iter().map(|alias| Batch {
        asked: asked(&document, &alias.alias),
        exact: false,
        key: alias.alias,
        variable: alias.representations_variable_name,
        paths: alias.merge_paths.iter().map(path).collect(),
        requires: required(&alias.requires),
        input: rewrites(alias.input_rewrites),
        output: rewrites(alias.output_rewrites),
    });
    Node::Entities { fetch, batches: batches.collect() }
}

/// What is asked of the objects in a field of an operation.
fn asked(document: &Document, key: &str) -> Vec<String> {
    let fields = document.operation.selection_set.items.iter().filter_map(|item| match item {
        SelectionItem::Field(f) if f.selection_identifier() == key => Some(&f.selections),
        _ => None,
    });
    fields.flat_map(|selections| response_keys(document, selections)).collect()
}

fn response_keys(document: &Document, selections: &SelectionSet) -> Vec<String> {
    selections
        .items
        .iter()
        .flat_map(|item| match item {
            SelectionItem::Field(f) => vec![f.selection_identifier().to_owned()],
            SelectionItem::InlineFragment(f) => response_keys(document, &f.selections),
            SelectionItem::FragmentSpread(name) => {
                let fragment = document.fragments.iter().find(|f| &f.name == name);
                fragment.map(|f| response_keys(document, &f.selection_set)).unwrap_or_default()
            }
        })
        .collect()
}

fn shape(document: &Document, selections: &SelectionSet) -> Shape {
    let mut all = Shape::default();
    add(document, selections, &mut all);
    all
}

fn add(document: &Document, selections: &SelectionSet, to: &mut Shape) {
    for item in &selections.items {
        match item {
            SelectionItem::Field(f) => {
                let under = to.0.entry(f.selection_identifier().to_owned()).or_default();
                add(document, &f.selections, under);
            }
            SelectionItem::InlineFragment(f) => add(document, &f.selections, to),
            SelectionItem::FragmentSpread(name) => {
                if let Some(fragment) = document.fragments.iter().find(|f| &f.name == name) {
                    add(document, &fragment.selection_set, to);
                }
            }
        }
    }
}

fn path(path: &FlattenNodePath) -> Vec<Segment> {
    path.as_slice()
        .iter()
        .map(|segment| match segment {
            FlattenNodePathSegment::Field(name) => Segment::Field(name.clone()),
            FlattenNodePathSegment::TypeCondition(types) => Segment::Of(types.clone()),
            FlattenNodePathSegment::List => Segment::Each,
        })
        .collect()
}

/// In what is required, the name is the key in the data and the alias the key that is sent.
fn required(selections: &SelectionSet) -> Vec<Required> {
    selections
        .items
        .iter()
        .filter_map(|item| match item {
            SelectionItem::Field(f) => Some(Required::Field {
                key: f.name.clone(),
                sent: f.alias.clone().unwrap_or_else(|| f.name.clone()),
                parts: required(&f.selections),
            }),
            SelectionItem::InlineFragment(f) => {
                Some(Required::On { ty: f.type_condition.clone(), parts: required(&f.selections) })
            }
            SelectionItem::FragmentSpread(_) => None,
        })
        .collect()
}

fn rewrites(rewrites: Option<Vec<FetchRewrite>>) -> Vec<Rewrite> {
    let path = |path: Vec<FetchNodePathSegment>| {
        path.into_iter()
            .map(|segment| match segment {
                FetchNodePathSegment::Key(key) => Segment::Field(key),
                FetchNodePathSegment::TypenameEquals(types) => Segment::Of(types),
            })
            .collect()
    };
    rewrites
        .unwrap_or_default()
        .into_iter()
        .map(|rewrite| match rewrite {
            FetchRewrite::ValueSetter(s) => Rewrite::Set { path: path(s.path), value: s.set_value_to },
            FetchRewrite::KeyRenamer(r) => Rewrite::Rename { path: path(r.path), to: r.rename_key_to },
        })
        .collect()
}
