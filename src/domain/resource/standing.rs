//! Where a resource stands, and what it lacks to be published.

use async_graphql::MaybeUndefined;

use super::content::{Content, NewLink};
use super::model::ResourceStatus;
use super::repo;
use crate::access::{Edit, Granted};
use crate::domain::file::is_image;
use crate::kernel::error::{Code, Fault, Result};
use crate::kernel::kind::Kind;
use crate::store::Tx;

/// The state of a resource.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    pub(super) status: ResourceStatus,
    pub(super) has_description: bool,
    pub(super) has_licence: bool,
    pub(super) has_language: bool,
    pub(super) has_link: bool,
    /// Each image among its links says what it shows.
    pub(super) links_are_told: bool,
    pub(super) has_file: bool,
    /// Each image among its files says what it shows.
    pub(super) files_are_told: bool,
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
            links_are_told: if content.links.is_undefined() {
                self.links_are_told
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
            ("links", self.has_link || self.has_file, "a published resource has a file or a link at least"),
            (
                "altText",
                self.links_are_told && self.files_are_told,
                "each image among its files and its links has an `altText`",
            ),
        ];
        let lacking = needed.into_iter().filter(|(_, there, _)| !there);
        lacking.map(|(name, _, why)| Fault::on(&format!("{path}.{name}"), Code::Required, why)).collect()
    }
}

/// What a record that is a published resource lacks to stay so, after a change beside it; nothing for any other.
///
/// # Errors
/// When the database refuses it.
pub(crate) async fn lacking(tx: &Tx<'_>, record: &Granted<Edit>, path: &str) -> Result<Vec<Fault>> {
    if record.facts().kind != Kind::Resource {
        return Ok(Vec::new());
    }
    let standing = repo::standing(tx, record).await?;
    Ok(if standing.status.is_published() { standing.lacks(path) } else { Vec::new() })
}

fn is_there<T>(given: &MaybeUndefined<T>, before: bool) -> bool {
    if given.is_undefined() { before } else { given.value().is_some() }
}
