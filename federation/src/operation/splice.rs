//! Plans from stages' roots become plans from the objects that are there already: one call for each service that several
//! stages of a rank begin with.

use std::fmt::Write as _;

use apollo_compiler::executable::Operation;

use super::{
    expand::variables,
    stages::{Stage, place},
};
use crate::plan::{Batch, Fetch, Node, Rewrite, Segment, Shape};

/// What a stage asks first, and what comes after.
#[derive(Default)]
pub(super) struct Rank {
    questions: Vec<Question>,
    rest: Vec<Node>,
}

/// What is asked about the objects of a stage.
struct Question {
    service: String,
    /// `... on Type { … }`
    body: String,
    /// The fragments that the body uses.
    fragments: String,
    variables: Vec<String>,
    shape: Shape,
    batch: Batch,
}

impl Rank {
    /// Adds a stage with its plan. None if the plan is not as plans from such roots are.
    pub(super) fn add(&mut self, node: Node, stage: &Stage, operation: &Operation) -> Option<()> {
        match node {
            Node::Sequence(mut nodes) if matches!(nodes.first(), Some(Node::Fetch { into, .. }) if into.is_empty()) =>
            {
                self.add(nodes.remove(0), stage, operation)?;
                self.rest.push(Node::Sequence(all(nodes, stage, operation)?));
            }
            Node::Fetch { fetch, into, rewrites } if into.is_empty() => {
                self.questions.push(about(fetch, rewrites, stage)?);
            }
            other => self.rest.push(at(other, stage, operation)?),
        }
        Some(())
    }

    /// All stages of the rank: the questions at once, a call for each service, and then what comes after each.
    pub(super) fn node(self, operation: &Operation) -> Node {
        let mut calls: Vec<Vec<Question>> = Vec::new();
        for question in self.questions {
            // Fragments of two plans may have the same names.
            let joins = |call: &&mut Vec<Question>| {
                let plain = call.iter().chain([&question]).all(|q| q.fragments.is_empty());
                plain && call.iter().all(|q| q.service == question.service)
            };
            match calls.iter_mut().find(joins) {
                Some(call) => call.push(question),
                None => calls.push(vec![question]),
            }
        }
        let calls = calls.into_iter().map(|call| entities(call, operation)).collect();
        Node::Sequence(vec![Node::Parallel(calls), Node::Parallel(self.rest)])
    }
}

/// One call for all questions.
fn entities(questions: Vec<Question>, operation: &Operation) -> Node {
    let mut used: Vec<String> = questions.iter().flat_map(|q| q.variables.iter().cloned()).collect();
    used.sort();
    used.dedup();
    let (mut head, mut body, mut fragments) = (String::new(), String::new(), String::new());
    let (mut service, mut batches, mut shape) = (String::new(), Vec::new(), Shape::default());
    for (number, mut question) in questions.into_iter().enumerate() {
        let (key, sent) = (&mut question.batch.key, &mut question.batch.variable);
        *key = format!("_e{number}");
        *sent = format!("representations{number}");
        // Writing to a text cannot fail.
        let _ = write!(head, "${sent}:[_Any!]! ");
        let _ = write!(body, "{key}:_entities(representations:${sent}){{{}}}", question.body);
        fragments += &question.fragments;
        shape.0.insert(key.clone(), question.shape);
        service = question.service;
        batches.push(question.batch);
    }
    let client = variables(operation.variables.iter().filter(|v| used.iter().any(|u| v.name.as_str() == u)));
    let fetch = Fetch {
        service,
        query: format!("query({head}{client}){{{body}}}{fragments}"),
        mutation: false,
        variables: used,
        roots: batches.iter().map(|b| b.key.clone()).collect(),
        shape,
    };
    Node::Entities { fetch, batches }
}

/// A plan as it is, but from the objects.
fn at(node: Node, stage: &Stage, operation: &Operation) -> Option<Node> {
    Some(match node {
        Node::Fetch { fetch, into, rewrites } if into.is_empty() => {
            entities(vec![about(fetch, rewrites, stage)?], operation)
        }
        Node::Fetch { fetch, into, rewrites } => Node::Fetch { fetch, into: moved(into, stage), rewrites },
        Node::Entities { fetch, mut batches } => {
            for batch in &mut batches {
                batch.paths = std::mem::take(&mut batch.paths).into_iter().map(|p| moved(p, stage)).collect();
            }
            Node::Entities { fetch, batches }
        }
        Node::Sequence(nodes) => Node::Sequence(all(nodes, stage, operation)?),
        Node::Parallel(nodes) => Node::Parallel(all(nodes, stage, operation)?),
        Node::Condition { variable, then, otherwise } => {
            let inner = |node: Option<Box<Node>>| match node {
                Some(node) => at(*node, stage, operation).map(|n| Some(Box::new(n))),
                None => Some(None),
            };
            Node::Condition { variable, then: inner(then)?, otherwise: inner(otherwise)? }
        }
    })
}

fn all(nodes: Vec<Node>, stage: &Stage, operation: &Operation) -> Option<Vec<Node>> {
    nodes.into_iter().map(|node| at(node, stage, operation)).collect()
}

/// A path from the root of the stage, as one from the root of the data.
fn moved(path: Vec<Segment>, stage: &Stage) -> Vec<Segment> {
    place(&stage.path).into_iter().chain(path.into_iter().skip(1)).collect()
}

/// The fetch of the root, as a question about the objects.
fn about(fetch: Fetch, rewrites: Vec<Rewrite>, stage: &Stage) -> Option<Question> {
    let inner = |rewrite| match rewrite {
        Rewrite::Set { path, value } => Rewrite::Set { path: path.into_iter().skip(1).collect(), value },
        Rewrite::Rename { path, to } => Rewrite::Rename { path: path.into_iter().skip(1).collect(), to },
    };
    let batch = Batch {
        key: String::new(),
        variable: String::new(),
        paths: vec![place(&stage.path)],
        asked: stage.keys.clone(),
        requires: stage.requires.clone(),
        exact: true,
        input: vec![Rewrite::Set {
            path: vec![Segment::Field("__typename".to_owned())],
            value: stage.need.ty.to_string(),
        }],
        output: rewrites.into_iter().map(inner).collect(),
    };
    let (body, fragments) = question(&fetch.query, &stage.need.root, &stage.need.ty)?;
    let shape = fetch.shape.0.into_values().next()?;
    Some(Question { service: fetch.service, body, fragments, variables: fetch.variables, shape, batch })
}

/// `query($v: T){root{…}} fragment …` as `... on Type{…}` and the fragments.
fn question(query: &str, root: &str, ty: &str) -> Option<(String, String)> {
    let (_, rest) = query.split_once(root)?;
    let (body, after) = rest.split_at(closed(rest)?);
    let fragments = after.trim_start().strip_prefix('}')?;
    Some((format!("...on {ty}{body}"), fragments.to_owned()))
}

/// Where the braces that a text starts with are closed.
fn closed(text: &str) -> Option<usize> {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' if !quoted => depth += 1,
            b'}' if !quoted => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::question;

    #[test]
    fn a_question_about_a_root_becomes_one_about_objects() {
        assert_eq!(
            question("query($n:Int){root{a(s:\"}\") b{c}}} fragment x on Y{z}", "root", "T").unwrap(),
            ("...on T{a(s:\"}\") b{c}}".to_owned(), " fragment x on Y{z}".to_owned())
        );
        assert_eq!(question("{root{a}}", "root", "T").unwrap(), ("...on T{a}".to_owned(), String::new()));
    }
}
