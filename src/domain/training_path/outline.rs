//! The order of a path: which stages it has, which modules stand in them, and what each module requires.
//!
//! Everything that a change of this order has to keep is judged here, before it is written.

use std::collections::{BTreeSet, HashMap};

use uuid::Uuid;

use crate::kernel::error::{Code, Fault};

/// Stages of one path, at most.
const MAX_STAGES: usize = 50;
/// Modules of one path, at most.
const MAX_MODULES: usize = 200;

/// The stages of a path, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Outline {
    pub(super) stages: Vec<Stage>,
}

/// A stage, and its modules in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stage {
    pub(super) id: Uuid,
    pub(super) modules: Vec<Module>,
}

/// A module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Module {
    pub(super) id: Uuid,
    /// Those that have to be done before.
    pub(super) requires: BTreeSet<Uuid>,
}

impl Outline {
    /// Whether there is a module.
    pub(super) fn teaches(&self) -> bool {
        self.modules().next().is_some()
    }

    fn modules(&self) -> impl Iterator<Item = &Module> {
        self.stages.iter().flat_map(|stage| &stage.modules)
    }

    /// The modules of the stage, if it is one of the path's.
    pub(super) fn stage(&mut self, id: Uuid) -> Option<&mut Stage> {
        self.stages.iter_mut().find(|stage| stage.id == id)
    }

    /// The module, if it is one of the path's.
    pub(super) fn module(&mut self, id: Uuid) -> Option<&mut Module> {
        self.stages.iter_mut().flat_map(|stage| &mut stage.modules).find(|module| module.id == id)
    }

    /// Puts a stage in its place, from 1; last when none is given.
    pub(super) fn put_stage(&mut self, stage: Stage, position: Option<i32>) -> Result<(), Fault> {
        if self.stages.len() >= MAX_STAGES {
            return Err(too_many(&format!("a path has at most {MAX_STAGES} stages")));
        }
        let at = place(position, self.stages.len())?;
        self.stages.insert(at, stage);
        Ok(())
    }

    /// Takes a stage away, with its modules.
    pub(super) fn take_stage(&mut self, id: Uuid) -> Option<Stage> {
        let at = self.stages.iter().position(|stage| stage.id == id)?;
        Some(self.stages.remove(at))
    }

    /// Puts a module in its place in a stage of the path, from 1; last when none is given.
    pub(super) fn put_module(
        &mut self,
        stage: Uuid,
        module: Module,
        position: Option<i32>,
    ) -> Result<(), Fault> {
        if self.modules().count() >= MAX_MODULES {
            return Err(too_many(&format!("a path has at most {MAX_MODULES} modules")));
        }
        let Some(stage) = self.stage(stage) else {
            return Err(Fault::on("input.stage", Code::NotFound, "this path has no such stage"));
        };
        let at = place(position, stage.modules.len())?;
        stage.modules.insert(at, module);
        Ok(())
    }

    /// Takes a module away, with the stage in which it stood.
    pub(super) fn take_module(&mut self, id: Uuid) -> Option<(Uuid, Module)> {
        self.stages.iter_mut().find_map(|stage| {
            let at = stage.modules.iter().position(|module| module.id == id)?;
            Some((stage.id, stage.modules.remove(at)))
        })
    }

    /// Checks what modules require: one of the path, of no later stage, and never each other in a circle.
    ///
    /// # Errors
    /// On `field`, which asked for it.
    pub(super) fn check(&self, field: &str) -> Result<(), Fault> {
        let stages = self.stages.iter().enumerate();
        let stage_of: HashMap<Uuid, usize> =
            stages.flat_map(|(at, stage)| stage.modules.iter().map(move |module| (module.id, at))).collect();
        for module in self.modules() {
            for required in &module.requires {
                let Some(at) = stage_of.get(required) else {
                    return Err(Fault::on(field, Code::NotFound, "this path has no such module"));
                };
                if stage_of.get(&module.id).is_some_and(|own| at > own) {
                    let message = "a module cannot require one of a later stage";
                    return Err(Fault::on(field, Code::Invalid, message));
                }
            }
        }
        if self.has_circle() {
            let message = "these modules would require one another in a circle: nobody could begin";
            return Err(Fault::on(field, Code::Invalid, message));
        }
        Ok(())
    }

    /// Whether some modules wait for one another: taking away again and again what waits for nothing leaves them.
    fn has_circle(&self) -> bool {
        let mut waiting: Vec<&Module> = self.modules().collect();
        loop {
            let left: BTreeSet<Uuid> = waiting.iter().map(|module| module.id).collect();
            let before = waiting.len();
            waiting.retain(|module| module.requires.iter().any(|required| left.contains(required)));
            if waiting.is_empty() || waiting.len() == before {
                return !waiting.is_empty();
            }
        }
    }
}

fn place(position: Option<i32>, count: usize) -> Result<usize, Fault> {
    let Some(position) = position else { return Ok(count) };
    let at = usize::try_from(position).ok().and_then(|position| position.checked_sub(1));
    at.filter(|at| *at <= count).ok_or_else(|| {
        Fault::on("input.position", Code::Invalid, format!("give a place from 1 to {}", count + 1))
    })
}

fn too_many(message: &str) -> Fault {
    Fault::on("input", Code::TooMany, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    fn module(number: u128, requires: &[u128]) -> Module {
        Module { id: id(number), requires: requires.iter().map(|number| id(*number)).collect() }
    }

    /// Stages 100, 101 … with these modules.
    fn outline(stages: &[&[Module]]) -> Outline {
        let stage = |(at, modules): (u128, &&[Module])| Stage { id: id(at), modules: modules.to_vec() };
        Outline { stages: (100..).zip(stages).map(stage).collect() }
    }

    #[test]
    fn a_module_requires_those_of_its_stage_and_of_earlier_ones() {
        let sound = outline(&[&[module(1, &[]), module(2, &[1])], &[module(3, &[1, 2])]]);
        assert_eq!(sound.check("input.requires"), Ok(()));
        let later = outline(&[&[module(1, &[2])], &[module(2, &[])]]);
        assert_eq!(later.check("input.requires").unwrap_err().code, Code::Invalid);
        let elsewhere = outline(&[&[module(1, &[9])]]);
        assert_eq!(elsewhere.check("input.requires").unwrap_err().code, Code::NotFound);
    }

    #[test]
    fn no_circle_is_let_in_however_long() {
        let circle = outline(&[&[module(1, &[3]), module(2, &[1]), module(3, &[2]), module(4, &[])]]);
        assert!(circle.check("input.requires").unwrap_err().message.contains("circle"));
        let itself = outline(&[&[module(1, &[1])]]);
        assert!(itself.check("input.requires").is_err());
    }

    #[test]
    fn places_are_counted_from_one_and_leave_no_gap() {
        let mut path = outline(&[&[module(1, &[]), module(2, &[])]]);
        path.put_module(id(100), module(3, &[]), Some(1)).unwrap();
        path.put_module(id(100), module(4, &[]), None).unwrap();
        let order: Vec<_> = path.modules().map(|module| module.id).collect();
        assert_eq!(order, [3, 1, 2, 4].map(id));
        for position in [0, -1, 6] {
            let refused = path.put_module(id(100), module(5, &[]), Some(position)).unwrap_err();
            assert_eq!(refused.field, ["input", "position"]);
        }
    }

    #[test]
    fn a_path_does_not_grow_without_end() {
        let mut path = Outline::default();
        let stages = u128::try_from(MAX_STAGES).unwrap();
        for number in 1..=stages {
            path.put_stage(Stage { id: id(number), modules: Vec::new() }, None).unwrap();
        }
        let refused = path.put_stage(Stage { id: id(0), modules: Vec::new() }, None).unwrap_err();
        assert_eq!(refused.code, Code::TooMany);
        for number in (1..).take(MAX_MODULES) {
            path.put_module(id(1 + number % stages), module(1_000 + number, &[]), None).unwrap();
        }
        assert_eq!(path.put_module(id(1), module(1, &[]), None).unwrap_err().code, Code::TooMany);
    }
}
