//! What clients ask.

use super::{
    Dice,
    draw::{Draw, ENTITIES, Field, Kind, THINGS},
};

impl Draw {
    pub(super) fn query(&self, dice: &mut Dice) -> String {
        let mut roots = self.selected(&self.roots_of(), 3, "", dice);
        if dice.chance(40) {
            roots += &format!(" io {{ {} }}", self.thing(2, dice));
        }
        if dice.chance(30) {
            roots += &format!(" other: ior {{ {} }}", self.thing(2, dice));
        }
        if roots.trim().is_empty() { "{ __typename }".to_owned() } else { format!("{{ {roots} }}") }
    }

    fn roots_of(&self) -> Vec<&Field> {
        self.roots.iter().collect()
    }

    /// Selections of fields; with a prefix all of them are aliased, so that fields of several types never meet.
    fn selected(&self, fields: &[&Field], depth: usize, prefix: &str, dice: &mut Dice) -> String {
        let mut out = String::new();
        for field in fields {
            if field.hidden || !dice.chance(45) {
                continue;
            }
            let name = &field.name;
            let inner = match field.kind {
                Kind::Text | Kind::Colour => String::new(),
                Kind::Told => {
                    let n = dice.roll(3) + 2;
                    out += &format!(" {prefix}{name}_{n}: {name}(n: {n})");
                    continue;
                }
                Kind::Part | Kind::Parts => format!("{{ {} }}", parts(dice)),
                _ if depth == 0 => continue,
                Kind::One(e) | Kind::Many(e) => format!("{{ {} }}", self.entity(e, depth - 1, dice)),
                Kind::Thing => format!("{{ {} }}", self.thing(depth - 1, dice)),
                Kind::Union => {
                    let parts: String =
                        [0, 3].into_iter().map(|e| self.fragment(e, depth - 1, dice)).collect();
                    format!("{{ __typename {parts} }}")
                }
            };
            let alias = match (prefix, dice.chance(20)) {
                ("", false) => String::new(),
                ("", true) => format!("a{}_{name}: ", dice.roll(2)),
                _ => format!("{prefix}{name}: "),
            };
            let condition = ["", "", "", "", "", "", " @include(if: true)", " @skip(if: true)"][dice.roll(8)];
            out += &format!(" {alias}{name}{condition} {inner}");
        }
        out
    }

    fn entity(&self, e: usize, depth: usize, dice: &mut Dice) -> String {
        let mut key = ["id", "code", "tag { a }", "__typename"][dice.roll(4)].to_owned();
        if e < THINGS && dice.chance(25) {
            key += ["  rank", " shown", " ... on Thing { shown title }"][dice.roll(3)];
        }
        let fields: Vec<&Field> = self.entities[e].iter().collect();
        format!("{key} {}", self.selected(&fields, depth, "", dice))
    }

    /// Of a thing, whatever it is.
    fn thing(&self, depth: usize, dice: &mut Dice) -> String {
        let mut out = String::new();
        for name in ["__typename", "id", "title", "rank", "shown"] {
            if dice.chance(40) {
                out += &format!(" {name}");
            }
        }
        for e in 0..THINGS {
            out += &self.fragment(e, depth, dice);
        }
        if out.is_empty() { "id".to_owned() } else { out }
    }

    fn fragment(&self, e: usize, depth: usize, dice: &mut Dice) -> String {
        debug_assert!(e < ENTITIES);
        if !dice.chance(60) {
            return String::new();
        }
        let fields: Vec<&Field> = self.entities[e].iter().collect();
        let inner = self.selected(&fields, depth, &format!("e{e}"), dice);
        let more = if e < THINGS { [" rank", " t: title", ""][dice.roll(3)] } else { "" };
        format!(" ... on E{e} {{ code {more} {inner} }}")
    }
}

fn parts(dice: &mut Dice) -> String {
    let asked: String = [" x", " y", " z"].into_iter().filter(|_| dice.chance(60)).collect();
    if asked.is_empty() { "__typename".to_owned() } else { asked }
}
