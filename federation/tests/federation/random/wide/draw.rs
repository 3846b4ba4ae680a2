//! What there is: types, their fields, who gives them, and every object.

use serde_json::{Map, Value, json};

use super::Dice;

pub(super) const ENTITIES: usize = 4;
/// The first so many are things.
pub(super) const THINGS: usize = 3;
const ROWS: usize = 3;
const FIELDS: usize = 4;

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Kind {
    Text,
    /// A text with an argument `n`.
    Told,
    Colour,
    One(usize),
    Many(usize),
    Thing,
    Union,
    /// A value of which services know parts.
    Part,
    Parts,
}

impl Kind {
    fn draw(dice: &mut Dice) -> Self {
        match dice.roll(14) {
            0..=3 => Self::Text,
            4 => Self::Told,
            5 => Self::Colour,
            6 | 7 => Self::One(dice.roll(ENTITIES)),
            8 => Self::Many(dice.roll(ENTITIES)),
            9 => Self::Thing,
            10 => Self::Union,
            11 | 12 => Self::Part,
            _ => Self::Parts,
        }
    }
}

/// What a field is made of.
pub(super) struct Need {
    /// As the directive says it.
    pub(super) set: String,
    /// As a text of the services says it.
    pub(super) text: String,
    /// The fields that belong to others: their types with how they are declared.
    pub(super) of: Vec<(usize, String)>,
}

pub(super) struct Field {
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) services: Vec<usize>,
    pub(super) need: Option<Need>,
    /// A service that gave it once, wrongly.
    pub(super) was: Option<usize>,
    /// A text of its objects that comes with it.
    pub(super) provides: Option<String>,
    pub(super) hidden: bool,
}

impl Field {
    fn new(name: String, kind: Kind, services: Vec<usize>) -> Self {
        Self { name, kind, services, need: None, was: None, provides: None, hidden: false }
    }
}

pub(super) struct Draw {
    pub(super) services: usize,
    pub(super) roots: Vec<Field>,
    pub(super) entities: Vec<Vec<Field>>,
    /// By entity and service, whether it has the keys `id`, `code` and `tag { a }`.
    pub(super) keys: Vec<Vec<[bool; 3]>>,
    pub(super) tables: Map<String, Value>,
}

impl Draw {
    pub(super) fn new(dice: &mut Dice) -> Self {
        let services = 2 + dice.roll(3);
        let owners = |dice: &mut Dice, kind: Kind| {
            // Each knows other parts of values, so that all parts are known of all of them.
            if matches!(kind, Kind::Part | Kind::Parts) {
                return vec![0, 1];
            }
            let first = dice.roll(services);
            let mut owners = vec![first];
            if dice.chance(20) {
                owners.push((first + 1) % services);
            }
            owners
        };
        let kinds = [Kind::One(0), Kind::Many(1), Kind::Thing, Kind::Union, Kind::One(3), Kind::Thing];
        let roots = kinds
            .into_iter()
            .enumerate()
            .map(|(n, kind)| Field::new(format!("q{n}"), kind, vec![dice.roll(services)]));
        let roots: Vec<Field> = roots.collect();
        let entities: Vec<Vec<Field>> = (0..ENTITIES)
            .map(|e| {
                let mut fields: Vec<Field> = (0..FIELDS)
                    .map(|n| {
                        let kind = if n == 0 { Kind::Text } else { Kind::draw(dice) };
                        let services = owners(dice, kind);
                        Field::new(format!("f{n}"), kind, services)
                    })
                    .collect();
                let secret = Field {
                    hidden: true,
                    ..Field::new("secret".to_owned(), Kind::Text, vec![dice.roll(services)])
                };
                fields.push(secret);
                // What all things have; the first service gives it, and may have given some of it away.
                if e < THINGS {
                    let moved = dice.chance(30) && services > 1;
                    let mut title =
                        Field::new("title".to_owned(), Kind::Text, vec![if moved { 1 } else { 0 }]);
                    title.was = moved.then_some(0);
                    fields.push(title);
                }
                fields
            })
            .collect();
        let keys = (0..ENTITIES)
            .map(|e| {
                let all = dice.roll(services);
                let mut keys: Vec<[bool; 3]> = (0..services)
                    .map(|s| match (s == all, dice.roll(4)) {
                        (true, _) => [true; 3],
                        (_, 0) => [true, false, false],
                        (_, 1) => [false, true, false],
                        (_, 2) => [false, false, true],
                        _ => [true, true, false],
                    })
                    .collect();
                if e < THINGS {
                    keys[0][0] = true;
                }
                keys
            })
            .collect();
        let mut draw = Self { services, roots, entities, keys, tables: Map::new() };
        draw.settle(dice);
        draw.fill(dice);
        draw
    }

    /// Overrides, provided fields and needs, all about texts that one service alone gives.
    fn settle(&mut self, dice: &mut Dice) {
        for e in 0..ENTITIES {
            for n in 1..FIELDS {
                let field = &self.entities[e][n];
                let owner = field.services[0];
                let other = (owner + 1 + dice.roll(self.services - 1)) % self.services;
                let plain = matches!(field.kind, Kind::Text | Kind::Colour | Kind::Told);
                if plain && field.services.len() == 1 && dice.chance(30) {
                    self.entities[e][n].was = Some(other);
                }
                if let Kind::One(to) | Kind::Many(to) = self.entities[e][n].kind {
                    let text = &self.entities[to][0];
                    let own = &self.entities[e][n];
                    if own.services.len() == 1 && !text.services.contains(&owner) && dice.chance(50) {
                        self.entities[e][n].provides = Some(text.name.clone());
                    }
                }
            }
            let mut number = 0;
            for n in 0..self.entities[e].len() {
                if !dice.chance(60) {
                    continue;
                }
                let Some((need, owners)) = self.need(e, n) else { continue };
                let free: Vec<usize> = (0..self.services).filter(|s| !owners.contains(s)).collect();
                if free.is_empty() {
                    continue;
                }
                let service = free[dice.roll(free.len())];
                let mut made = Field::new(format!("m{number}"), Kind::Text, vec![service]);
                made.need = Some(need);
                self.entities[e].push(made);
                number += 1;
                // And one that needs the one that needs.
                let next = (service + 1) % self.services;
                let chain = Need {
                    set: format!("m{}", number - 1),
                    text: format!("{{m{}}}", number - 1),
                    of: vec![(e, format!("m{}: String", number - 1))],
                };
                let mut made = Field::new(format!("m{number}"), Kind::Text, vec![next]);
                made.need = Some(chain);
                self.entities[e].push(made);
                number += 1;
            }
        }
    }

    /// What it takes to be made of a field, and the services that cannot need it because they have it.
    fn need(&self, e: usize, n: usize) -> Option<(Need, Vec<usize>)> {
        let field = &self.entities[e][n];
        let name = &field.name;
        let mut owners = field.services.clone();
        owners.extend(field.was);
        let need = match field.kind {
            Kind::Text => Need {
                set: name.clone(),
                text: format!("{{{name}}}"),
                of: vec![(e, format!("{name}: String"))],
            },
            Kind::Told => Need {
                set: format!("{name}(n: 3)"),
                text: format!("{{{name}}}"),
                of: vec![(e, format!("{name}(n: Int): String"))],
            },
            Kind::One(to) => {
                let inner = &self.entities[to][0];
                owners.extend(&inner.services);
                Need {
                    set: format!("{name} {{ {} }}", inner.name),
                    text: format!("{{{name}.{}}}", inner.name),
                    of: vec![(e, format!("{name}: E{to}")), (to, format!("{}: String", inner.name))],
                }
            }
            _ => return None,
        };
        Some((need, owners))
    }

    fn fill(&mut self, dice: &mut Dice) {
        let roots = self.roots.iter().map(|f| (f.name.clone(), value(f, "q", dice)));
        let mut roots: Map<String, Value> = roots.collect();
        roots.insert("io".to_owned(), json!(["@E1/e1-0", null, "@E0/e0-1", "@E2/e2-2"]));
        roots.insert("ior".to_owned(), json!("@E1/e1-1"));
        self.tables.insert("Query".to_owned(), Value::Object(roots));
        for e in 0..ENTITIES {
            let rows = (0..ROWS).map(|id| {
                let id = format!("e{e}-{id}");
                let fields = self.entities[e].iter().filter(|f| f.need.is_none());
                let mut row: Map<String, Value> =
                    fields.map(|f| (f.name.clone(), value(f, &id, dice))).collect();
                row.insert("code".to_owned(), json!(format!("c{id}")));
                row.insert("tag".to_owned(), json!({ "a": format!("a{id}"), "b": format!("b{id}") }));
                if e < THINGS {
                    row.insert("rank".to_owned(), json!(format!("rank of {id}")));
                    row.insert("shown".to_owned(), json!(format!("<{}>", row["title"].as_str().unwrap())));
                }
                row.insert("id".to_owned(), json!(id));
                Value::Object(row)
            });
            self.tables.insert(format!("E{e}"), rows.collect());
        }
        for e in 0..ENTITIES {
            for row in 0..ROWS {
                for field in self.entities[e].iter().filter(|f| f.need.is_some()) {
                    let made =
                        self.made(&field.need.as_ref().unwrap().text, &self.tables[&format!("E{e}")][row]);
                    self.tables[&format!("E{e}")][row][&field.name] = json!(format!("made of {made}"));
                }
            }
        }
    }

    /// What a service would make of what it is sent: the whole service knows already.
    fn made(&self, text: &str, row: &Value) -> String {
        let mut value = row.clone();
        for part in text.trim_matches(['{', '}']).split('.') {
            value = match value.as_str().and_then(|v| v.strip_prefix('@')).and_then(|v| v.split_once('/')) {
                Some((ty, id)) => {
                    let rows = self.tables[ty].as_array().unwrap();
                    rows.iter().find(|r| r["id"] == id).unwrap()[part].clone()
                }
                None => value[part].clone(),
            };
        }
        value.as_str().map_or_else(|| value.to_string(), |v| v.replace("{n}", "3"))
    }
}

fn value(field: &Field, id: &str, dice: &mut Dice) -> Value {
    let name = &field.name;
    let mut one = |e: usize| match dice.roll(6) {
        0 => Value::Null,
        _ => json!(format!("@E{e}/e{e}-{}", dice.roll(ROWS))),
    };
    let part = |n: usize| json!({ "x": format!("x{n} of {id}"), "y": "y", "z": format!("z{n} of {name}") });
    match field.kind {
        Kind::Text if field.name == "f0" && id.ends_with('2') => Value::Null,
        Kind::Text => json!(format!("{name} of {id}")),
        Kind::Told => json!(format!("{name} {{n}} of {id}")),
        Kind::Colour => json!("RED"),
        Kind::One(e) => one(e),
        Kind::Many(e) => json!([one(e), null, one(e)]),
        Kind::Thing => json!([one(0), one(1), null, one(2)]),
        Kind::Union => one([0, 3][usize::from(id.ends_with('1'))]),
        Kind::Part => part(0),
        Kind::Parts => json!([part(1), null, part(2)]),
    }
}
