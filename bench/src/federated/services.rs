//! Four services of one graph, in one program, which answer from memory: what they cost is not measured.

use std::net::SocketAddr;

use async_graphql::{
    ComplexObject, EmptyMutation, EmptySubscription, ID, Object, ObjectType, Request, Response, Schema,
    SimpleObject,
};
use axum::extract::State;
use axum::{Json, Router, routing::post};

/// How many there are of what hangs on one of another sort.
const PROJECTS: usize = 5;
const GRANTS: usize = 3;
const COURSES: usize = 4;

/// Their names, which are also the paths at which they answer.
pub(super) const NAMES: [&str; 4] = ["structures", "projects", "funding", "training"];

/// Serves them until the process is ended.
pub(crate) async fn serve(listen: SocketAddr) -> anyhow::Result<()> {
    let router = Router::new()
        .merge(answering(NAMES[0], Structures))
        .merge(answering(NAMES[1], Projects))
        .merge(answering(NAMES[2], Funding))
        .merge(answering(NAMES[3], Training));
    let listener = tokio::net::TcpListener::bind(listen).await?;
    Ok(axum::serve(listener, router).await?)
}

/// What each says of itself, in the order of the names.
pub(super) fn schemas() -> [String; 4] {
    [built(Structures).1, built(Projects).1, built(Funding).1, built(Training).1]
}

type Service<Q> = Schema<Q, EmptyMutation, EmptySubscription>;

fn built<Q: ObjectType + 'static>(query: Q) -> (Service<Q>, String) {
    let schema = Schema::build(query, EmptyMutation, EmptySubscription).enable_federation().finish();
    let sdl = schema.sdl_with_options(async_graphql::SDLExportOptions::new().federation());
    (schema, sdl)
}

fn answering<Q: ObjectType + Clone + 'static>(name: &str, query: Q) -> Router {
    let path = format!("/{name}");
    Router::new().route(&path, post(execute::<Q>)).with_state(built(query).0)
}

async fn execute<Q: ObjectType + 'static>(
    State(schema): State<Service<Q>>,
    Json(request): Json<Request>,
) -> Json<Response> {
    Json(schema.execute(request).await)
}

#[derive(Clone)]
struct Structures;

#[derive(SimpleObject)]
#[graphql(name = "Structure")]
struct Listed {
    id: ID,
    name: String,
    commune: String,
    siret: String,
}

impl Listed {
    fn of(id: ID) -> Self {
        Self {
            name: format!("Association des sentiers et des savoirs, antenne {}", &*id),
            commune: format!("Commune du haut pays {}", &*id),
            siret: format!("130025265{:>05}", &*id),
            id,
        }
    }
}

#[Object(name = "Query")]
impl Structures {
    async fn structures(&self, first: usize) -> Vec<Listed> {
        (0..first.min(1_000)).map(|number| Listed::of(number.to_string().into())).collect()
    }

    #[graphql(entity)]
    async fn structure(&self, id: ID) -> Listed {
        Listed::of(id)
    }
}

#[derive(Clone)]
struct Projects;

#[derive(SimpleObject)]
#[graphql(complex, name = "Structure")]
struct Bearer {
    id: ID,
}

#[derive(SimpleObject)]
#[graphql(complex)]
struct Project {
    id: ID,
    title: String,
    summary: String,
    status: &'static str,
}

impl Project {
    fn of(id: ID) -> Self {
        Self {
            title: format!("Remettre en eau le canal et ses jardins, tranche {}", &*id),
            summary: format!("Chantiers d'insertion, relevés et veillées au long du canal ; lot {}.", &*id),
            status: "IN_PROGRESS",
            id,
        }
    }
}

#[ComplexObject]
impl Bearer {
    async fn projects(&self) -> Vec<Project> {
        (0..PROJECTS).map(|number| Project::of(format!("{}-{number}", &*self.id).into())).collect()
    }
}

#[ComplexObject]
impl Project {
    async fn lead(&self) -> Bearer {
        Bearer { id: self.id.split('-').next().unwrap_or_default().into() }
    }
}

#[Object(name = "Query")]
impl Projects {
    #[graphql(entity)]
    async fn structure(&self, id: ID) -> Bearer {
        Bearer { id }
    }

    #[graphql(entity)]
    async fn project(&self, id: ID) -> Project {
        Project::of(id)
    }
}

#[derive(Clone)]
struct Funding;

#[derive(SimpleObject)]
#[graphql(complex, name = "Project")]
struct Funded {
    id: ID,
    #[graphql(external)]
    status: String,
}

#[derive(SimpleObject)]
struct Grant {
    source: String,
    amount_cents: i32,
    decided_on: &'static str,
}

#[ComplexObject]
impl Funded {
    async fn grants(&self) -> Vec<Grant> {
        let grant = |number| Grant {
            source: format!("Fonds d'appui aux communes de montagne, volet {number}"),
            amount_cents: 1_250_000,
            decided_on: "2026-03-14",
        };
        (0..GRANTS).map(grant).collect()
    }

    #[graphql(requires = "status")]
    async fn may_be_paid(&self) -> bool {
        self.status == "IN_PROGRESS"
    }
}

#[Object(name = "Query")]
impl Funding {
    #[graphql(entity)]
    async fn project(&self, #[graphql(key)] id: ID, #[graphql(default)] status: String) -> Funded {
        Funded { id, status }
    }
}

#[derive(Clone)]
struct Training;

#[derive(SimpleObject)]
#[graphql(complex, name = "Structure")]
struct Trainer {
    id: ID,
}

#[derive(SimpleObject)]
struct Course {
    id: ID,
    title: String,
    hours: i32,
}

#[ComplexObject]
impl Trainer {
    async fn courses(&self) -> Vec<Course> {
        let course = |number| Course {
            id: format!("{}-{number}", &*self.id).into(),
            title: format!("Accueillir en milieu rural, module {number}"),
            hours: 14,
        };
        (0..COURSES).map(course).collect()
    }
}

#[Object(name = "Query")]
impl Training {
    #[graphql(entity)]
    async fn structure(&self, id: ID) -> Trainer {
        Trainer { id }
    }
}
