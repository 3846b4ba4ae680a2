//! The steps that a state may take: each machine lists its own, and any other is refused with that list.

use crate::gql::coded::Coded;
use crate::kernel::error::{Code, Fault};

/// The longest explanation of a step, in characters.
const MAX_REASON: usize = 2_000;

/// A state of a machine.
pub trait State: Coded {
    /// The states that may follow.
    fn next(self) -> &'static [Self];
    /// Whether the step to `to` has to be explained.
    fn needs_reason(self, to: Self) -> bool;
}

/// A step that may be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step<S> {
    /// The state before.
    pub from: S,
    /// The state after.
    pub to: S,
    /// Why; never blank.
    pub reason: Option<String>,
}

impl<S: State> Step<S> {
    /// Checks a step that the caller asks for in `input { to, reason }`.
    ///
    /// # Errors
    /// Every fault at once: there is no such step, or its reason is missing or too long.
    pub fn check(from: S, to: S, reason: Option<&str>) -> Result<Self, Vec<Fault>> {
        if !from.next().contains(&to) {
            return Err(vec![no_such_step("input.to", from)]);
        }
        let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
        let length = reason.map_or(0, |reason| reason.chars().count());
        if reason.is_none() && from.needs_reason(to) {
            let message = format!("say why it goes from {} to {}", from.code(), to.code());
            return Err(vec![Fault::on("input.reason", Code::Required, message)]);
        }
        if length > MAX_REASON {
            let message = format!("a reason has at most {MAX_REASON} characters");
            return Err(vec![Fault::on("input.reason", Code::Invalid, message)]);
        }
        Ok(Self { from, to, reason: reason.map(str::to_owned) })
    }
}

/// What a caller is told of a step that does not exist.
#[must_use]
pub fn no_such_step<S: State>(field: &str, from: S) -> Fault {
    let allowed: Vec<_> = from.next().iter().map(|state| state.code()).collect();
    let message = match allowed.as_slice() {
        [] => format!("{} is final", from.code()),
        allowed => format!("from {} it may go to: {}", from.code(), allowed.join(", ")),
    };
    Fault::on(field, Code::InvalidTransition, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::coded! {
        /// A state of a machine.
        pub enum Light {
            /// Go.
            Green = "GREEN",
            /// Do not go.
            Red = "RED",
        }
    }

    impl State for Light {
        fn next(self) -> &'static [Self] {
            match self {
                Self::Green => &[Self::Red],
                Self::Red => &[],
            }
        }
        fn needs_reason(self, to: Self) -> bool {
            to == Self::Red
        }
    }

    fn fault(from: Light, to: Light, reason: Option<&str>) -> (Code, String) {
        let fault = Step::check(from, to, reason).unwrap_err().remove(0);
        (fault.code, fault.message)
    }

    #[test]
    fn a_step_that_is_not_listed_is_refused_with_those_that_are() {
        let refused = fault(Light::Green, Light::Green, None);
        assert_eq!(refused, (Code::InvalidTransition, "from GREEN it may go to: RED".to_owned()));
        assert_eq!(fault(Light::Red, Light::Green, None).1, "RED is final");
    }

    #[test]
    fn a_blank_reason_is_none() {
        assert_eq!(fault(Light::Green, Light::Red, Some(" \n")).0, Code::Required);
        let step = Step::check(Light::Green, Light::Red, Some(" late ")).unwrap();
        assert_eq!(step.reason.as_deref(), Some("late"));
    }
}
