//! Every query that a test asks is asked a second time of a pipeline that keeps answers: what it gives has to be what the
//! database says at that moment. So each test of the suite is one of the cache as well.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use respyrem::gql::CacheSettings;
use respyrem::gql::pipeline::{Call, OperationKind, Pipeline};
use respyrem::gql::request::{Caller, Reply};
use respyrem::kernel::actor::Actor;

/// Room for all that one test asks, and nothing taken for known.
pub(crate) const SETTINGS: CacheSettings = CacheSettings { bytes: 16 << 20, trust: Duration::ZERO };

tokio::task_local! {
    static COMPARING: ();
}

/// Whether this task asks for the sake of the comparison: then no test counts its statements.
pub(crate) fn is_comparing() -> bool {
    COMPARING.try_with(|()| ()).is_ok()
}

/// The pipeline that keeps answers.
pub(crate) struct KeptAnswers(Mutex<Pipeline>);

impl KeptAnswers {
    pub(crate) fn of(pipeline: &Pipeline) -> Self {
        Self(Mutex::new(pipeline.keeping(SETTINGS)))
    }

    /// Keeps nothing of what was asked so far.
    pub(crate) fn forget(&self) {
        let mut pipeline = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *pipeline = pipeline.keeping(SETTINGS);
    }

    /// Asserts that what is kept for a call is what `plain`, which keeps nothing, has answered or answers now.
    pub(crate) async fn compare(&self, plain: &Pipeline, call: Call, caller: Caller, answered: &Reply) {
        let is_kept = matches!(caller.actor, Actor::Anonymous | Actor::Client(_));
        if call.kind() != OperationKind::Query || !is_kept {
            return;
        }
        let keeping = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let answered = said(answered);
        COMPARING.scope((), Box::pin(agree(plain, &keeping, (call, caller), answered))).await;
    }
}

/// Asks until nothing changes meanwhile: a test may have others write at the same time.
async fn agree(plain: &Pipeline, keeping: &Pipeline, (call, caller): (Call, Caller), mut before: String) {
    for _ in 0..20 {
        let kept = said(&keeping.execute(call.clone(), caller.clone()).await);
        if before == kept {
            return;
        }
        let after = said(&plain.execute(call.clone(), caller.clone()).await);
        assert!(before != after, "{:?}: what was kept is not what is there\n{kept}\n{after}", call.name());
        before = after;
    }
}

fn said(reply: &Reply) -> String {
    String::from_utf8_lossy(&reply.body).into_owned()
}
