//! The GraphQL services of partners that the demonstration joins, where they run: those of `tests/partners`.

/// A service, and what it is granted.
#[derive(Clone, Copy, Debug)]
pub struct DemoService {
    /// What it is called.
    pub name: &'static str,
    /// The short name of its partner.
    pub partner: &'static str,
    /// The types to which it adds.
    pub extends: &'static [&'static str],
    /// What it is sent.
    pub requires: &'static [&'static str],
}

/// Both of them. Each needs what the other gives.
pub const SERVICES: [DemoService; 2] = [
    DemoService {
        name: "ateliers",
        partner: "demo-atelier",
        extends: &["Structure"],
        requires: &["Structure.name", "Structure.footprint"],
    },
    DemoService {
        name: "stock",
        partner: "demo-sentiers",
        extends: &["Structure"],
        requires: &["Structure.rna", "Structure.workshopHours"],
    },
];

/// What shows them at work: the hub and both services answer it.
pub const QUERY: &str = r#"{
  structure(siret: "00000001800010") {
    name territory { name }
    banner workshops { title hours host { name } }
    footprint greenBadge reach lends { __typename }
  }
}"#;
