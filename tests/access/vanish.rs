//! What becomes PRIVATE is gone from every surface with the very next request, and from the answers that are kept.

use respyrem::access::Visibility;
use serde_json::json;

use super::surface::Surface;
use super::table::Looker;
use super::way::Kept;
use super::world::World;
use crate::on_both;
use crate::support::replica::Replica;

on_both!(a_record_made_private_vanishes_from_every_surface_at_once, |hub| {
    let world = World::build(&hub).await;
    let strangers = [Looker::Anonymous, Looker::OtherPartner];
    let kept = Kept::before(&hub);
    for subject in world.subjects.iter().filter(|subject| subject.level == Visibility::Public) {
        let mut copies = strangers.map(|looker| Replica::new(world.actor(looker).clone()));
        for (looker, copy) in strangers.into_iter().zip(&mut copies) {
            for surface in Surface::of(subject.kind) {
                let shown = surface.shows(&hub, world.actor(looker), subject).await
                    && surface.shows(&kept, world.actor(looker), subject).await;
                assert!(shown, "{looker:?} does not see the {} by {surface:?}", subject.kind);
            }
            copy.pull_all(&hub, 500).await;
            assert!(copy.versions.contains_key(&subject.id), "{}", subject.kind);
        }
        let input = json!({ "id": subject.id, "to": "PRIVATE", "expectedVersion": 1 });
        let changed = hub.mutate(world.actor(Looker::OwnerAdmin), "changeVisibility", input, "").await;
        assert_eq!(changed["userErrors"], json!([]), "{}", subject.kind);
        for (looker, copy) in strangers.into_iter().zip(&mut copies) {
            for surface in Surface::of(subject.kind) {
                let shown = surface.shows(&hub, world.actor(looker), subject).await
                    || surface.shows(&kept, world.actor(looker), subject).await;
                assert!(!shown, "{looker:?} still sees the {} by {surface:?}", subject.kind);
            }
            // A copy that goes on from where it stood is told to remove it.
            copy.pull(&hub, 500).await;
            assert!(!copy.versions.contains_key(&subject.id), "{}", subject.kind);
        }
    }
});
