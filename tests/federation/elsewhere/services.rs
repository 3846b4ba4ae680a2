//! Services of others that say of the hub's types all that the specification has words for.

use async_graphql::{EmptyMutation, EmptySubscription, Enum, ID, Object, Schema, SimpleObject, scalar};
use futures_util::FutureExt;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::federation::world::{SIRET, answers};
use crate::support::subgraph::Answers;

#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Siret(String);

#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Rna(String);

#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Cursor(String);

scalar!(Siret);
scalar!(Rna);
scalar!(Cursor);

/// `showcase`: says of structures what is told of them in public.
pub(super) fn showcase() -> Answers {
    answers(Schema::build(Showcase, EmptyMutation, EmptySubscription).enable_federation().finish())
}

struct Showcase;

/// Of the hub, by its SIRET.
struct Shown {
    siret: Option<Siret>,
    name: String,
    acronym: Option<String>,
}

#[Object(name = "Structure")]
impl Shown {
    async fn siret(&self) -> Option<&Siret> {
        self.siret.as_ref()
    }

    #[graphql(external)]
    async fn name(&self) -> &str {
        &self.name
    }

    #[graphql(external)]
    async fn acronym(&self) -> Option<&str> {
        self.acronym.as_deref()
    }

    #[graphql(requires = "name acronym")]
    async fn label(&self) -> String {
        format!("{} ({})", self.name, self.acronym.as_deref().unwrap_or("sans sigle"))
    }

    /// What the hub would say, said better here.
    #[graphql(override_from = "hub")]
    async fn website(&self) -> Option<String> {
        Some("https://parc.example/".to_owned())
    }

    #[graphql(inaccessible)]
    async fn draft(&self) -> Option<String> {
        None
    }

    #[graphql(tag = "press")]
    async fn stars(&self) -> i32 {
        3
    }
}

/// The hub's, with the same fields.
#[derive(SimpleObject)]
#[graphql(shareable)]
struct PageInfo {
    has_next_page: bool,
    has_previous_page: bool,
    start_cursor: Option<Cursor>,
    end_cursor: Option<Cursor>,
}

#[Object(name = "Query")]
impl Showcase {
    /// The structure of the month.
    #[graphql(provides = "name")]
    async fn favourite(&self) -> Shown {
        Shown { siret: Some(Siret(SIRET.to_owned())), name: "Le parc".to_owned(), acronym: None }
    }

    async fn page(&self) -> PageInfo {
        PageInfo { has_next_page: true, has_previous_page: false, start_cursor: None, end_cursor: None }
    }

    #[graphql(entity)]
    async fn structure_by_siret(
        &self,
        #[graphql(key)] siret: Option<Siret>,
        #[graphql(default)] name: String,
        acronym: Option<String>,
    ) -> Shown {
        Shown { siret, name, acronym }
    }
}

/// `heritage`: knows structures by their number as associations, places by kind and code, projects by `id`; its words of the
/// specification have other names.
pub(super) fn heritage() -> Answers {
    let schema = Schema::build(Heritage, EmptyMutation, EmptySubscription).enable_federation().finish();
    let answer = answers(schema);
    std::sync::Arc::new(move |asked| {
        let answer = answer(asked);
        async move {
            let mut answer = answer.await;
            if let Some(sdl) = answer.pointer_mut("/data/_service/sdl") {
                let renamed = sdl.as_str().unwrap_or_default().replace("@key(", "@namedBy(");
                *sdl = json!(renamed.replace("\"@key\"", "{ name: \"@key\", as: \"@namedBy\" }"));
            }
            answer
        }
        .boxed()
    })
}

struct Heritage;

#[derive(SimpleObject)]
#[graphql(name = "Structure")]
struct Founded {
    rna: Option<Rna>,
    founded: i32,
}

#[derive(Clone, Copy, PartialEq, Eq, Enum)]
enum TerritoryKind {
    Adhoc,
    Commune,
    Country,
    Department,
    Epci,
    Gal,
    Petr,
    Pnr,
    Region,
    Syndicat,
}

#[derive(SimpleObject)]
struct Territory {
    kind: TerritoryKind,
    code: String,
    monuments: Vec<String>,
}

#[derive(SimpleObject)]
struct Project {
    id: ID,
    archives: i32,
}

#[Object(name = "Query")]
impl Heritage {
    async fn monument(&self) -> Territory {
        Self::place(TerritoryKind::Commune, "66149".to_owned())
    }

    #[graphql(entity)]
    async fn structure_by_rna(&self, rna: Option<Rna>) -> Founded {
        Founded { rna, founded: 1998 }
    }

    #[graphql(entity)]
    async fn territory_by_code(&self, kind: TerritoryKind, code: String) -> Territory {
        Self::place(kind, code)
    }

    #[graphql(entity)]
    async fn project_by_id(&self, id: ID) -> Project {
        Project { id, archives: 12 }
    }
}

impl Heritage {
    fn place(kind: TerritoryKind, code: String) -> Territory {
        Territory { kind, monuments: vec![format!("Le pont de {code}")], code }
    }
}
