//! Where a resource stands, and what it lacks to be published.

use async_graphql::MaybeUndefined;

use super::content::{Content, NewLink};
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
    /// After a change of what the resource says of itself.
    pub(super) fn after(self, content: &Content) -> Self {
        let links = content.links.value().map_or(&[][..], Vec::as_slice);
        let is_told = |link: &NewLink| !is_image(link.mime.as_deref()) || link.alt_text.is_some();
        Self {
            has_description: is_there(&content.description, self.has_description),
            has_licence: is_there(&content.licence, self.has_licence),
            has_language: match &content.languages {
                MaybeUndefined::Value(codes) => !codes.is_empty(),
                other => is_there(other, self.has_language),
            },
            has_link: if content.links.is_undefined() { self.has_link } else { !links.is_empty() },
            images_are_told: if content.links.is_undefined() {
                self.images_are_told
            } else {
                links.iter().all(is_told)
            },
            ..self
        }
    }

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

/// Whether a link of this media type leads to an image.
pub(super) fn is_image(mime: Option<&str>) -> bool {
    mime.is_some_and(|mime| mime.starts_with("image/"))
}

fn is_there<T>(given: &MaybeUndefined<T>, before: bool) -> bool {
    if given.is_undefined() { before } else { given.value().is_some() }
}
