//! What applying files reads and writes, many rows at a time.

pub(super) mod part;
pub(super) mod rows;
pub(super) mod source;
