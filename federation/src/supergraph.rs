//! A composed graph, ready to plan operations over.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, OnceLock},
};

use apollo_compiler::{
    Name, Schema, ast,
    schema::{ExtendedType, Implementers},
    validation::Valid,
};

use crate::{
    CompositionError, Limits, Plan, PrepareError, api,
    operation::{self, Staged},
    planner::Planner,
};

/// Services joined into one schema. Immutable and shared: a clone is a reference.
#[derive(Clone)]
pub struct Supergraph {
    sdl: Arc<str>,
    api: Arc<Api>,
    planners: Arc<Planners>,
}

/// Planners of one supergraph, each made when it is first asked for.
pub(crate) struct Planners {
    sdl: Arc<str>,
    whole: OnceLock<Result<Planner, String>>,
    staged: OnceLock<Option<Staged>>,
}

impl Planners {
    pub(crate) fn whole(&self) -> Result<&Planner, String> {
        self.whole.get_or_init(|| Planner::new(&self.sdl)).as_ref().map_err(Clone::clone)
    }

    /// For what the whole cannot be planned in one go.
    pub(crate) fn staged(&self) -> Option<&Staged> {
        self.staged.get_or_init(|| Staged::new(&self.sdl)).as_ref()
    }
}

/// The schema that clients see, with what is asked of it often.
pub(crate) struct Api {
    pub(crate) schema: Valid<Schema>,
    pub(crate) implementers: apollo_compiler::collections::HashMap<Name, Implementers>,
    /// Of each abstract type of the whole supergraph, hidden ones as well, the object types.
    possible: HashMap<String, HashSet<String>>,
    /// The names of all fields of objects and interfaces, hidden ones as well.
    fields: HashSet<String>,
}

impl Supergraph {
    /// Reads an already composed supergraph: SDL with the join specification.
    ///
    /// # Errors
    /// What the text has that nothing can be planned over.
    pub fn parse(sdl: &str) -> Result<Self, Vec<CompositionError>> {
        let invalid = |message: String| vec![CompositionError::new("INVALID_SUPERGRAPH", message)];
        let document = ast::Document::parse(sdl, "supergraph").map_err(|e| invalid(e.to_string()))?;
        let schema = api::schema(&document)?;
        let implementers = schema.implementers_map();
        let possible = possible(&document);
        let fields = field_names(&document);
        let api = Api { schema, implementers, possible, fields };
        let sdl: Arc<str> = sdl.into();
        let planners = Planners { sdl: Arc::clone(&sdl), whole: OnceLock::new(), staged: OnceLock::new() };
        Ok(Self { sdl, api: Arc::new(api), planners: Arc::new(planners) })
    }

    /// The supergraph as text, for another gateway over the same services.
    #[must_use]
    pub fn sdl(&self) -> &str {
        &self.sdl
    }

    /// The schema that clients see.
    #[must_use]
    pub fn schema(&self) -> &Valid<Schema> {
        &self.api.schema
    }

    /// Makes ready to plan. The first operation would else do it, and wait: it takes longer than composing does, and
    /// grows with the square of the types, so a graph that replaces another is warmed first, in a thread that may
    /// block.
    ///
    /// # Errors
    /// What the planner cannot plan over.
    pub fn warm(&self) -> Result<(), CompositionError> {
        let fault = |fault: String| CompositionError::new("INVALID_SUPERGRAPH", fault);
        self.planners.whole().map(|_| ()).map_err(fault)
    }

    /// Plans an operation: the text of a document, and the name of the operation in it if there are several. The plan
    /// serves any variables; the caller keeps it.
    ///
    /// # Errors
    /// What is wrong with the document, or which limit it passes.
    pub fn prepare(
        &self,
        document: &str,
        operation: Option<&str>,
        limits: &Limits,
    ) -> Result<Plan, PrepareError> {
        operation::prepare(&self.api, &self.planners, document, operation, limits)
    }
}

impl std::fmt::Debug for Supergraph {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Supergraph").field("types", &self.api.schema.types.len()).finish_non_exhaustive()
    }
}

impl Api {
    /// Whether an object of the first type is one of the second: the same, or a case of it.
    pub(crate) fn is(&self, ty: &str, of: &str) -> bool {
        ty == of || self.possible.get(of).is_some_and(|types| types.contains(ty))
    }

    /// Whether any object has a field of this name.
    pub(crate) fn has_field(&self, name: &str) -> bool {
        self.fields.contains(name)
    }

    /// The object types of an abstract type that clients see.
    pub(crate) fn objects(&self, ty: &str) -> Vec<Name> {
        let possible = self.possible.get(ty).into_iter().flatten();
        let mut objects: Vec<Name> = possible
            .filter_map(|t| self.schema.types.get_key_value(t.as_str()))
            .map(|(n, _)| n.clone())
            .collect();
        objects.sort();
        objects
    }

    /// Whether some objects of an abstract type are of types that clients do not see.
    pub(crate) fn hides(&self, ty: &str) -> bool {
        self.possible.get(ty).is_some_and(|types| types.iter().any(|object| !self.shows(object)))
    }

    /// Whether it is an interface or a union.
    pub(crate) fn is_abstract(&self, ty: &str) -> bool {
        self.possible.contains_key(ty)
    }

    /// Whether clients see an object type by this name.
    pub(crate) fn shows(&self, ty: &str) -> bool {
        matches!(self.schema.types.get(ty), Some(ExtendedType::Object(_)))
    }
}

fn possible(document: &ast::Document) -> HashMap<String, HashSet<String>> {
    let mut possible: HashMap<String, HashSet<String>> = HashMap::new();
    for definition in &document.definitions {
        match definition {
            ast::Definition::InterfaceTypeDefinition(d) => {
                possible.entry(d.name.to_string()).or_default();
            }
            ast::Definition::UnionTypeDefinition(d) => {
                possible.entry(d.name.to_string()).or_default().extend(d.members.iter().map(Name::to_string));
            }
            ast::Definition::ObjectTypeDefinition(d) => {
                for interface in &d.implements_interfaces {
                    possible.entry(interface.to_string()).or_default().insert(d.name.to_string());
                }
            }
            _ => {}
        }
    }
    possible
}

fn field_names(document: &ast::Document) -> HashSet<String> {
    let definitions = document.definitions.iter();
    let fields = definitions.flat_map(|definition| match definition {
        ast::Definition::ObjectTypeDefinition(object) => &object.fields[..],
        ast::Definition::InterfaceTypeDefinition(interface) => &interface.fields[..],
        _ => &[],
    });
    fields.map(|field| field.name.to_string()).collect()
}
