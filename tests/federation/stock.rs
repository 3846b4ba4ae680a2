//! A partner's service in Rust, `tests/partners/stock`, in the program of the tests.

use std::sync::Arc;

use futures_util::FutureExt;
use serde_json::json;

use super::world::{SIRET, answers};
use crate::support::subgraph::Answers;

/// What the service needs of the other partner's, and what comes of that.
const SHARED: [&str; 2] = ["workshopHours", "reach"];

/// The service, which needs another one.
pub(super) fn whole() -> Answers {
    answers(stock::schema(SIRET.to_owned()))
}

/// The service without what it needs of another one.
pub(super) fn alone() -> Answers {
    let answer = whole();
    Arc::new(move |asked| {
        let answer = answer(asked);
        async move {
            let mut answer = answer.await;
            if let Some(sdl) = answer.pointer_mut("/data/_service/sdl") {
                let kept = sdl.as_str().unwrap_or_default().lines();
                let kept: Vec<_> =
                    kept.filter(|line| !SHARED.iter().any(|field| line.contains(field))).collect();
                *sdl = json!(kept.join("\n"));
            }
            answer
        }
        .boxed()
    })
}
