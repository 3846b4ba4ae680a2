//! Machines as their tests read them.

use super::State;

/// Each state with those that may follow it.
pub(crate) fn steps<S: State>(states: &[S]) -> Vec<(S, &[S])> {
    states.iter().map(|from| (*from, from.next())).collect()
}

/// The steps, each from and to, that have to be explained.
pub(crate) fn explained<S: State>(states: &[S]) -> Vec<(S, S)> {
    let all = steps(states).into_iter().flat_map(|(from, next)| next.iter().map(move |to| (from, *to)));
    all.filter(|(from, to)| from.needs_reason(*to)).collect()
}
