//! What is refused through the whole hub, one named test each: no session, a status of the 4xx, and an audit event with the
//! reason. What the library refuses by itself is in `oidc/REFUSALS.md`; here is that the hub asks it, with what it should, and
//! does nothing when it says no. `docs/REFUSALS.md` is made of these tests ([`list`]).

use chrono::TimeDelta;
use lying_provider::{Endpoint, Lie};

use super::tab::Tab;
use super::world::World;

/// A test on one database: what comes to no table but the audit's is the same on both.
macro_rules! on_sqlite {
    ($name:ident, |$hub:ident| $body:expr) => {
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            let $hub = $crate::support::TestHub::start($crate::support::Backend::Sqlite).await;
            $body
        }
    };
}

/// One test for each lie: `name: lie => reason`. The sign-in is answered with 400, and works as soon as the provider is honest.
macro_rules! sign_in_refused {
    ($($name:ident: $lie:expr => $reason:literal,)*) => { $(
        on_sqlite!($name, |hub| World::start(hub).await.refuses($lie, $reason).await);
    )* };
}

mod account;
mod flow;
mod list;
mod logout;
mod network;
mod requests;
mod token;
mod userinfo;

impl World {
    /// Nobody is signed in while the provider tells a lie, and somebody is once it does not: the lie was all that was wrong.
    async fn refuses(&self, lie: Lie, reason: &str) {
        self.provider.tell(lie);
        self.turns_away(400, reason).await;
        self.provider.be_honest();
        // What was fetched while it lied is kept for a while.
        self.later(TimeDelta::hours(2));
        self.signed_in().await;
    }

    /// Whoever signs in now is answered with a status and gets no session, and the reason is written down, once.
    async fn turns_away(&self, status: u16, reason: &str) {
        let (sessions, refusals) = (self.sessions().await, self.refusals().await.len());
        let came = Tab::new(self).sign_in().await;
        let reasons = self.refusals().await.split_off(refusals);
        assert_eq!((came.status.as_u16(), reasons), (status, vec![reason.to_owned()]), "{}", came.body);
        assert!(came.session.is_none() && self.sessions().await == sessions, "{}", came.body);
        assert!(!came.body.contains("<script"), "{}", came.body);
        assert_eq!(self.provider.calls(Endpoint::Foreign), 0, "nobody goes where a lie leads");
    }
}
