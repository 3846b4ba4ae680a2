//! The registry of types, and the schema built from it.

mod mutation;
mod query;
mod subgraph;
mod subscription;

use std::sync::Arc;

use apollo_compiler::validation::Valid;
use async_graphql::{Request, Response, SDLExportOptions, Schema, ValidationMode};
use futures_util::future::BoxFuture;
use futures_util::{FutureExt, StreamExt};

use self::mutation::Mutation;
use self::query::Query;
use self::subscription::Subscription;
use crate::domain::action::{Action, ActionStep};
use crate::domain::file::File;
use crate::domain::funding_source::FundingSource;
use crate::domain::identity::{
    ExternalIdentity, IdentityClash, IdentityProvider, MemberSession, ProviderDomain, ProviderRule,
};
use crate::domain::member::Member;
use crate::domain::membership::Membership;
use crate::domain::note::Note;
use crate::domain::notification::Notification;
use crate::domain::participation::Participation;
use crate::domain::partner::Partner;
use crate::domain::project::{Project, ProjectMember};
use crate::domain::provenance::{FieldProvenance, Provenance};
use crate::domain::record::StatusChange;
use crate::domain::resource::{ResourceContribution, ResourceLink, ResourceRelation, TeachingResource};
use crate::domain::share::Share;
use crate::domain::structure::{QualityLabel, Structure};
use crate::domain::subgraph::Subgraph;
use crate::domain::term::Term;
use crate::domain::territory::Territory;
use crate::domain::training_path::{PathModule, PathRevision, PathStage, TrainingPath};
use crate::gateway::Registry;
use crate::gql::Execute;
use crate::gql::document::{DocumentSettings, Documents};
use crate::gql::pipeline::{Executor, Pipeline};
use crate::gql::plan::Catalog;
use crate::identity::{Administration, ApiClient, ApiClientKey};
use crate::imports::{ImportFault, ImportJob, ImportRow};
use crate::store::Store;

/// Every planned type. A type that is published and not listed here is refused by a test.
#[must_use]
pub fn catalog() -> Catalog {
    Catalog::default()
        .with::<Structure>()
        .with::<QualityLabel>()
        .with::<Member>()
        .with::<Membership>()
        .with::<Project>()
        .with::<ProjectMember>()
        .with::<Participation>()
        .with::<Action>()
        .with::<ActionStep>()
        .with::<FundingSource>()
        .with::<TeachingResource>()
        .with::<ResourceLink>()
        .with::<ResourceContribution>()
        .with::<ResourceRelation>()
        .with::<TrainingPath>()
        .with::<PathRevision>()
        .with::<PathStage>()
        .with::<PathModule>()
        .with::<File>()
        .with::<Note>()
        .with::<Notification>()
        .with::<StatusChange>()
        .with::<Share>()
        .with::<Provenance>()
        .with::<FieldProvenance>()
        .with::<Partner>()
        .with::<IdentityProvider>()
        .with::<ProviderDomain>()
        .with::<ProviderRule>()
        .with::<ExternalIdentity>()
        .with::<IdentityClash>()
        .with::<MemberSession>()
        .with::<Subgraph>()
        .with::<ApiClient>()
        .with::<ApiClientKey>()
        .with::<Territory>()
        .with::<Term>()
        .with::<ImportJob>()
        .with::<ImportRow>()
        .with::<ImportFault>()
}

type HubSchema = Schema<Query, Mutation, Subscription>;

fn schema() -> HubSchema {
    Schema::build(Query::default(), Mutation::default(), Subscription::default())
        // The pipeline has validated the document by the specification's rules.
        .validation_mode(ValidationMode::Fast)
        .register_output_type::<crate::gql::plan::Record>()
        .disable_suggestions()
        .finish()
}

/// The public schema in the schema definition language: the text of `schema.graphql`.
#[must_use]
pub fn sdl() -> String {
    printed(&schema())
}

fn printed(schema: &HubSchema) -> String {
    let options =
        SDLExportOptions::new().sorted_fields().sorted_arguments().sorted_enum_items().include_specified_by();
    schema.sdl_with_options(options)
}

/// The schema, built and validated once: pipelines over any database are made of it.
#[derive(Clone)]
pub struct BuiltSchema {
    sdl: String,
    compiled: CompiledSchema,
    executor: Unplanned,
}

/// A schema as documents are validated against it.
type CompiledSchema = Arc<Valid<apollo_compiler::Schema>>;

impl BuiltSchema {
    /// Builds it.
    ///
    /// # Errors
    /// When the published schema is not a valid one: each fault in a sentence.
    pub fn build() -> Result<Self, String> {
        let schema = schema();
        let sdl = printed(&schema);
        let compiled = compile(sdl.clone(), "schema.graphql")?;
        Ok(Self { sdl, compiled, executor: Unplanned { schema, administration: None, registry: None } })
    }

    /// The same schema, with what the mutations on identity need: without it they are answered by an error.
    #[must_use]
    pub fn administered(&self, administration: Administration) -> Self {
        let executor = Unplanned { administration: Some(administration), ..self.executor.clone() };
        Self { executor, ..self.clone() }
    }

    /// The same schema, with what the mutations on subgraphs need: without it they are answered by an error.
    #[must_use]
    pub fn joining(&self, registry: Registry) -> Self {
        let executor = Unplanned { registry: Some(registry), ..self.executor.clone() };
        Self { executor, ..self.clone() }
    }

    /// The schema as gateways are told it, the hub's own among them: with the keys of each type.
    ///
    /// # Errors
    /// When it is not a valid one.
    pub fn service_sdl(&self) -> Result<String, String> {
        subgraph::told(&self.sdl, &catalog())
    }

    /// The schema that documents are validated against.
    #[must_use]
    pub const fn compiled(&self) -> &CompiledSchema {
        &self.compiled
    }

    /// The pipeline over this schema.
    #[must_use]
    pub fn pipeline(&self, store: Store, settings: DocumentSettings) -> Pipeline {
        let documents = Documents::new(Arc::clone(&self.compiled), settings);
        Pipeline::new(documents, catalog(), self.executor(), store)
    }

    fn executor(&self) -> Executor {
        Arc::new(self.executor.clone())
    }

    /// The same pipeline over the schema that gateways see. Where only trusted documents are answered, gateways have theirs
    /// among them.
    ///
    /// # Errors
    /// When that schema is not a valid one.
    pub fn for_gateways(&self, pipeline: &Pipeline, settings: DocumentSettings) -> Result<Pipeline, String> {
        let (compiled, catalog) = subgraph::of(&self.sdl, catalog())?;
        Ok(pipeline.over(Documents::new(compiled, settings), catalog))
    }
}

fn compile(sdl: String, name: &str) -> Result<CompiledSchema, String> {
    let compiled = apollo_compiler::Schema::parse_and_validate(sdl, name);
    compiled.map(Arc::new).map_err(|invalid| invalid.errors.to_string())
}

/// What async-graphql executes: everything that is not planned.
#[derive(Clone)]
struct Unplanned {
    schema: HubSchema,
    administration: Option<Administration>,
    registry: Option<Registry>,
}

impl Unplanned {
    fn given(&self, request: Request) -> Request {
        let request = match &self.administration {
            Some(administration) => request.data(administration.clone()),
            None => request,
        };
        match &self.registry {
            Some(registry) => request.data(registry.clone()),
            None => request,
        }
    }
}

impl Execute for Unplanned {
    fn execute(&self, request: Request) -> BoxFuture<'_, Response> {
        async move { self.schema.execute(self.given(request)).await }.boxed()
    }

    fn execute_first(&self, request: Request) -> BoxFuture<'_, Option<Response>> {
        async move { self.schema.execute_stream(self.given(request)).next().await }.boxed()
    }
}
