//! Which fields need others (`@requires`), and which lead to interfaces that their service takes for objects, read from
//! a supergraph; and the supergraph as it is for planning both apart: without needs, and with a root for each service
//! and type, from which what is needed can be planned on.

mod ways;

use std::collections::HashMap;

use apollo_compiler::{Name, Node, Schema, ast, name, validation::Valid};

/// What a service needs for a field, or to find an object at all.
#[derive(Debug, Clone)]
pub(crate) struct Need {
    /// The name of the objects there: that of an interface, where the service takes it for an object.
    pub(crate) ty: Name,
    pub(crate) requires: String,
    pub(crate) keys: Vec<String>,
    /// The root that plans on from such objects.
    pub(crate) root: Name,
}

/// All needs of a supergraph.
pub(crate) struct Needs {
    by_field: HashMap<(Name, Name), Need>,
    /// By field that leads to an interface as an object: how the objects' own types are found.
    by_way: HashMap<(Name, Name), Need>,
    /// The whole schema, hidden parts as well: what is needed may be hidden.
    pub(crate) schema: Valid<Schema>,
    /// The text to plan apart over.
    pub(crate) supergraph: String,
}

impl Needs {
    pub(crate) fn read(supergraph: &str) -> Option<Self> {
        let mut document = ast::Document::parse(supergraph, "supergraph").ok()?;
        let schema = Schema::builder().add_ast(&document).build().ok()?.validate().ok()?;
        let mut by_field = HashMap::new();
        let mut objects: HashMap<Name, Vec<(Name, Need)>> = HashMap::new();
        for definition in &document.definitions {
            let Some((ty, fields)) = fields(definition) else { continue };
            for field in fields {
                let Some(mut need) = need(ty, definition, field) else { continue };
                need.root = Name::new(&format!("stage__{}__{ty}", need.root)).ok()?;
                if definition.as_interface_type_definition().is_some() {
                    objects.entry(ty.clone()).or_default().push((field.name.clone(), need.clone()));
                }
                by_field.insert((ty.clone(), field.name.clone()), need);
            }
        }
        for definition in document.definitions.iter().filter_map(|d| d.as_object_type_definition()) {
            for (field, need) in
                definition.implements_interfaces.iter().filter_map(|i| objects.get(i)).flatten()
            {
                let own = definition.fields.iter().find(|f| f.name == *field);
                if own.is_some_and(|f| joins(f).all(|j| argument(j, "graph").is_none())) {
                    by_field.insert((definition.name.clone(), field.clone()), need.clone());
                }
            }
        }
        let by_way = ways::read(&document)?;
        rewrite(&mut document, by_field.values().chain(by_way.values()));
        Some(Self { by_field, by_way, schema, supergraph: document.to_string() })
    }

    /// How the types of the objects that a field leads to are found, if the field's service does not know them.
    pub(crate) fn behind(&self, ty: &Name, field: &Name) -> Option<&Need> {
        self.by_way.get(&(ty.clone(), field.clone()))
    }

    pub(crate) fn of(&self, ty: &Name, field: &Name) -> Option<&Need> {
        self.by_field.get(&(ty.clone(), field.clone()))
    }
}

fn fields(definition: &ast::Definition) -> Option<(&Name, &[Node<ast::FieldDefinition>])> {
    match definition {
        ast::Definition::ObjectTypeDefinition(d) => Some((&d.name, &d.fields)),
        ast::Definition::InterfaceTypeDefinition(d) => Some((&d.name, &d.fields)),
        _ => None,
    }
}

/// The need of a field that no service gives without one.
fn need(ty: &Name, definition: &ast::Definition, field: &ast::FieldDefinition) -> Option<Need> {
    let mut giving = joins(field).filter(|j| {
        argument(j, "external").and_then(|v| v.to_bool()) != Some(true)
            && argument(j, "usedOverridden").and_then(|v| v.to_bool()) != Some(true)
    });
    let join = giving.next()?;
    let requires = argument(join, "requires")?.as_str()?.to_owned();
    if giving.any(|j| argument(j, "requires").is_none()) {
        return None;
    }
    let graph = argument(join, "graph")?.as_enum()?.to_string();
    let keys = keys(definition, &graph);
    let root = Name::new(&graph).ok()?;
    Some(Need { ty: ty.clone(), requires, keys, root })
}

/// The keys by which a service finds objects of a type.
fn keys(definition: &ast::Definition, graph: &str) -> Vec<String> {
    let here = types(definition).filter(|j| graph_of(j) == Some(graph));
    let keys = here.filter(|j| argument(j, "resolvable").and_then(|v| v.to_bool()) != Some(false));
    keys.filter_map(|j| Some(argument(j, "key")?.as_str()?.to_owned())).collect()
}

fn types(definition: &ast::Definition) -> impl Iterator<Item = &ast::Directive> {
    definition.directives().get_all("join__type").map(|j| &**j)
}

fn graph_of(directive: &ast::Directive) -> Option<&str> {
    argument(directive, "graph")?.as_enum().map(Name::as_str)
}

fn joins(field: &ast::FieldDefinition) -> impl Iterator<Item = &ast::Directive> {
    field.directives.get_all("join__field").map(|j| &**j)
}

fn argument<'a>(directive: &'a ast::Directive, name: &str) -> Option<&'a ast::Value> {
    directive.specified_argument_by_name(name).map(|v| &**v)
}

/// Takes needs out of the text, and adds a root for each type that has any in a service.
fn rewrite<'a>(document: &mut ast::Document, needs: impl Iterator<Item = &'a Need>) {
    let mut roots: Vec<(&Need, Name)> = Vec::new();
    for need in needs {
        if !roots.iter().any(|(known, _)| known.root == need.root) {
            let graph = need.root.trim_start_matches("stage__");
            let graph =
                graph.strip_suffix(need.ty.as_str()).and_then(|g| g.strip_suffix("__")).unwrap_or(graph);
            roots.extend(Name::new(graph).ok().map(|graph| (need, graph)));
        }
    }
    for definition in &mut document.definitions {
        let fields = match definition {
            ast::Definition::ObjectTypeDefinition(d) => {
                let query = d.name == "Query";
                let fields = &mut d.make_mut().fields;
                if query {
                    fields.extend(roots.iter().map(|(need, graph)| root(need, graph)));
                }
                fields
            }
            ast::Definition::InterfaceTypeDefinition(d) => &mut d.make_mut().fields,
            _ => continue,
        };
        for field in fields {
            for directive in &mut field.make_mut().directives.0 {
                if directive.name == "join__field" {
                    directive.make_mut().arguments.retain(|a| a.name != "requires");
                }
            }
        }
    }
}

fn root(need: &Need, graph: &Name) -> Node<ast::FieldDefinition> {
    let value = Node::new(ast::Value::Enum(graph.clone()));
    let argument = Node::new(ast::Argument { name: name!("graph"), value });
    let join = ast::Directive { name: name!("join__field"), arguments: vec![argument] };
    Node::new(ast::FieldDefinition {
        description: None,
        name: need.root.clone(),
        arguments: Vec::new(),
        ty: ast::Type::Named(need.ty.clone()),
        directives: ast::DirectiveList(vec![Node::new(join)]),
    })
}
