//! A plan from a stage's root becomes one from the objects that are there already.

use super::stages::{Stage, place};
use crate::plan::{Batch, Fetch, Node, Rewrite, Segment, Shape};

/// None if the plan is not as plans from such roots are.
pub(super) fn at(node: Node, stage: &Stage) -> Option<Node> {
    Some(match node {
        Node::Fetch { fetch, into, rewrites } if into.is_empty() => about(fetch, rewrites, stage)?,
        Node::Fetch { fetch, into, rewrites } => Node::Fetch { fetch, into: moved(into, stage), rewrites },
        Node::Entities { fetch, mut batches } => {
            for batch in &mut batches {
                batch.paths = std::mem::take(&mut batch.paths).into_iter().map(|p| moved(p, stage)).collect();
            }
            Node::Entities { fetch, batches }
        }
        Node::Sequence(nodes) => Node::Sequence(all(nodes, stage)?),
        Node::Parallel(nodes) => Node::Parallel(all(nodes, stage)?),
        Node::Condition { variable, then, otherwise } => {
            let inner = |node: Option<Box<Node>>| match node {
                Some(node) => at(*node, stage).map(|n| Some(Box::new(n))),
                None => Some(None),
            };
            Node::Condition { variable, then: inner(then)?, otherwise: inner(otherwise)? }
        }
    })
}

fn all(nodes: Vec<Node>, stage: &Stage) -> Option<Vec<Node>> {
    nodes.into_iter().map(|node| at(node, stage)).collect()
}

/// A path from the root of the stage, as one from the root of the data.
fn moved(path: Vec<Segment>, stage: &Stage) -> Vec<Segment> {
    place(&stage.path).into_iter().chain(path.into_iter().skip(1)).collect()
}

/// The fetch of the root, as one about the objects.
fn about(fetch: Fetch, rewrites: Vec<Rewrite>, stage: &Stage) -> Option<Node> {
    let inner = |rewrite| match rewrite {
        Rewrite::Set { path, value } => Rewrite::Set { path: path.into_iter().skip(1).collect(), value },
        Rewrite::Rename { path, to } => Rewrite::Rename { path: path.into_iter().skip(1).collect(), to },
    };
    let batch = Batch {
        key: "_entities".to_owned(),
        variable: "representations".to_owned(),
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
    let query = question(&fetch.query, &stage.need.root, &stage.need.ty)?;
    let under = fetch.shape.0.into_values().next()?;
    let shape = Shape([("_entities".to_owned(), under)].into());
    let fetch = Fetch {
        query,
        shape,
        roots: vec!["_entities".to_owned()],
        service: fetch.service,
        mutation: false,
        variables: fetch.variables,
    };
    Some(Node::Entities { fetch, batches: vec![batch] })
}

/// `query($v: T){root{…}} fragment …` as `query($representations: …, $v: T){_entities(…){... on Type{…}}} fragment …`.
fn question(query: &str, root: &str, ty: &str) -> Option<String> {
    let (head, rest) = query.split_once(root)?;
    let variables =
        head.split_once('(').map(|(_, after)| after.rsplit_once(')').map_or("", |(inside, _)| inside));
    let (body, after) = rest.split_at(closed(rest)?);
    let variables = variables.map(|v| format!(",{v}")).unwrap_or_default();
    let field = format!("_entities(representations:$representations){{...on {ty}{body}}}");
    Some(format!("query($representations:[_Any!]!{variables}){{{field}{after}"))
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
            "query($representations:[_Any!]!,$n:Int){_entities(representations:$representations)\
             {...on T{a(s:\"}\") b{c}}}} fragment x on Y{z}"
        );
        assert_eq!(
            question("{root{a}}", "root", "T").unwrap(),
            "query($representations:[_Any!]!){_entities(representations:$representations){...on T{a}}}"
        );
    }
}
