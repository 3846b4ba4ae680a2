//! The schema in one piece, and of each service, with the objects that it knows.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::draw::{Draw, ENTITIES, Field, Kind, THINGS};

impl Kind {
    fn sdl(self) -> String {
        match self {
            Self::Text | Self::Told => "String".to_owned(),
            Self::Colour => "Colour".to_owned(),
            Self::One(e) => format!("E{e}"),
            Self::Many(e) => format!("[E{e}]"),
            Self::Thing => "[Thing]".to_owned(),
            Self::Union => "Any".to_owned(),
            Self::Part => "Part".to_owned(),
            Self::Parts => "[Part]".to_owned(),
        }
    }
}

impl Field {
    fn sdl(&self) -> String {
        let arguments = if self.kind == Kind::Told { "(n: Int)" } else { "" };
        format!("{}{arguments}: {}", self.name, self.kind.sdl())
    }
}

impl Draw {
    pub(super) fn whole(&self) -> String {
        let fields = |fields: &[Field]| -> String {
            fields.iter().filter(|f| !f.hidden).map(|f| format!(" {}", f.sdl())).collect()
        };
        let mut sdl = format!(
            "type Query {{ {} io: [Thing] ior: Thing }} interface Thing {{ id: ID! title: String rank: String shown: String }}
             union Any = E0 | E3 enum Colour {{ RED GREEN BLUE }} type Tag {{ a: ID! b: ID }}
             type Part {{ x: String y: String z: String }} ",
            fields(&self.roots)
        );
        for (e, own) in self.entities.iter().enumerate() {
            let (thing, more) =
                if e < THINGS { ("implements Thing", "rank: String shown: String") } else { ("", "") };
            sdl +=
                &format!("type E{e} {thing} {{ id: ID! code: String! tag: Tag! {more} {} }} ", fields(own));
        }
        sdl
    }

    fn own(&self, service: usize) -> impl Iterator<Item = &Field> {
        let fields = self.roots.iter().chain(self.entities.iter().flatten());
        fields.filter(move |f| f.services.contains(&service) || f.was == Some(service))
    }

    fn has_things(&self, service: usize) -> bool {
        service == 0 || self.own(service).any(|f| f.kind == Kind::Thing)
    }

    /// The fields of a service's type, with those of others that it names.
    fn fields(&self, service: usize, e: usize) -> String {
        let mut declared: BTreeMap<String, String> = BTreeMap::new();
        for field in self.entities[e].iter() {
            let mut text = field.sdl();
            if field.was == Some(service) {
                declared.insert(field.name.clone(), text);
                continue;
            }
            if !field.services.contains(&service) {
                continue;
            }
            if field.services.len() > 1 {
                text += " @shareable";
            }
            if let Some(need) = &field.need {
                text += &format!(" @requires(fields: \"{}\")", need.set);
            }
            if let Some(was) = field.was {
                text += &format!(" @override(from: \"s{was}\")");
            }
            if let Some(name) = &field.provides {
                text += &format!(" @provides(fields: \"{name}\")");
            }
            if field.hidden {
                text += " @inaccessible";
            }
            declared.insert(field.name.clone(), text);
        }
        for field in self.own(service) {
            for (ty, text) in field.need.iter().flat_map(|n| &n.of) {
                let name = text.split(['(', ':']).next().unwrap();
                if *ty == e && field.services.contains(&service) {
                    declared.entry(name.to_owned()).or_insert_with(|| format!("{text} @external"));
                }
            }
            if let (Some(name), Kind::One(to) | Kind::Many(to)) = (&field.provides, field.kind)
                && to == e
            {
                declared.entry(name.clone()).or_insert_with(|| format!("{name}: String @external"));
            }
        }
        declared.into_values().map(|f| format!(" {f}")).collect()
    }

    pub(super) fn part(&self, service: usize) -> String {
        let own = || self.own(service);
        let mut sdl = String::new();
        let roots: String = self
            .roots
            .iter()
            .filter(|f| f.services.contains(&service))
            .map(|f| format!(" {}", f.sdl()))
            .collect();
        if !roots.is_empty() {
            sdl += &format!("type Query {{ {roots} }}\n");
        }
        let things = self.has_things(service);
        if service == 0 {
            sdl += "interface Thing @key(fields: \"id\") { id: ID! title: String }\n";
        } else if things {
            sdl += "interface Thing { id: ID! }\n";
        }
        if own().any(|f| f.kind == Kind::Union) {
            sdl += "union Any = E0 | E3\n";
        }
        if own().any(|f| f.kind == Kind::Colour) {
            sdl += ["enum Colour { RED GREEN }\n", "enum Colour { RED BLUE }\n"][service % 2];
        }
        if own().any(|f| matches!(f.kind, Kind::Part | Kind::Parts)) {
            let known = ["x: String y: String", "y: String z: String"][service % 2];
            sdl += &format!("type Part @shareable {{ {known} }}\n");
        }
        let mut tag = false;
        for e in 0..ENTITIES {
            let [mut id, code, by_tag] = self.keys[e][service];
            let thing = things && e < THINGS;
            id |= thing;
            tag |= by_tag;
            let keys = [
                (id, "@key(fields: \"id\")", "id: ID!"),
                (code, "@key(fields: \"code\")", "code: String!"),
                (by_tag, "@key(fields: \"tag { a }\")", "tag: Tag!"),
            ];
            let here = || keys.iter().filter(|k| k.0);
            let directives: Vec<&str> = here().map(|k| k.1).collect();
            let fields: Vec<&str> = here().map(|k| k.2).collect();
            sdl += &format!(
                "type E{e} {} {} {{ {} {} }}\n",
                if thing { "implements Thing" } else { "" },
                directives.join(" "),
                fields.join(" "),
                self.fields(service, e)
            );
        }
        if tag {
            let b = if self.tag_owner() == Some(service) { "b: ID" } else { "" };
            sdl += &format!("type Tag @shareable {{ a: ID! {b} }}\n");
        }
        sdl
    }

    /// The service that knows all of every tag, if there is one.
    pub(super) fn tag_owner(&self) -> Option<usize> {
        (0..self.services).find(|s| (0..ENTITIES).all(|e| self.keys[e][*s][2]))
    }

    /// A service's own rows: without what it does not give, but for what it provides.
    pub(super) fn rows(&self, service: usize) -> Value {
        let mut tables = self.tables.clone();
        for (e, fields) in self.entities.iter().enumerate() {
            let provided = |name: &str| {
                self.own(service).any(|f| {
                    matches!(f.kind, Kind::One(to) | Kind::Many(to) if to == e)
                        && f.provides.as_deref() == Some(name)
                })
            };
            for row in tables[&format!("E{e}")].as_array_mut().unwrap() {
                let row = row.as_object_mut().unwrap();
                for field in fields {
                    if field.was == Some(service) {
                        let wrong = if field.kind == Kind::Colour { "GREEN" } else { "wrong" };
                        row.insert(field.name.clone(), json!(wrong));
                    } else if !field.services.contains(&service) {
                        if !provided(&field.name) {
                            row.remove(&field.name);
                        }
                    } else if let Some(need) = &field.need {
                        row.insert(field.name.clone(), json!(format!("made of {}", need.text)));
                    }
                }
            }
        }
        Value::Object(tables)
    }

    /// The service that takes things for objects.
    pub(super) fn objects(&self) -> String {
        "type Query { io: [Thing] ior: Thing } type Thing @interfaceObject @key(fields: \"id\") { id: ID! rank: String
         title: String @external shown: String @requires(fields: \"title\") }"
            .to_owned()
    }

    pub(super) fn object_rows(&self) -> Value {
        let rows = (0..THINGS).flat_map(|e| self.tables[&format!("E{e}")].as_array().unwrap());
        let rows: Vec<Value> =
            rows.map(|row| json!({ "id": row["id"], "rank": row["rank"], "shown": "<{title}>" })).collect();
        json!({ "Query": { "io": ["@Thing/e1-0", null, "@Thing/e0-1", "@Thing/e2-2"], "ior": "@Thing/e1-1" }, "Thing": rows })
    }
}
