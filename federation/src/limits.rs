//! What one operation may take: every dimension in which a client or a service could be endless.

use std::time::Duration;

/// Bounds of one operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Tokens of the document.
    pub tokens: usize,
    /// Levels of nesting of the document, as written.
    pub nesting: usize,
    /// Selections once all fragments are put in their places.
    pub selections: usize,
    /// Aliases among them.
    pub aliases: usize,
    /// How long planning may take; where it is done in stages, how long all of those may take once more.
    pub planning: Duration,
    /// Calls to services.
    pub calls: usize,
    /// Representations of entities in one call.
    pub entities: usize,
    /// How long one call may take.
    pub call: Duration,
    /// Bytes of the answer of one call.
    pub answer_bytes: usize,
    /// Errors that are told; what follows them is left out.
    pub errors: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            tokens: 15_000,
            nesting: 100,
            selections: 10_000,
            aliases: 500,
            planning: Duration::from_secs(5),
            calls: 200,
            entities: 10_000,
            call: Duration::from_secs(10),
            answer_bytes: 16 << 20,
            errors: 100,
        }
    }
}
