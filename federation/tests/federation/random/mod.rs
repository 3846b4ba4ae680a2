//! Schemas drawn by lot, in one piece and cut into services: both have to answer alike.

mod cut;
mod wide;

use std::ops::Range;

use apollo_compiler::ast::{self, Selection};

use crate::support::Joined;

/// A sequence of numbers that looks random and is the same each time (the generator of Vigna's splitmix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % sides as u64).unwrap()
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.roll(100) < percent
    }
}

/// `FEDERATION_SEEDS=60` looks further, `FEDERATION_SEEDS=60..90` elsewhere.
fn seeds() -> Range<u64> {
    let text = std::env::var("FEDERATION_SEEDS").unwrap_or_else(|_| "6".to_owned());
    let (from, to) = text.split_once("..").unwrap_or(("0", &text));
    from.parse().expect("a number")..to.parse().expect("a number")
}

/// The smallest question that still fails, taken from one that does.
fn smallest(query: &str, fails: impl Fn(&str) -> bool) -> String {
    let mut document = ast::Document::parse(query, "query").expect("a query");
    let mut place = 0;
    loop {
        let mut less = document.clone();
        let mut left = place;
        let found = less.definitions.iter_mut().any(|definition| match definition {
            ast::Definition::OperationDefinition(o) => without(&mut o.make_mut().selection_set, &mut left),
            _ => false,
        });
        if !found {
            return document.to_string();
        }
        if fails(&less.to_string()) {
            document = less;
        } else {
            place += 1;
        }
    }
}

/// Takes out the selection at a place, counted from the top; false if there is none.
fn without(set: &mut Vec<Selection>, place: &mut usize) -> bool {
    for at in 0..set.len() {
        if *place == 0 {
            set.remove(at);
            return true;
        }
        *place -= 1;
        let found = match &mut set[at] {
            Selection::Field(f) => without(&mut f.make_mut().selection_set, place),
            Selection::InlineFragment(f) => without(&mut f.make_mut().selection_set, place),
            Selection::FragmentSpread(_) => false,
        };
        if found {
            return true;
        }
    }
    false
}

/// Asks both the same, and tells the smallest question that they answer differently. False if the cut finds no plan.
fn compare(whole: &Joined, cut: &Joined, query: &str, schema: impl Fn() -> String) -> bool {
    let expected = whole.try_ask(query).unwrap_or_else(|e| panic!("the whole cannot answer {query}: {e}"));
    let differ = |query: &str| match (whole.try_ask(query), cut.try_ask(query)) {
        (Ok(expected), Ok(given)) => expected != given,
        _ => false,
    };
    let given = cut.try_ask(query);
    if given.as_ref().is_ok_and(|given| *given != expected) {
        let query = smallest(query, differ);
        let (expected, given) = (whole.try_ask(&query), cut.try_ask(&query));
        panic!("{query}\n{}\n{:#?}\nexpected {expected:?}\ngiven    {given:?}", schema(), cut.calls());
    }
    given.is_ok()
}
