//! What two cells of a record may say against each other, and what is said about it.

use super::Cells;
use crate::exchange::{message::Message, value::Value};

/// A field at fault, and why.
pub(super) type Contradiction = (&'static str, Box<dyn Message>);

/// Why two cells do not go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Contrary {
    /// The last day comes before the first.
    Days,
    /// The greatest is smaller than the least.
    Bounds,
    /// A published source says until when, or that it is permanent.
    NoLastDay,
    /// RNCP and RS have a number, and nothing else has.
    Certificate,
}

impl Message for Contrary {
    fn sentences(&self) -> [String; 3] {
        match self {
            Self::Days => [
                "le dernier jour précède le premier",
                "l'últim dia és abans del primer",
                "the last day comes before the first",
            ],
            Self::Bounds => [
                "le maximum est plus petit que le minimum",
                "el màxim és més petit que el mínim",
                "the greatest is smaller than the least",
            ],
            Self::NoLastDay => [
                "ce dispositif est publié : donnez son dernier jour, ou dites-le PERMANENT",
                "aquest ajut és publicat: doneu-ne l'últim dia, o digueu que és PERMANENT",
                "this source is published: give its last day, or say that it is PERMANENT",
            ],
            Self::Certificate => [
                "une certification RNCP ou RS a un numéro, et elles seules",
                "una certificació RNCP o RS té un número, i només elles",
                "an RNCP or RS certification has a number, and nothing else has",
            ],
        }
        .map(str::to_owned)
    }
}

/// The fault of the first pair whose second, which is named, is smaller than its first.
pub(super) fn out_of_order(
    cells: &Cells,
    pairs: &[(&'static str, &'static str, Contrary)],
) -> Option<Contradiction> {
    pairs
        .iter()
        .find(|(least, greatest, _)| is_less(cells.get(greatest), cells.get(least)))
        .map(|(_, greatest, why)| -> Contradiction { (greatest, Box::new(*why)) })
}

fn is_less(left: Option<&Value>, right: Option<&Value>) -> bool {
    match (left, right) {
        (Some(Value::Day(left)), Some(Value::Day(right))) => left < right,
        (Some(Value::Whole(left)), Some(Value::Whole(right))) => left < right,
        _ => false,
    }
}
