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

use crate::{CompositionError, Limits, Plan, PrepareError, api, operation, planner::Planner};

/// Services joined into one schema. Immutable and shared: a clone is a reference.
#[derive(Clone)]
pub struct Supergraph {
    sdl: Arc<str>,
    api: Arc<Api>,
    planner: Arc<OnceLock<Result<Planner, String>>>,
}

/// The schema that clients see, with what is asked of it often.
pub(crate) struct Api {
    pub(crate) schema: Valid<Schema>,
    pub(crate) implementers: apollo_compiler::collections::HashMap<Name, Implementers>,
    /// Of each abstract type of the whole supergraph, hidden ones as well, the object types.
    possible: HashMap<String, HashSet<String>>,
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
        let api = Api { schema, implementers, possible };
        Ok(Self { sdl: sdl.into(), api: Arc::new(api), planner: Arc::new(OnceLock::new()) })
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
        self.planner().map(|_| ()).map_err(fault)
    }

    fn planner(&self) -> Result<&Planner, String> {
        self.planner.get_or_init(|| Planner::new(&self.sdl)).as_ref().map_err(Clone::clone)
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
        let planner = self.planner().map_err(PrepareError::Unplannable)?;
        operation::prepare(&self.api, planner, document, operation, limits)
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
