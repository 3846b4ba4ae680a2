//! Who governs a partner: the proof that what belongs to it, its programs and how its people sign in, may be changed.

use uuid::Uuid;

use super::Viewer;
use crate::kernel::error::{Code, Fault};

/// What the store found out about a partner, read and locked in the same transaction. `visible` and `governed` are the
/// viewer's own predicates, judged by the database on that row.
#[derive(Clone, Copy, Debug)]
pub struct PartnerFacts {
    /// The partner.
    pub id: Uuid,
    /// Whether it takes part in the network now: what is made for one that does not opens nothing.
    pub active: bool,
    /// The viewer reads it.
    pub visible: bool,
    /// The viewer governs it.
    pub governed: bool,
}

/// The proof that the viewer governs a partner, checked in this transaction.
#[derive(Debug)]
pub struct GrantedPartner {
    facts: PartnerFacts,
}

impl GrantedPartner {
    /// What was known of the partner when the right was checked.
    #[must_use]
    pub const fn facts(&self) -> &PartnerFacts {
        &self.facts
    }

    /// The partner.
    #[must_use]
    pub const fn id(&self) -> Uuid {
        self.facts.id
    }
}

/// What is known of a partner that the viewer reads.
///
/// # Errors
/// `NOT_FOUND` on `field`, the input field that named the partner.
pub fn seen_partner(facts: Option<PartnerFacts>, field: &str) -> Result<PartnerFacts, Fault> {
    let facts = facts.filter(|facts| facts.visible);
    facts.ok_or_else(|| Fault::on(field, Code::NotFound, "no such partner, or you may not see it"))
}

/// Grants the governing of a partner: to the ACTIVE administrators of its own structure, in person, and to those who run
/// the network. A program never governs, whatever its key opens: one that leaked would make others.
///
/// # Errors
/// On `field`, the input field that named the partner: `NOT_FOUND` for one that the viewer does not read, `FORBIDDEN` for
/// one that it reads and does not govern.
pub fn govern(viewer: &Viewer, facts: Option<PartnerFacts>, field: &str) -> Result<GrantedPartner, Fault> {
    let facts = seen_partner(facts, field)?;
    if viewer.client.is_some() {
        let message = "a program governs no partner: an administrator does this in person";
        return Err(Fault::on(field, Code::Forbidden, message));
    }
    if !facts.governed {
        let message = "only administrators of the partner's own structure may do this";
        return Err(Fault::on(field, Code::Forbidden, message));
    }
    Ok(GrantedPartner { facts })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FACTS: PartnerFacts = PartnerFacts { id: Uuid::nil(), active: true, visible: true, governed: true };

    fn refusal(viewer: &Viewer, facts: Option<PartnerFacts>) -> Option<Code> {
        govern(viewer, facts, "input.partner").err().map(|fault| fault.code)
    }

    #[test]
    fn what_one_does_not_read_is_not_found() {
        let unseen = PartnerFacts { visible: false, governed: false, ..FACTS };
        assert_eq!(refusal(&Viewer::default(), None), Some(Code::NotFound));
        assert_eq!(refusal(&Viewer::default(), Some(unseen)), Some(Code::NotFound));
    }

    #[test]
    fn who_reads_a_partner_without_governing_it_is_refused() {
        let read = PartnerFacts { governed: false, ..FACTS };
        assert_eq!(refusal(&Viewer::default(), Some(read)), Some(Code::Forbidden));
        assert_eq!(refusal(&Viewer::default(), Some(FACTS)), None);
    }

    #[test]
    fn a_program_governs_nothing_whatever_the_facts_say() {
        let program = Viewer { client: Some(Uuid::nil()), ..Viewer::default() };
        assert_eq!(refusal(&program, Some(FACTS)), Some(Code::Forbidden));
    }
}
