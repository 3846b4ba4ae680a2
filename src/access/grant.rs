//! Proofs. A function that writes takes a [`Granted`]; only this module can make one.

use std::marker::PhantomData;

use uuid::Uuid;

use super::{Standing, Viewer, Visibility};
use crate::kernel::error::{Code, Fault};
use crate::kernel::kind::Kind;

/// What the store found out about a record that somebody wants to change, read and locked in the same transaction.
/// `visible`, `editable` and the rest are the viewer's own predicates, judged by the database on that row.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The record.
    pub id: Uuid,
    /// What it is.
    pub kind: Kind,
    /// Its version before the change.
    pub version: i32,
    /// The structure it belongs to.
    pub owner: Option<Uuid>,
    /// The project whose team it has.
    pub project: Option<Uuid>,
    /// Who made it.
    pub created_by: Option<Uuid>,
    /// Its own level.
    pub visibility: Visibility,
    /// Its level once its parent is counted.
    pub effective: Visibility,
    /// Only those who may change it read it.
    pub withheld: bool,
    /// Out of use: only those who may change it read it, and nobody does until it is restored.
    pub archived: bool,
    /// The viewer reads it.
    pub visible: bool,
    /// The viewer may change its content.
    pub editable: bool,
    /// The viewer may say who reads it.
    pub manageable: bool,
    /// The viewer administers its owner.
    pub administered: bool,
}

impl Facts {
    /// How it is read.
    #[must_use]
    pub const fn standing(&self) -> Standing {
        self.effective.standing(self.withheld || self.archived)
    }
}

/// A kind of right over one record.
pub trait Right {
    /// Whether it is there over a record that is archived too.
    const OVER_ARCHIVED: bool = false;
    /// Whether the viewer has it, as the facts are.
    fn holds(viewer: &Viewer, facts: &Facts) -> bool;
    /// What the caller is told who does not have it.
    const REFUSAL: &'static str;
    /// What a program's key must let it write.
    fn writes(facts: &Facts) -> Kind {
        facts.kind
    }
}

/// To change the content: editors of the owner, pilots and referents of the project, those with a share to edit.
#[derive(Debug)]
pub struct Edit;
/// To say who reads it: editors of the owner, and a person for the own record; not those it was lent to.
#[derive(Debug)]
pub struct Manage;
/// To take it out of use and back: as [`Manage`].
#[derive(Debug)]
pub struct Archive;
/// To delete it for good: as [`Manage`], and who made it while it may change it.
#[derive(Debug)]
pub struct Remove;
/// To manage the people of a structure: its administrators.
#[derive(Debug)]
pub struct Administer;
/// To propose a structure to the network, or to close it: its administrators.
#[derive(Debug)]
pub struct Represent;
/// To accept a structure into the network, or to set it aside: those who run the network.
#[derive(Debug)]
pub struct Moderate;

impl Right for Edit {
    fn holds(_: &Viewer, facts: &Facts) -> bool {
        facts.editable
    }
    const REFUSAL: &'static str =
        "you may read this record but not change it: ask an editor of the structure it belongs to";
}

impl Right for Manage {
    fn holds(_: &Viewer, facts: &Facts) -> bool {
        facts.manageable
    }
    const REFUSAL: &'static str = "only editors of the structure it belongs to, and the person it is about, may say who reads this record";
}

impl Right for Archive {
    const OVER_ARCHIVED: bool = true;
    fn holds(_: &Viewer, facts: &Facts) -> bool {
        facts.manageable
    }
    const REFUSAL: &'static str =
        "only editors of the structure it belongs to may archive this record, and restore it";
}

impl Right for Remove {
    fn holds(viewer: &Viewer, facts: &Facts) -> bool {
        let made_it = facts.created_by.is_some() && facts.created_by == viewer.creator();
        facts.manageable || (facts.editable && made_it)
    }
    const REFUSAL: &'static str =
        "only who made it, and editors of the structure it belongs to, may remove it";
}

impl Right for Administer {
    fn holds(_: &Viewer, facts: &Facts) -> bool {
        facts.administered
    }
    const REFUSAL: &'static str = "only administrators of the structure may manage its members";
    fn writes(_: &Facts) -> Kind {
        Kind::Member
    }
}

impl Right for Represent {
    fn holds(_: &Viewer, facts: &Facts) -> bool {
        facts.administered
    }
    const REFUSAL: &'static str = "only administrators of the structure may take this step";
}

impl Right for Moderate {
    fn holds(viewer: &Viewer, _: &Facts) -> bool {
        viewer.operator || viewer.system
    }
    const REFUSAL: &'static str = "only those who run the network may take this step";
}

/// The proof that a right was checked for one record in this transaction.
#[derive(Debug)]
pub struct Granted<R> {
    facts: Facts,
    right: PhantomData<R>,
}

impl<R> Granted<R> {
    /// What was known of the record when the right was checked.
    #[must_use]
    pub const fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The record.
    #[must_use]
    pub const fn id(&self) -> Uuid {
        self.facts.id
    }
}

/// What is known of a record that the viewer reads.
///
/// # Errors
/// `NOT_FOUND` on `field`, the input field that named the record.
pub fn seen(facts: Option<Facts>, field: &str) -> Result<Facts, Fault> {
    let facts = facts.filter(|facts| facts.visible);
    facts.ok_or_else(|| Fault::on(field, Code::NotFound, "no such record, or you may not see it"))
}

/// That a record is not archived.
///
/// # Errors
/// `INVALID_TRANSITION` on `field`.
pub fn in_use(facts: &Facts, field: &str) -> Result<(), Fault> {
    let message = "it is archived: restore it before you change it";
    if facts.archived { Err(Fault::on(field, Code::InvalidTransition, message)) } else { Ok(()) }
}

/// Grants a right over a record, or says why not: `NOT_FOUND` for what the viewer may not read (and for what does
/// not exist: the two cannot be told apart), `FORBIDDEN` for what it reads but may not change, `INVALID_TRANSITION` for
/// what it might change if it were not archived.
///
/// # Errors
/// A fault on `field`, the input field that named the record.
pub fn over<R: Right>(viewer: &Viewer, facts: Option<Facts>, field: &str) -> Result<Granted<R>, Fault> {
    let facts = seen(facts, field)?;
    if !viewer.may_write(R::writes(&facts)) || !R::holds(viewer, &facts) {
        return Err(Fault::on(field, Code::Forbidden, R::REFUSAL));
    }
    if !R::OVER_ARCHIVED {
        in_use(&facts, field)?;
    }
    Ok(Granted { facts, right: PhantomData })
}

/// The proof that a record of some kind may be made for an owner.
#[derive(Debug)]
pub struct GrantedCreate {
    owner: Option<Uuid>,
}

impl GrantedCreate {
    /// The structure that will own it; `None` for a structure, which owns itself.
    #[must_use]
    pub const fn owner(&self) -> Option<Uuid> {
        self.owner
    }
}

/// Grants the making of a record: a structure by any signed-in member or a client with the scope; anything else by an
/// editor of the structure that will own it.
///
/// # Errors
/// `FORBIDDEN` on `field`.
pub fn create(viewer: &Viewer, kind: Kind, owner: Option<Uuid>, field: &str) -> Result<GrantedCreate, Fault> {
    let allowed = viewer.may_write(kind)
        && match owner {
            None => kind == Kind::Structure,
            Some(owner) => viewer.system || viewer.operator || viewer.editor_of.contains(&owner),
        };
    if allowed {
        Ok(GrantedCreate { owner })
    } else {
        Err(Fault::on(
            field,
            Code::Forbidden,
            "you may not create this here: sign in as an editor of the owning structure",
        ))
    }
}

/// Grants the making of a record under one that the viewer may change; it belongs to the same structure.
///
/// # Errors
/// `FORBIDDEN` on `field`.
pub fn create_under(
    viewer: &Viewer,
    kind: Kind,
    above: &Granted<Edit>,
    field: &str,
) -> Result<GrantedCreate, Fault> {
    let owner = above.facts.owner.filter(|_| viewer.may_write(kind));
    owner
        .map(|owner| GrantedCreate { owner: Some(owner) })
        .ok_or_else(|| Fault::on(field, Code::Forbidden, Edit::REFUSAL))
}

/// The proof that the viewer runs the network.
#[derive(Debug)]
pub struct GrantedNetwork(());

/// Grants what is about the network as a whole, such as importing what files tell of anybody's records: to those who
/// run it.
///
/// # Errors
/// `FORBIDDEN` on `field`.
pub fn run_network(viewer: &Viewer, field: &str) -> Result<GrantedNetwork, Fault> {
    if viewer.operator || viewer.system {
        Ok(GrantedNetwork(()))
    } else {
        Err(Fault::on(field, Code::Forbidden, "only those who run the network may do this"))
    }
}
