//! What a caller says of a resource.

use async_graphql::{ID, InputObject, MaybeUndefined};

use super::Licence;
use super::model::{
    ContributionRole, Difficulty, EducationalLevel, ResourceAudience, ResourceFormat, ResourceType,
};
use crate::domain::record::Visibility;
use crate::gql::scalar::Date;
use crate::gql::text::TextInput;

/// A resource to be made: a draft, until it is published.
#[derive(Clone, Debug, InputObject)]
pub struct CreateResourceInput {
    /// The structure that it belongs to; you are one of its editors.
    pub owner: ID,
    /// Its title, at most 300 characters.
    pub title: TextInput,
    /// Who may read it once it is published; NETWORK when nothing is said.
    pub visibility: Option<Visibility>,
    /// The rest of it.
    #[graphql(flatten)]
    pub content: ContentInput,
}

/// A change of a resource. What is not given stays as it is; what is null is emptied.
#[derive(Clone, Debug, InputObject)]
pub struct UpdateResourceInput {
    /// The resource.
    pub id: ID,
    /// The version of the resource that you read.
    pub expected_version: i32,
    /// Its title, at most 300 characters.
    pub title: Option<TextInput>,
    /// The rest of it.
    #[graphql(flatten)]
    pub content: ContentInput,
}

/// What a resource says of itself beside its title.
#[derive(Clone, Debug, InputObject)]
pub struct ContentInput {
    /// What it is and how to use it, at most 20 000 characters.
    pub description: MaybeUndefined<TextInput>,
    /// Its languages (ISO 639, as in `fr`), at most 10.
    pub languages: MaybeUndefined<Vec<String>>,
    /// The page that presents it.
    pub url: MaybeUndefined<String>,
    /// What it is to those who learn.
    pub resource_types: MaybeUndefined<Vec<ResourceType>>,
    /// Who is meant to use it.
    pub audiences: MaybeUndefined<Vec<ResourceAudience>>,
    /// Where in the course of learning it stands.
    pub educational_levels: MaybeUndefined<Vec<EducationalLevel>>,
    /// The ages that it is made for.
    pub age_range: MaybeUndefined<AgeRangeInput>,
    /// How hard it is for those.
    pub difficulty: MaybeUndefined<Difficulty>,
    /// How long it takes, in minutes.
    pub learning_minutes: MaybeUndefined<i32>,
    /// What it is made of, for the most part.
    pub format: MaybeUndefined<ResourceFormat>,
    /// What others may do with it.
    pub licence: MaybeUndefined<Licence>,
    /// What its owners ask for beside, at most 1 000 characters.
    pub copyright_note: MaybeUndefined<String>,
    /// Whether it can be had without paying; it can when nothing is said.
    pub free: MaybeUndefined<bool>,
    /// The day when it was first published, if that was elsewhere.
    pub published_on: MaybeUndefined<Date>,
    /// Where it is found, at most 20 links, in their order: these, and no other.
    pub links: MaybeUndefined<Vec<ResourceLinkInput>>,
    /// Who made it what it is, at most 30, in their order: these, and no other.
    pub contributions: MaybeUndefined<Vec<ContributionInput>>,
    /// What it is about: codes of `terms` of the scheme THEME, at most 20: these, and no other.
    pub themes: MaybeUndefined<Vec<String>>,
    /// What one learns to do by it: codes of `terms` of the scheme SKILL, at most 20: these, and no other.
    pub skills: MaybeUndefined<Vec<String>>,
}

/// The ages that something is made for, in years, both counted.
#[derive(Clone, Copy, Debug, InputObject)]
pub struct AgeRangeInput {
    /// The least; any when nothing is said.
    pub min: Option<i32>,
    /// The greatest; any when nothing is said.
    pub max: Option<i32>,
}

/// Where a resource, or a part of it, is found.
#[derive(Clone, Debug, InputObject)]
pub struct ResourceLinkInput {
    /// Its address, which begins with https:// or http://.
    pub url: String,
    /// What it leads to, at most 200 characters.
    pub title: Option<String>,
    /// The media type of what it leads to (`application/pdf`).
    pub mime: Option<String>,
    /// The language of what it leads to (ISO 639): `fr`.
    pub language: Option<String>,
    /// What an image shows, at most 500 characters; a published resource needs it for each of its images.
    pub alt_text: Option<TextInput>,
}

/// Somebody who did something for a resource: exactly one of a member, a structure and a name.
#[derive(Clone, Debug, InputObject)]
pub struct ContributionInput {
    /// What was done.
    pub role: ContributionRole,
    /// A person of the network whom you see.
    pub member: Option<ID>,
    /// A structure that you see.
    pub structure: Option<ID>,
    /// The name of who is neither, at most 200 characters.
    pub name: Option<String>,
}
