//! The supergraph as text, in the language of the join specification (v0.4), which planners read.

use std::fmt::Write as _;

use apollo_compiler::{Name, Node, ast};

use super::merged::{At, Field, FieldJoin, Join, Merged, Type};
use crate::model::{Graph, Input, Kind, Marks, ROOTS};

const HEADER: &str = include_str!("join.graphql");

pub(super) fn supergraph(merged: &Merged, graphs: &[Graph]) -> String {
    let mut out = String::new();
    let printer = Printer { graphs };
    printer.schema(&mut out, merged);
    out.push_str(HEADER);
    for definition in merged.directives.values() {
        let _ = writeln!(out, "\n{definition}");
    }
    printer.graphs(&mut out);
    for (name, ty) in &merged.types {
        printer.ty(&mut out, name, ty);
    }
    out
}

struct Printer<'a> {
    graphs: &'a [Graph],
}

// Writing to a `String` cannot fail, so what `write!` returns is dropped here.
impl Printer<'_> {
    fn schema(&self, out: &mut String, merged: &Merged) {
        out.push_str("schema\n");
        out.push_str("  @link(url: \"https://specs.apollo.dev/link/v1.0\")\n");
        out.push_str("  @link(url: \"https://specs.apollo.dev/join/v0.4\", for: EXECUTION)\n");
        out.push_str("  @link(url: \"https://specs.apollo.dev/tag/v0.3\")\n");
        out.push_str("  @link(url: \"https://specs.apollo.dev/inaccessible/v0.2\", for: SECURITY)\n");
        for link in &merged.links {
            let _ = writeln!(out, "  {link}");
        }
        out.push_str("{\n");
        for (operation, root) in ["query", "mutation", "subscription"].iter().zip(ROOTS) {
            if merged.types.contains_key(root) {
                let _ = writeln!(out, "  {operation}: {root}");
            }
        }
        out.push_str("}\n");
    }

    fn graphs(&self, out: &mut String) {
        out.push_str("\nenum join__Graph {\n");
        for graph in self.graphs {
            let (name, url) = (quoted(&graph.name), quoted(&graph.url));
            let _ = writeln!(out, "  {} @join__graph(name: {name}, url: {url})", graph.id);
        }
        out.push_str("}\n");
    }

    fn id(&self, at: At) -> &str {
        &self.graphs[at].id
    }

    fn ty(&self, out: &mut String, name: &Name, ty: &Type) {
        out.push('\n');
        description(out, ty.description.as_ref(), "");
        let _ = write!(out, "{} {name}", ty.kind.keyword());
        for (place, interface) in ty.implements.keys().enumerate() {
            let _ = write!(out, "{} {interface}", if place == 0 { " implements" } else { " &" });
        }
        out.push('\n');
        for (at, join) in &ty.joins {
            self.join(out, *at, join);
        }
        for (interface, by) in &ty.implements {
            for at in by {
                let _ = writeln!(
                    out,
                    "  @join__implements(graph: {}, interface: {})",
                    self.id(*at),
                    quoted(interface)
                );
            }
        }
        for (member, by) in &ty.members {
            for at in by {
                let _ = writeln!(
                    out,
                    "  @join__unionMember(graph: {}, member: {})",
                    self.id(*at),
                    quoted(member)
                );
            }
        }
        if has_marks(&ty.marks) {
            out.push(' ');
            marks(out, &ty.marks);
            out.push('\n');
        }
        self.body(out, ty);
    }

    fn body(&self, out: &mut String, ty: &Type) {
        match ty.kind {
            Kind::Scalar => return,
            Kind::Union => {
                let members: Vec<&str> = ty.members.keys().map(Name::as_str).collect();
                let _ = writeln!(out, "  = {}", members.join(" | "));
                return;
            }
            _ => out.push_str("{\n"),
        }
        for (name, field) in &ty.fields {
            description(out, field.description.as_ref(), "  ");
            let _ = write!(out, "  {name}");
            arguments(out, field);
            let _ = write!(out, ": {}", field.ty);
            self.field_joins(out, ty, field);
            marks(out, &field.marks);
            out.push('\n');
        }
        for (name, field) in &ty.inputs {
            description(out, field.input.description.as_ref(), "  ");
            let _ = write!(out, "  ");
            input(out, name, &field.input);
            let same =
                field.joins.len() == ty.joins.len() && field.joins.values().all(|t| *t == field.input.ty);
            if !same {
                for (at, own) in &field.joins {
                    let _ = write!(
                        out,
                        " @join__field(graph: {}, type: {})",
                        self.id(*at),
                        quoted(&own.to_string())
                    );
                }
            }
            marks(out, &field.input.marks);
            out.push('\n');
        }
        for (name, (value, by)) in &ty.values {
            description(out, value.description.as_ref(), "  ");
            let _ = write!(out, "  {name}");
            for at in by {
                let _ = write!(out, " @join__enumValue(graph: {})", self.id(*at));
            }
            marks(out, &value.marks);
            out.push('\n');
        }
        out.push_str("}\n");
    }

    fn join(&self, out: &mut String, at: At, join: &Join) {
        let graph = self.id(at);
        let object = if join.interface_object { ", isInterfaceObject: true" } else { "" };
        if join.keys.is_empty() {
            let _ = writeln!(out, "  @join__type(graph: {graph}{object})");
        }
        for key in &join.keys {
            let fields = quoted(&key.fields.text);
            let extension = if join.extension { ", extension: true" } else { "" };
            let resolvable = if key.resolvable { "" } else { ", resolvable: false" };
            let _ =
                writeln!(out, "  @join__type(graph: {graph}, key: {fields}{extension}{resolvable}{object})");
        }
    }

    /// Nothing where all services with the type have the field plainly; that is what nothing means.
    fn field_joins(&self, out: &mut String, ty: &Type, field: &Field) {
        if field.joins.is_empty() {
            out.push_str(" @join__field");
            return;
        }
        let typed = field.joins.values().any(|j| j.ty != field.ty);
        let plain = |j: &FieldJoin| {
            let alone = j.overrides.is_none() && j.label.is_none();
            j.resolves() && alone && j.requires.is_none() && j.provides.is_none()
        };
        if !typed && field.joins.len() == ty.joins.len() && field.joins.values().all(plain) {
            return;
        }
        for (at, join) in &field.joins {
            let _ = write!(out, " @join__field(graph: {}", self.id(*at));
            if let Some(set) = &join.requires {
                let _ = write!(out, ", requires: {}", quoted(&set.text));
            }
            if let Some(set) = &join.provides {
                let _ = write!(out, ", provides: {}", quoted(&set.text));
            }
            if typed {
                let _ = write!(out, ", type: {}", quoted(&join.ty.to_string()));
            }
            if join.external {
                out.push_str(", external: true");
            }
            if let Some(by) = &join.overrides {
                let _ = write!(out, ", override: {}", quoted(&by.from));
            }
            if let Some(label) = &join.label {
                let _ = write!(out, ", overrideLabel: {}", quoted(label));
            }
            if join.overridden {
                out.push_str(", usedOverridden: true");
            }
            out.push(')');
        }
    }
}

fn arguments(out: &mut String, field: &Field) {
    if field.arguments.is_empty() {
        return;
    }
    out.push('(');
    for (place, (name, argument)) in field.arguments.iter().enumerate() {
        if place > 0 {
            out.push_str(", ");
        }
        if let Some(text) = &argument.description {
            let _ = write!(out, "{} ", quoted(text));
        }
        input(out, name, argument);
        marks(out, &argument.marks);
    }
    out.push(')');
}

fn input(out: &mut String, name: &Name, input: &Input) {
    let _ = write!(out, "{name}: {}", input.ty);
    if let Some(default) = &input.default {
        let _ = write!(out, " = {}", one_line(default));
    }
}

fn one_line(value: &ast::Value) -> String {
    value.serialize().no_indent().to_string()
}

fn has_marks(marks: &Marks) -> bool {
    marks.inaccessible || !marks.tags.is_empty() || !marks.carried.is_empty()
}

fn marks(out: &mut String, marks: &Marks) {
    if marks.inaccessible {
        out.push_str(" @inaccessible");
    }
    for tag in &marks.tags {
        let _ = write!(out, " @tag(name: {})", quoted(tag));
    }
    for directive in &marks.carried {
        let _ = write!(out, " {}", directive.serialize().no_indent());
    }
}

fn description(out: &mut String, text: Option<&Node<str>>, indent: &str) {
    if let Some(text) = text {
        let _ = writeln!(out, "{indent}{}", quoted(text));
    }
}

/// A text as GraphQL writes it on one line.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
