//! One watcher for all that is open on this server: it looks up, many at a time, whether those who hold a connection
//! still may, and as whom.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::time::{sleep, timeout};

use super::connection::{Connection, Connections, End};
use crate::access::Viewer;
use crate::gql::stream::Renew;
use crate::http::services::{AuthFault, Credentials, HttpServices};
use crate::kernel::actor::Actor;
use crate::kernel::error::Error;

/// How many are looked up with one question.
const AT_ONCE: usize = 1_000;

/// However soon the next bearer's time is over, the watcher rests for so long.
const REST: Duration = Duration::from_millis(50);

/// A connection that somebody holds, as the watcher saw it.
struct Held {
    connection: Arc<Connection>,
    credentials: Arc<Credentials>,
    actor: Actor,
}

/// What becomes of a connection.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    Stays,
    Becomes(Actor),
    Ends(End),
}

/// Watches; runs for as long as the server does.
pub(super) async fn watch(connections: &Connections, services: &HttpServices, every: Duration) {
    loop {
        let now = services.clock.now();
        let (expired, held): (Vec<_>, Vec<_>) =
            held(connections).into_iter().partition(|held| ends_at(&held.actor).is_some_and(|at| at <= now));
        expired.iter().for_each(|held| held.apply(Verdict::Ends(End::Unauthorized)));
        for some in held.chunks(AT_ONCE) {
            let credentials = some.iter().map(|held| Arc::clone(&held.credentials)).collect();
            match timeout(every.max(REST) * 2, (services.reauthenticate)(credentials)).await {
                Ok(Some(answers)) => {
                    for (held, answer) in some.iter().zip(answers) {
                        held.apply(judge(&held.actor, answer));
                    }
                }
                // Nobody loses a connection because it cannot be told whether they may have it.
                Ok(None) | Err(_) => tracing::warn!("it cannot be told who still may hold a connection"),
            }
        }
        sleep(pause(&held, services, every)).await;
    }
}

/// Looks up who holds a connection, between two looks of the watcher: before more is told to somebody whose rights may be others.
pub(super) fn renew(connection: &Arc<Connection>, services: &HttpServices) -> Renew {
    let (connection, reauthenticate) = (Arc::downgrade(connection), services.reauthenticate.clone());
    Arc::new(move || {
        let (connection, reauthenticate) = (connection.upgrade(), reauthenticate.clone());
        Box::pin(async move {
            let Some(connection) = connection else { return Ok(false) };
            let held = Held::of(connection);
            if held.actor == Actor::Anonymous {
                return Ok(true);
            }
            let answers = reauthenticate(vec![Arc::clone(&held.credentials)]).await;
            let answer = answers.and_then(|answers| answers.into_iter().next()).ok_or(Error::Busy)?;
            let verdict = judge(&held.actor, answer);
            let ends = matches!(verdict, Verdict::Ends(_));
            held.apply(verdict);
            Ok(!ends)
        })
    })
}

/// How long until the next look: the usual time, or less when somebody's time is over before.
fn pause(held: &[Held], services: &HttpServices, every: Duration) -> Duration {
    let now = services.clock.now();
    let next = held.iter().filter_map(|held| ends_at(&held.actor)).min();
    let left = next.map_or(every, |at| (at - now).to_std().unwrap_or_default());
    left.clamp(REST.min(every), every)
}

/// Those that somebody holds: nobody has nothing to lose.
fn held(connections: &Connections) -> Vec<Held> {
    let held = connections.all().into_iter().map(Held::of);
    held.filter(|held| held.actor != Actor::Anonymous).collect()
}

/// When the actor's time is over by itself.
pub(super) const fn ends_at(actor: &Actor) -> Option<DateTime<Utc>> {
    match actor {
        Actor::Member(member) => member.expires_at,
        Actor::Client(client) => client.expires_at,
        Actor::Anonymous | Actor::System => None,
    }
}

impl Held {
    fn of(connection: Arc<Connection>) -> Self {
        let (credentials, actor) = (connection.credentials(), connection.actor().borrow().clone());
        Self { connection, credentials, actor }
    }

    fn apply(&self, verdict: Verdict) {
        // What was renewed meanwhile is judged the next time.
        if !Arc::ptr_eq(&self.credentials, &self.connection.credentials()) {
            return;
        }
        match verdict {
            Verdict::Stays => {}
            Verdict::Becomes(actor) => self.connection.becomes(actor),
            Verdict::Ends(why) => self.connection.end(why),
        }
    }
}

fn judge(held: &Actor, answer: Result<Actor, AuthFault>) -> Verdict {
    let now = match answer {
        Ok(actor) if actor.id() == held.id() => actor,
        Err(AuthFault::Unavailable) => return Verdict::Stays,
        // A session that is over is nobody's.
        Ok(_) | Err(_) => return Verdict::Ends(End::Unauthorized),
    };
    let (was, is) = (Viewer::of(held), Viewer::of(&now));
    if !is.covers(&was) {
        Verdict::Ends(End::Forbidden)
    } else if was.covers(&is) && ends_at(held) == ends_at(&now) {
        Verdict::Stays
    } else {
        Verdict::Becomes(now)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::kernel::actor::{ActiveMembership, MemberActor, Role};

    fn member(roles: &[(u128, Role)]) -> Actor {
        let membership = |(structure, role): &(u128, Role)| ActiveMembership {
            structure: Uuid::from_u128(*structure),
            role: *role,
            partner: None,
        };
        Actor::Member(MemberActor {
            member: Uuid::from_u128(7),
            memberships: roles.iter().map(membership).collect(),
            operator: false,
            session: None,
            expires_at: None,
        })
    }

    #[test]
    fn who_is_nobody_any_more_is_ended_and_who_cannot_be_told_stays() {
        let held = member(&[(1, Role::Editor)]);
        assert_eq!(judge(&held, Ok(Actor::Anonymous)), Verdict::Ends(End::Unauthorized));
        assert_eq!(judge(&held, Err(AuthFault::Invalid)), Verdict::Ends(End::Unauthorized));
        assert_eq!(judge(&held, Err(AuthFault::Unavailable)), Verdict::Stays);
    }

    #[test]
    fn a_right_less_ends_the_connection_and_one_more_is_taken_over() {
        let held = member(&[(1, Role::Editor), (2, Role::Member)]);
        let same = member(&[(2, Role::Member), (1, Role::Editor)]);
        assert_eq!(judge(&held, Ok(same)), Verdict::Stays);
        for narrower in [member(&[(1, Role::Editor)]), member(&[(1, Role::Member), (2, Role::Member)])] {
            assert_eq!(judge(&held, Ok(narrower)), Verdict::Ends(End::Forbidden));
        }
        let wider = member(&[(1, Role::Admin), (2, Role::Member)]);
        assert_eq!(judge(&held, Ok(wider.clone())), Verdict::Becomes(wider));
    }
}
