//! Where a resource stands, and what it lacks to be published.

use super::model::ResourceStatus;
use crate::kernel::error::{Code, Fault};

/// The state of a resource.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    pub(super) status: ResourceStatus,
    pub(super) has_description: bool,
    pub(super) has_licence: bool,
    pub(super) has_language: bool,
    pub(super) has_link: bool,
    /// Each of its images says what it shows.
    pub(super) images_are_told: bool,
    pub(super) was_published: bool,
}

impl Standing {
    /// What it lacks to be published: a fault for each, `REQUIRED` under `path`.
    pub(super) fn lacks(&self, path: &str) -> Vec<Fault> {
        let needed = [
            ("description", self.has_description, "a published resource has a description"),
            ("languages", self.has_language, "a published resource says in which languages it is"),
            ("licence", self.has_licence, "a published resource has a licence, if only UNKNOWN"),
            ("links", self.has_link, "a published resource has a link at least"),
            ("altText", self.images_are_told, "each image among its links has an `altText`"),
        ];
        let lacking = needed.into_iter().filter(|(_, there, _)| !there);
        lacking.map(|(name, _, why)| Fault::on(&format!("{path}.{name}"), Code::Required, why)).collect()
    }
}
