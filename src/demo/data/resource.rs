//! The file of teaching resources.

use serde::Deserialize;

use crate::kernel::text::Text;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::demo) struct Resource {
    pub(in crate::demo) key: String,
    pub(in crate::demo) owner: String,
    pub(in crate::demo) title: Text,
    pub(in crate::demo) about: Option<Text>,
    pub(in crate::demo) languages: Vec<String>,
    pub(in crate::demo) types: Vec<String>,
    pub(in crate::demo) audiences: Vec<String>,
    pub(in crate::demo) levels: Vec<String>,
    /// The least and the greatest.
    pub(in crate::demo) ages: Option<[Option<i32>; 2]>,
    pub(in crate::demo) difficulty: Option<String>,
    pub(in crate::demo) minutes: Option<i32>,
    pub(in crate::demo) format: Option<String>,
    pub(in crate::demo) licence: Option<String>,
    pub(in crate::demo) copyright_note: Option<String>,
    #[serde(default = "yes")]
    pub(in crate::demo) free: bool,
    #[serde(default = "public")]
    pub(in crate::demo) visibility: String,
    #[serde(default = "published")]
    pub(in crate::demo) status: String,
    pub(in crate::demo) published_days_ago: Option<i64>,
    #[serde(default)]
    pub(in crate::demo) links: Vec<Link>,
    /// Roles; `structure`, `member` or `name`; and which.
    pub(in crate::demo) by: Vec<(String, String, String)>,
    pub(in crate::demo) themes: Vec<String>,
    #[serde(default)]
    pub(in crate::demo) skills: Vec<String>,
    /// Kinds and other resources.
    #[serde(default)]
    pub(in crate::demo) relations: Vec<(String, String)>,
}

/// A file under the page of its resource.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::demo) struct Link {
    pub(in crate::demo) file: String,
    pub(in crate::demo) mime: String,
    pub(in crate::demo) language: Option<String>,
    /// What an image shows.
    pub(in crate::demo) alt: Option<Text>,
}

const fn yes() -> bool {
    true
}

fn public() -> String {
    "PUBLIC".to_owned()
}

fn published() -> String {
    "PUBLISHED".to_owned()
}
