//! Where a resource is found on the web.

use crate::gql::plan::{KeyType, Noun, TypeBuilder};
use crate::gql::text::{TEXT, Text};

/// A link of a resource.
pub struct ResourceLink;

impl Noun for ResourceLink {
    const NAME: &'static str = "ResourceLink";

    fn declare(t: &mut TypeBuilder) {
        t.rows("resource_link", "resourcelink", "1 = 1", "Where a resource, or a part of it, is found.");
        t.belongs_to(
            "t.resource_id",
            "(select tl.level from teaching_resource tl where tl.id = t.resource_id)",
        );
        t.field::<i32>("position", "t.position", "Its place among the links, from 1.");
        t.field::<String>("url", "t.url", "Its address.");
        t.field::<Option<String>>("title", "t.title", "What it leads to, in its own language.");
        t.field::<Option<String>>(
            "mime",
            "t.mime",
            "The media type of what it leads to (`application/pdf`).",
        );
        t.field::<Option<String>>(
            "language",
            "t.language",
            "The language of what it leads to (ISO 639): `fr`, `ca`.",
        );
        t.embedded::<Option<Text>>(
            TEXT,
            "altText",
            "t.alt_text",
            "What an image shows, for those who do not see it.",
        );
        t.order("POSITION", KeyType::Int, "t.position", "By its place among the links.");
    }
}
