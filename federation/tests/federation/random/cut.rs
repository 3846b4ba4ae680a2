//! Any schema, cut into services in any way, answers any query as it did in one piece.
//!
//! Entities with two keys, plain fields, references, lists, an interface and a union are drawn at random, and so are
//! the services that each field goes to, alone or shared, the keys that each service knows, and fields that require
//! others.

use serde_json::{Map, Value, json};

use super::{Dice, compare, seeds};
use crate::support::World;

const ENTITIES: usize = 4;
const ROWS: usize = 3;
const FIELDS: usize = 4;

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Text,
    One(usize),
    Many(usize),
    Thing,
    Union,
}

impl Kind {
    fn draw(dice: &mut Dice) -> Self {
        match dice.roll(8) {
            0..=3 => Self::Text,
            4 => Self::One(dice.roll(ENTITIES)),
            5 => Self::Many(dice.roll(ENTITIES)),
            6 => Self::Thing,
            _ => Self::Union,
        }
    }

    fn sdl(self) -> String {
        match self {
            Self::Text => "String".to_owned(),
            Self::One(e) => format!("E{e}"),
            Self::Many(e) => format!("[E{e}!]"),
            Self::Thing => "[Thing]".to_owned(),
            Self::Union => "Any".to_owned(),
        }
    }

    fn value(self, name: &str, id: usize, dice: &mut Dice) -> Value {
        let mut one = |e: usize| json!(format!("@E{e}/{}", dice.roll(ROWS)));
        match self {
            Self::Text => json!(format!("{name} of {id}")),
            Self::One(e) => one(e),
            Self::Many(e) => json!([one(e), one(e)]),
            // Rows of abstract types say which type they are by the reference itself.
            Self::Thing => json!([one(0), one(1), null, one(2)]),
            Self::Union => one(3),
        }
    }
}

struct Field {
    name: String,
    kind: Kind,
    services: Vec<usize>,
    /// The text field of another service that it is made of.
    requires: Option<String>,
}

/// A schema in one piece, and how it is cut.
struct Draw {
    services: usize,
    roots: Vec<Field>,
    entities: Vec<Vec<Field>>,
    /// By entity and service, whether it knows the keys `id` and `code`.
    keys: Vec<Vec<(bool, bool)>>,
    tables: Map<String, Value>,
}

impl Draw {
    fn new(dice: &mut Dice) -> Self {
        let services = 2 + dice.roll(3);
        let cut = |dice: &mut Dice, name: String, kind: Kind| {
            let first = dice.roll(services);
            let mut owners = vec![first];
            if dice.chance(25) {
                owners.push((first + 1) % services);
            }
            Field { name, kind, services: owners, requires: None }
        };
        let roots = (0..5)
            .map(|n| {
                let kind = [Kind::One(0), Kind::Many(1), Kind::Thing, Kind::Union, Kind::One(2)][n];
                cut(dice, format!("q{n}"), kind)
            })
            .collect();
        let mut entities: Vec<Vec<Field>> = (0..ENTITIES)
            .map(|_| {
                (0..FIELDS)
                    .map(|n| {
                        let kind = Kind::draw(dice);
                        cut(dice, format!("f{n}"), kind)
                    })
                    .collect()
            })
            .collect();
        for fields in &mut entities {
            let text =
                fields.iter().find(|f| f.kind == Kind::Text).map(|f| (f.name.clone(), f.services.clone()));
            let other =
                text.and_then(|(name, owners)| Some((name, (0..services).find(|s| !owners.contains(s))?)));
            if let Some((name, service)) = other {
                let (made, services) = ("made".to_owned(), vec![service]);
                fields.push(Field { name: made, kind: Kind::Text, services, requires: Some(name) });
            }
        }
        let keys = (0..ENTITIES)
            .map(|_| {
                let both = dice.roll(services);
                let each = (0..services).map(|s| if s == both { 2 } else { dice.roll(3) });
                each.map(|k| (k != 1, k != 0)).collect()
            })
            .collect();
        let mut draw = Self { services, roots, entities, keys, tables: Map::new() };
        draw.fill(dice);
        draw
    }

    fn fill(&mut self, dice: &mut Dice) {
        let row = |fields: &[Field], id: usize, dice: &mut Dice| -> Map<String, Value> {
            let value = |f: &Field, dice: &mut Dice| match &f.requires {
                Some(of) => json!(format!("made of {{{of}}}")),
                None => f.kind.value(&f.name, id, dice),
            };
            fields.iter().map(|f| (f.name.clone(), value(f, dice))).collect()
        };
        self.tables.insert("Query".to_owned(), Value::Object(row(&self.roots, 0, dice)));
        for (e, fields) in self.entities.iter().enumerate() {
            let rows = (0..ROWS).map(|id| {
                let mut row = row(fields, id, dice);
                row.insert("id".to_owned(), json!(id.to_string()));
                row.insert("code".to_owned(), json!(format!("c{id}")));
                Value::Object(row)
            });
            self.tables.insert(format!("E{e}"), rows.collect());
        }
    }

    /// Text of the whole, as one service.
    fn whole(&self) -> String {
        let fields = |fields: &[Field]| -> String {
            fields.iter().map(|f| format!(" {}: {}", f.name, f.kind.sdl())).collect()
        };
        let mut sdl = format!(
            "type Query {{ {} }} interface Thing {{ id: ID! }} union Any = E0 | E3 ",
            fields(&self.roots)
        );
        for (e, own) in self.entities.iter().enumerate() {
            sdl += &format!("type E{e} implements Thing {{ id: ID! code: String! {} }} ", fields(own));
        }
        sdl
    }

    /// Text of one service. One that answers with abstract types knows all entities by `id`.
    fn part(&self, service: usize) -> String {
        let of = |fields: &[Field], exclude: &str| -> String {
            let own = fields.iter().filter(|f| f.services.contains(&service) && f.name != exclude);
            own.map(|f| {
                let shared = if f.services.len() > 1 { "@shareable" } else { "" };
                let requires =
                    f.requires.as_ref().map_or_else(String::new, |r| format!("@requires(fields: \"{r}\")"));
                let external =
                    f.requires.as_ref().map_or_else(String::new, |r| format!(" {r}: String @external"));
                format!(" {}: {} {shared} {requires} {external}", f.name, f.kind.sdl())
            })
            .collect()
        };
        let fields = || self.roots.iter().chain(self.entities.iter().flatten());
        let own = || fields().filter(|f| f.services.contains(&service));
        let (thing, union) = (own().any(|f| f.kind == Kind::Thing), own().any(|f| f.kind == Kind::Union));
        let mut sdl = String::new();
        if self.roots.iter().any(|f| f.services.contains(&service)) {
            sdl += &format!("type Query {{ {} }} ", of(&self.roots, ""));
        }
        if thing {
            sdl += "interface Thing { id: ID! } ";
        }
        if union {
            sdl += "union Any = E0 | E3 ";
        }
        for (e, own) in self.entities.iter().enumerate() {
            let (mut id, code) = self.keys[e][service];
            id |= thing;
            let implements = if thing { "implements Thing" } else { "" };
            let id = if id { ("@key(fields: \"id\")", "id: ID!") } else { ("", "") };
            let code = if code { ("@key(fields: \"code\")", "code: String!") } else { ("", "") };
            sdl += &format!(
                "type E{e} {implements} {} {} {{ {} {} {} }} ",
                id.0,
                code.0,
                id.1,
                code.1,
                of(own, "")
            );
        }
        sdl
    }

    /// A service's own rows: without what it does not give.
    fn rows(&self, service: usize) -> Value {
        let mut tables = self.tables.clone();
        for (e, fields) in self.entities.iter().enumerate() {
            for row in tables[&format!("E{e}")].as_array_mut().unwrap() {
                for field in fields.iter().filter(|f| !f.services.contains(&service)) {
                    row.as_object_mut().unwrap().remove(&field.name);
                }
            }
        }
        Value::Object(tables)
    }

    fn query(&self, dice: &mut Dice) -> String {
        format!("{{ {} }}", self.selection(&self.roots, 3, dice))
    }

    fn selection(&self, fields: &[Field], depth: usize, dice: &mut Dice) -> String {
        let mut out = String::new();
        for (n, field) in fields.iter().enumerate() {
            if !dice.chance(60) {
                continue;
            }
            let alias =
                if dice.chance(20) { format!("a{n}{depth}{}: ", dice.roll(1000)) } else { String::new() };
            let inner = match field.kind {
                Kind::Text => String::new(),
                _ if depth == 0 => continue,
                Kind::One(e) | Kind::Many(e) => format!("{{ {} }}", self.entity(e, depth - 1, dice)),
                Kind::Thing => {
                    let parts: String = (0..3).map(|e| self.fragment(e, depth - 1, dice)).collect();
                    format!("{{ __typename id {parts} }}")
                }
                Kind::Union => format!("{{ __typename {} }}", self.fragment(3, depth - 1, dice)),
            };
            out += &format!(" {alias}{} {inner}", field.name);
        }
        if out.is_empty() { "__typename".to_owned() } else { out }
    }

    fn entity(&self, e: usize, depth: usize, dice: &mut Dice) -> String {
        let key = ["id", "code", "__typename", ""][dice.roll(4)];
        format!("{key} {}", self.selection(&self.entities[e], depth, dice))
    }

    /// Aliased all through, so that fields of several types never meet.
    fn fragment(&self, e: usize, depth: usize, dice: &mut Dice) -> String {
        if !dice.chance(70) {
            return String::new();
        }
        let fields = self.entities[e].iter().filter(|f| f.kind == Kind::Text && dice.chance(60));
        let fields: String = fields.map(|f| format!(" e{e}{}: {}", f.name, f.name)).collect();
        let deeper = self.entities[e].iter().find_map(|f| match f.kind {
            Kind::One(to) if depth > 0 => Some((f, to)),
            _ => None,
        });
        let deeper =
            deeper.map(|(f, to)| format!(" d{e}: {} {{ {} }}", f.name, self.entity(to, depth - 1, dice)));
        format!(" ... on E{e} {{ code {fields} {} }}", deeper.unwrap_or_default())
    }
}

#[test]
fn a_schema_cut_into_services_answers_as_it_did_in_one_piece() {
    for seed in seeds() {
        let mut dice = Dice(seed);
        let draw = Draw::new(&mut dice);
        let whole = World::new().with("whole", &draw.whole(), Value::Object(draw.tables.clone()));
        let mut cut = World::new();
        for service in 0..draw.services {
            cut = cut.with(&format!("s{service}"), &draw.part(service), draw.rows(service));
        }
        let (whole, cut) = (whole.joined(), cut.joined());
        for _ in 0..12 {
            let query = draw.query(&mut dice);
            let planned = compare(&whole, &cut, &query, || {
                let parts: Vec<String> = (0..draw.services).map(|s| draw.part(s)).collect();
                format!("seed {seed}\n{}", parts.join("\n"))
            });
            assert!(planned, "seed {seed}: no plan for {query}");
        }
    }
}
