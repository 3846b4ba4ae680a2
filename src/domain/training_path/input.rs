//! What a caller says of a training path.

use async_graphql::{ID, InputObject, MaybeUndefined};

use super::model::{Certification, Modality, OrderPolicy};
use crate::domain::record::Visibility;
use crate::gql::scalar::Cents;
use crate::gql::text::TextInput;

/// A training path to be made: a draft without stages, until it is published.
#[derive(Clone, Debug, InputObject)]
pub struct CreateTrainingPathInput {
    /// The structure that it belongs to; you are one of its editors.
    pub owner: ID,
    /// Its title, at most 300 characters.
    pub title: TextInput,
    /// Where it is taken.
    pub modality: Modality,
    /// Who may read it once it is published; NETWORK when nothing is said.
    pub visibility: Option<Visibility>,
    /// The rest of it.
    #[graphql(flatten)]
    pub details: TrainingPathDetails,
}

/// A change of a training path. What is not given stays as it is; what is null is emptied.
#[derive(Clone, Debug, InputObject)]
pub struct UpdateTrainingPathInput {
    /// The training path.
    pub id: ID,
    /// The version of the training path that you read.
    pub expected_version: i32,
    /// Its title, at most 300 characters.
    pub title: Option<TextInput>,
    /// Where it is taken.
    pub modality: Option<Modality>,
    /// The rest of it.
    #[graphql(flatten)]
    pub details: TrainingPathDetails,
}

/// What a training path may say beside what it must.
#[derive(Clone, Debug, Default, InputObject)]
pub struct TrainingPathDetails {
    /// What its provider calls it, at most 40 characters.
    pub code: MaybeUndefined<String>,
    /// What it is, at most 5 000 characters.
    pub summary: MaybeUndefined<TextInput>,
    /// What one can do at its end, at most 5 000 characters.
    pub objectives: MaybeUndefined<TextInput>,
    /// The structure that gives it, one that you see; its owner when nothing is said.
    pub provider: Option<ID>,
    /// Whether its stages are taken in their order; RECOMMENDED when nothing is said.
    pub order_policy: Option<OrderPolicy>,
    /// What one has in hand at its end; NONE when nothing is said.
    pub certification: Option<Certification>,
    /// The number of the certification: needed for RNCP and RS, and for no other.
    pub certification_code: MaybeUndefined<String>,
    /// Its level in the European Qualifications Framework, from 1 to 8.
    pub eu_level: MaybeUndefined<i32>,
    /// What it costs who takes it; 0 is free.
    pub price: MaybeUndefined<Cents>,
    /// In which languages it is given (ISO 639, as in `fr`), at most 10.
    pub languages: MaybeUndefined<Vec<String>>,
    /// The trades that it is of: codes of `terms` of the scheme SECTOR, at most 20: these, and no other.
    pub sectors: MaybeUndefined<Vec<String>>,
    /// For whom it is: codes of `terms` of the scheme AUDIENCE, at most 20: these, and no other.
    pub audiences: MaybeUndefined<Vec<String>>,
    /// What it is about: codes of `terms` of the scheme THEME, at most 20: these, and no other.
    pub themes: MaybeUndefined<Vec<String>>,
}
