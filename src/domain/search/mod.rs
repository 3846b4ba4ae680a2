//! The search over all kinds: what each is found by, as the nouns say it, and the root field `search`.

mod highlight;
mod hit;
mod query;
mod repo;

use crate::domain::{action, funding_source, member, note, project, resource, structure, training_path};
use crate::kernel::kind::Kind;
use crate::store::search::Searched;

pub use query::SearchQuery;

/// What a kind of record is found by. A kind that is not here does not compile.
#[must_use]
pub const fn searched(kind: Kind) -> Searched {
    match kind {
        Kind::Structure => structure::SEARCHED,
        Kind::Member => member::SEARCHED,
        Kind::Project => project::SEARCHED,
        Kind::Action => action::SEARCHED,
        Kind::FundingSource => funding_source::SEARCHED,
        Kind::Resource => resource::SEARCHED,
        Kind::TrainingPath => training_path::SEARCHED,
        Kind::Note => note::SEARCHED,
    }
}
