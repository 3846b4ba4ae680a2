//! The demonstration data.

use entities::{action, action_step, member, membership, participation, partner, project, record, structure};
use respyrem::demo::{self, Outcome};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::json;

use super::counts;
use crate::on_both;
use crate::support::TestHub;

async fn count<E>(hub: &TestHub) -> u64
where
    E: EntityTrait,
    E::Model: Sync,
{
    E::find().count(hub.store.connection()).await.expect("a count")
}

on_both!(the_demonstration_is_loaded_once, |hub| {
    assert_eq!(demo::load(&hub.store).await.expect("it loads"), Outcome::Loaded);
    assert_eq!(count::<partner::Entity>(&hub).await, 4);
    assert_eq!(count::<structure::Entity>(&hub).await, 40);
    assert_eq!(count::<member::Entity>(&hub).await, 12);
    assert_eq!(count::<membership::Entity>(&hub).await, 18);
    assert_eq!(count::<project::Entity>(&hub).await, 3 + 25);
    assert_eq!(count::<action::Entity>(&hub).await, 150);
    assert!(count::<participation::Entity>(&hub).await > 28);
    assert!(count::<action_step::Entity>(&hub).await > 300);
    let [_, records, changes, _] = counts(&hub.store).await;
    assert_eq!((records, changes), (40 + 12 + 28 + 150 + 30 + 62 + 15, records), "each record is in the log");

    assert_eq!(demo::load(&hub.store).await.expect("it loads"), Outcome::AlreadyThere);
    assert_eq!(counts(&hub.store).await[2], changes);
});

on_both!(each_partner_of_the_demonstration_has_a_structure_of_its_own_that_governs_it, |hub| {
    demo::load(&hub.store).await.expect("it loads");
    let partners = partner::Entity::find().all(hub.store.connection()).await.expect("partners");
    for partner in partners {
        let own = partner.structure_id.expect("a structure of its own");
        let own = structure::Entity::find_by_id(own).one(hub.store.connection()).await.expect("a read");
        assert_eq!(own.expect("a structure").partner_id, Some(partner.id), "{}", partner.slug);
    }
});

on_both!(the_demonstration_holds_resources_for_a_class, |hub| {
    demo::load(&hub.store).await.expect("it loads");
    let query = "{ resources(filter: { age: 9, languages: [\"ca\"], maxMinutes: 200 },
            orderBy: [{ by: MINUTES }], first: 3) {
            nodes { title { value } links { url } contributions { role } themes { code } skills { code } } }
        all: resources { totalCount } skills: terms(filter: { scheme: [SKILL] }) { totalCount } }";
    let answer = hub.ask(query, json!({})).await;
    let data = &answer["data"];
    // 62, but for the drafts and what only some read.
    assert_eq!(
        (&data["all"]["totalCount"], &data["skills"]["totalCount"]),
        (&json!(46), &json!(18)),
        "{answer}"
    );
    let found = data["resources"]["nodes"].as_array().expect("nodes");
    assert!(found.len() == 3 && found.iter().all(|found| found["links"][0]["url"].is_string()), "{answer}");
    assert!(found.iter().all(|found| !found["skills"].as_array().expect("skills").is_empty()), "{answer}");
});

on_both!(the_directory_of_the_demonstration_has_trades_and_distances, |hub| {
    demo::load(&hub.store).await.expect("it loads");
    let query = "{ structures(filter: { near: { inseeCode: \"66149\", radiusKm: 30 } }, orderBy: [{ by: DISTANCE }]) {
        facets(names: [SECTOR]) { buckets { count label { value } } } nodes { distanceKm } } }";
    let answer = hub.ask(query, json!({})).await;
    let page = &answer["data"]["structures"];
    let buckets = page["facets"][0]["buckets"].as_array().expect("buckets");
    assert!(
        buckets.len() > 5 && buckets.iter().all(|bucket| bucket["label"]["value"].is_string()),
        "{answer}"
    );
    let distances = page["nodes"].as_array().expect("nodes").iter();
    let distances: Vec<f64> = distances.filter_map(|node| node["distanceKm"].as_f64()).collect();
    assert!(distances.is_sorted() && distances.last() > Some(&10.0), "{answer}");
});

on_both!(the_demonstration_shows_every_level, |hub| {
    demo::load(&hub.store).await.expect("it loads");
    let records = record::Entity::find().all(hub.store.connection()).await.expect("a read");
    for level in ["PUBLIC", "NETWORK", "SHARED", "TEAM", "PRIVATE"] {
        assert!(records.iter().any(|record| record.effective_visibility == level), "nothing is {level}");
    }
    let query = "{ projects(filter: { kind: [PROJECT] }) { totalCount nodes { title { value } isLate } }
        fundingSources(filter: { isOpen: true, eligibleFor: { kind: ASSOCIATIVE, inseeCode: \"66124\", themes: [\"education-alimentaire\"] } }) {
            nodes { title { value } daysLeft } }
        trainingPaths(first: 1, filter: { crossSector: true, audiences: [\"PUBLIC\"] }) { totalCount
            nodes { revision totalMinutes revisions { nodes { totalMinutes } } } }
        structures(first: 1, filter: { territory: { kind: PNR, code: \"pyrenees-catalanes\" } }) { totalCount } }";
    let answer = hub.ask(query, json!({})).await;
    assert_eq!(answer["data"]["projects"]["totalCount"], 15, "{answer}");
    assert!(answer["data"]["structures"]["totalCount"].as_u64() > Some(20), "{answer}");
    let sources = answer["data"]["fundingSources"]["nodes"].as_array().expect("sources");
    assert!(sources.iter().any(|source| source["daysLeft"] == 0), "{answer}");
    let paths = &answer["data"]["trainingPaths"];
    let path = &paths["nodes"][0];
    assert_eq!((&paths["totalCount"], &path["revision"]), (&json!(3), &json!(1)), "{answer}");
    assert_eq!(path["totalMinutes"], path["revisions"]["nodes"][0]["totalMinutes"], "{answer}");
    hub.assert_placed().await;
});
