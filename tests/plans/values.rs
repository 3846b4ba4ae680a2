//! A value for each argument and each condition that the schema offers. One that has none here fails the test.

use apollo_compiler::Schema;
use apollo_compiler::ast::Type;
use apollo_compiler::schema::ExtendedType;
use respyrem::kernel::id;
use respyrem::kernel::kind::Kind;
use serde_json::{Value, json};

use super::identities::{PROVIDERS, SUBGRAPHS};
use super::words::{Family, global};

/// Values of the condition called `name` of type `ty` on lists of `of`.
pub(super) fn of_condition(schema: &Schema, of: &str, name: &str, ty: &Type) -> Vec<Value> {
    let inner = ty.inner_named_type();
    let listed = |value: Value| match value {
        Value::Array(_) => value,
        value if ty.is_list() => json!([value]),
        value => value,
    };
    if let Some(ExtendedType::Enum(codes)) = schema.types.get(inner) {
        let codes: Vec<&str> = codes.values.keys().map(|code| code.as_str()).collect();
        return [codes[0], codes[codes.len() - 1]].map(|code| listed(json!(code))).to_vec();
    }
    let values = match (inner.as_str(), name) {
        ("Boolean", _) => vec![json!(true), json!(false)],
        ("Date", _) => vec![json!("2026-03-14")],
        ("DateRange", _) => vec![json!({ "from": "2026-03-01", "to": "2026-03-03" })],
        ("NearInput", _) => vec![
            json!({ "inseeCode": "66149", "radiusKm": 1.0 }),
            json!({ "lat": 42.1, "lon": 2.1, "radiusKm": 1.0 }),
        ],
        ("TerritoryInput", _) => {
            vec![json!({ "kind": "COMMUNE", "code": "66149" }), json!({ "kind": "DEPARTMENT", "code": "66" })]
        }
        ("ExternalRefInput", _) => vec![json!({ "source": "source-2", "externalId": "e-1" })],
        ("EligibilityInput", _) => {
            vec![json!({ "inseeCode": "66149", "kind": "ASSOCIATIVE", "themes": ["mot-4"], "budget": 5000 })]
        }
        ("ID", "id") => vec![json!([global(kind_of(of), 17), global(kind_of(of), 18)])],
        ("ID", "funder" | "structure" | "provider" | "pilotStructure") => {
            vec![
                json!(global(Kind::Structure, 17)),
                json!([global(Kind::Structure, 17), global(Kind::Structure, 18)]),
            ]
        }
        ("ID", "partner") => vec![json!(id::global("partner", Family::Partner.uuid(1)))],
        ("ID", "record") => vec![json!(global(Kind::Project, 17))],
        ("String", "search") => vec![json!("rare17"), json!("mot17 rare17")],
        ("String", "languages") => vec![json!("fr")],
        ("String", "themes" | "sectors" | "audiences" | "code") => vec![json!("mot-17")],
        ("Licence", _) => vec![json!("CC-BY-4.0")],
        ("Int", "age" | "number") => vec![json!(10)],
        ("Int", "maxMinutes") => vec![json!(60)],
        (ty, name) => panic!("no value for the condition `{name}: {ty}` of {of}: give one here"),
    };
    values.into_iter().map(listed).collect()
}

/// A value of an argument of the root field `field`.
pub(super) fn of_argument(field: &str, name: &str) -> Value {
    match (field, name) {
        ("importJob", "id") => json!(id::global("importjob", Family::Other(16).uuid(1))),
        ("territory", "id") => json!(id::global("territory", Family::Territory.uuid(17))),
        ("term", "id") => json!(id::global("term", Family::Term.uuid(17))),
        ("dashboard", "projectId") => json!(global(Kind::Project, 17)),
        ("partner", "id") => json!(id::global("partner", Family::Partner.uuid(17))),
        ("identityProvider", "id") => json!(id::global("provider", Family::Other(PROVIDERS).uuid(1))),
        ("identityProvider", "slug") => json!("fournisseur-1"),
        ("apiClient", "id") => json!(id::global("apiclient", Family::Other(19).uuid(1))),
        ("subgraph", "id") => json!(id::global("subgraph", Family::Other(SUBGRAPHS).uuid(1))),
        ("subgraph", "name") => json!("service-1"),
        ("partner", "slug") => json!("partenaire-17"),
        ("node", "id") => json!(global(Kind::Structure, 17)),
        (_, "id") => json!(global(kind_called(field), 17)),
        (_, "ids") => json!(Kind::ALL.map(|kind| global(kind, 17))),
        (_, "slug") => json!(format!("{}-17", kind_called(field).prefix())),
        ("structure", "siret") => json!("13002526500013"),
        ("structure", "rna") => json!("W661000018"),
        ("structure", "uai") => json!("0660010C"),
        (_, "query") => json!("mot17 rare17"),
        (_, "first") => json!(5),
        (_, "kinds") => json!(["PROJECT", "ACTION"]),
        (_, "scope") => json!({ "kinds": ["PROJECT"] }),
        (field, name) => panic!("no value for the argument `{name}` of {field}: give one here"),
    }
}

/// Whether a condition leaves so few rows that counting them is no work.
pub(super) fn is_narrow(name: &str) -> bool {
    matches!(
        name,
        "id" | "external" | "search" | "funder" | "structure" | "provider" | "pilotStructure" | "record"
    )
}

fn kind_called(field: &str) -> Kind {
    let found = Kind::ALL.into_iter().find(|kind| kind.prefix().eq_ignore_ascii_case(field));
    found.unwrap_or_else(|| panic!("no kind is found by {field}"))
}

fn kind_of(ty: &str) -> Kind {
    if ty == "TeachingResource" { Kind::Resource } else { kind_called(ty) }
}
