//! Who governs what belongs to a partner: seven who look, every way to read it, and every act on it.
//!
//! What belongs to partners is a [`Governed`] in [`ALL`]: how it is read, how one is made beside the API, and the acts on it.
//! The expectation is one function, [`governs`].

use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use respyrem::identity::{self, NewClient, PartnerChoice};
use respyrem::kernel::actor::{Actor, Scope};
use serde_json::{Value, json};

use crate::on_both;
use crate::support::TestHub;
use crate::support::build::refusals;
use crate::support::partner::{Partners, Party, client_id, partner_id};

/// Whose something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whose {
    Parc,
    Vallee,
}

impl Whose {
    const BOTH: [Self; 2] = [Self::Parc, Self::Vallee];

    const fn slug(self) -> &'static str {
        match self {
            Self::Parc => "parc",
            Self::Vallee => "vallee",
        }
    }
}

/// The whole expectation.
const fn governs(party: Party, whose: Whose) -> bool {
    matches!(
        (party, whose),
        (Party::Operator, _)
            | (Party::Administrator, Whose::Parc)
            | (Party::OtherAdministrator, Whose::Vallee)
    )
}

/// A mutation, with its input for what has a global identifier.
type Act = (&'static str, fn(&str) -> Value);

/// Something that belongs to a partner and is for who governs that.
struct Governed {
    /// The root fields that find one and list all.
    single: &'static str,
    plural: &'static str,
    /// Makes one for the partner with this slug; answers its global identifier.
    make: for<'a> fn(&'a TestHub, &'a str) -> BoxFuture<'a, String>,
    /// The mutation that makes one, with its input for a partner.
    creation: Act,
    /// The mutations on one that was just made, each with its input.
    acts: &'static [Act],
}

const CLIENTS: Governed = Governed {
    single: "apiClient",
    plural: "apiClients",
    make: |hub, slug| {
        async move {
            let client = NewClient {
                partner: PartnerChoice { slug: slug.to_owned(), name_if_new: None },
                name: "Site".to_owned(),
                scopes: [Scope::ReadNetwork].into(),
                structure_scope: None,
                allowed_origins: Vec::new(),
                requests_per_minute: None,
                expires_at: None,
            };
            client_id(identity::create(&hub.store, client).await.expect("a client").id)
        }
        .boxed()
    },
    creation: (
        "createApiClient",
        |partner| json!({ "partner": partner, "name": "Site", "scopes": ["read:network"] }),
    ),
    acts: &[
        ("updateApiClient", |id| json!({ "id": id, "expectedVersion": 1, "name": "Other" })),
        ("rotateApiClientKey", |id| json!({ "id": id })),
        ("revokeApiClient", |id| json!({ "id": id })),
    ],
};

/// A provider whose slug and issuer are no other's.
fn new_provider(partner: &str) -> Value {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let slug = format!("p-{}", NEXT.fetch_add(1, Ordering::Relaxed));
    json!({
        "partner": partner, "slug": slug, "label": "Sign in", "issuer": format!("https://{slug}.example"),
        "clientId": "hub", "secret": "a secret",
    })
}

const PROVIDERS: Governed = Governed {
    single: "identityProvider",
    plural: "identityProviders",
    make: |hub, slug| {
        async move {
            let query = "query($slug: String) { partner(slug: $slug) { id } }";
            let partner = hub.ask(query, json!({ "slug": slug })).await;
            let input = new_provider(partner["data"]["partner"]["id"].as_str().expect("a partner"));
            let ada = hub.operator(&format!("Olga {}", hub.new_id())).await;
            let made = hub.mutate(&ada, "createIdentityProvider", input, "identityProvider { id }").await;
            made["identityProvider"]["id"].as_str().expect("a provider").to_owned()
        }
        .boxed()
    },
    creation: ("createIdentityProvider", new_provider),
    acts: &[
        ("updateIdentityProvider", |id| json!({ "id": id, "expectedVersion": 1, "label": "Other" })),
        ("changeIdentityProviderState", |id| json!({ "id": id, "expectedVersion": 1, "state": "DRAFT" })),
        ("setProviderRules", |id| json!({ "id": id, "expectedVersion": 1, "rules": [] })),
    ],
};

const ALL: [Governed; 2] = [CLIENTS, PROVIDERS];

/// All who look, signed in.
async fn everyone(hub: &TestHub, partners: &Partners) -> Vec<(Party, Actor)> {
    let mut everyone = Vec::new();
    for party in Party::ALL {
        everyone.push((party, partners.actor(hub, party).await));
    }
    everyone
}

on_both!(what_belongs_to_a_partner_is_read_by_who_governs_it_and_by_nobody_else, |hub| {
    let partners = Partners::of(&hub).await;
    let (everyone, mut wrong) = (everyone(&hub, &partners).await, Vec::new());
    for governed in &ALL {
        let made = [(governed.make)(&hub, "parc").await, (governed.make)(&hub, "vallee").await];
        for &(party, ref actor) in &everyone {
            let Governed { single, plural, .. } = governed;
            let list =
                format!("{{ all: {plural} {{ totalCount nodes {{ id }} edges {{ node {{ id }} }} }} }}");
            let listed = hub.ask_as(actor, &list, json!({})).await["data"]["all"].take();
            let mut expected = 0;
            for (whose, id) in Whose::BOTH.into_iter().zip(&made) {
                let governs = governs(party, whose);
                expected += usize::from(governs);
                let one = format!(
                    "query($id: ID!) {{ one: {single}(id: $id) {{ id }} node(id: $id) {{ id }} nodes(ids: [$id]) {{ id }} }}"
                );
                let found = hub.ask_as(actor, &one, json!({ "id": id })).await["data"].take();
                let is_listed = |list: &Value| {
                    list.as_array().is_some_and(|all| all.iter().any(|row| row["id"] == id.as_str()))
                };
                let shown = [
                    found["one"]["id"] == id.as_str(),
                    found["node"]["id"] == id.as_str(),
                    found["nodes"][0]["id"] == id.as_str(),
                    is_listed(&listed["nodes"]),
                ];
                if shown != [governs; 4] {
                    wrong.push(format!("{party:?} {whose:?} {single}: {shown:?}"));
                }
            }
            if listed["totalCount"] != expected {
                wrong.push(format!("{party:?} {plural}: {listed}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
});

on_both!(what_belongs_to_a_partner_is_changed_by_who_governs_it_and_by_nobody_else, |hub| {
    let partners = Partners::of(&hub).await;
    let (everyone, mut wrong) = (everyone(&hub, &partners).await, Vec::new());
    for governed in &ALL {
        for &(party, ref actor) in &everyone {
            for (act, whose) in governed.acts.iter().flat_map(|act| Whose::BOTH.map(|whose| (act, whose))) {
                let (mutation, input) = act;
                let id = (governed.make)(&hub, whose.slug()).await;
                let answer = hub.mutate(actor, mutation, input(&id), "").await;
                let expected: &[&str] = if governs(party, whose) { &[] } else { &["NOT_FOUND input.id"] };
                if refusals(&answer) != expected {
                    wrong.push(format!("{party:?} {whose:?} {mutation}: {answer}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
});

on_both!(what_belongs_to_a_partner_is_made_by_who_governs_it_and_by_nobody_else, |hub| {
    let partners = Partners::of(&hub).await;
    let (everyone, mut wrong) = (everyone(&hub, &partners).await, Vec::new());
    for governed in &ALL {
        let (mutation, input) = governed.creation;
        for &(party, ref actor) in &everyone {
            for (whose, partner) in [(Whose::Parc, partners.partner), (Whose::Vallee, partners.other)] {
                let answer = hub.mutate(actor, mutation, input(&partner_id(partner)), "").await;
                let expected: &[&str] =
                    if governs(party, whose) { &[] } else { &["FORBIDDEN input.partner"] };
                if refusals(&answer) != expected {
                    wrong.push(format!("{party:?} {whose:?} {mutation}: {answer}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
});

on_both!(who_governs_no_more_reads_and_changes_nothing_of_the_partner, |hub| {
    let partners = Partners::of(&hub).await;
    let adam = partners.actor(&hub, Party::Administrator).await;
    for governed in &ALL {
        let id = (governed.make)(&hub, "parc").await;
        hub.governed_by(partners.partner, partners.sister).await;
        let list = format!("{{ all: {} {{ totalCount }} }}", governed.plural);
        let listed = hub.ask_as(&adam, &list, json!({})).await;
        assert_eq!(listed["data"]["all"]["totalCount"], 0, "{listed}");
        for (mutation, input) in governed.acts {
            let answer = hub.mutate(&adam, mutation, input(&id), "").await;
            assert_eq!(refusals(&answer), ["NOT_FOUND input.id"], "{mutation}");
        }
        hub.governed_by(partners.partner, partners.own).await;
    }
});
