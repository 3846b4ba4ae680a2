//! One who writes notes for all kinds of readers, on any server, and again until it is acknowledged.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};
use tokio::time::sleep;

use super::servers::Servers;

const LEVELS: [&str; 5] = ["PUBLIC", "NETWORK", "SHARED", "TEAM", "PRIVATE"];

/// A note, as its writer knows it.
struct Note {
    id: String,
    version: i64,
}

/// Writes until it is told to stop.
pub(super) async fn write(
    number: usize,
    key: String,
    owner: String,
    servers: Arc<Servers>,
    stop: Arc<AtomicBool>,
) {
    let mut chance = StdRng::seed_from_u64(number as u64);
    let mut notes: Vec<Note> = Vec::new();
    let mut act = 0;
    while !stop.load(Ordering::Relaxed) {
        act += 1;
        let level = LEVELS[chance.random_range(0..LEVELS.len())];
        let known = if notes.len() < 3 { None } else { Some(chance.random_range(0..notes.len())) };
        let (name, input) = match (known, chance.random_range(0..4)) {
            (Some(at), 0) => {
                let Note { id, version } = &notes[at];
                ("changeVisibility", json!({ "id": id, "to": level, "expectedVersion": version }))
            }
            (Some(at), 1) => {
                let Note { id, version } = notes.swap_remove(at);
                ("removeNote", json!({ "id": id, "expectedVersion": version }))
            }
            (Some(at), _) => {
                let Note { id, version } = &notes[at];
                let body = json!({ "fr": format!("Note {number} {act}") });
                ("updateNote", json!({ "id": id, "expectedVersion": version, "body": body }))
            }
            (None, _) => {
                let body = json!({ "fr": format!("Note {number} {act}") });
                ("addNote", json!({ "record": owner, "body": body, "visibility": level }))
            }
        };
        let payload = until_acknowledged(&servers, &key, &format!("{number}-{act}"), name, &input).await;
        assert_eq!(payload["userErrors"], json!([]), "{name} {input}");
        match (name, known) {
            ("addNote", _) => {
                let id = payload["note"]["id"].as_str().expect("a note").to_owned();
                notes.push(Note { id, version: 1 });
            }
            ("updateNote" | "changeVisibility", Some(at)) => notes[at].version += 1,
            _ => {}
        }
        sleep(Duration::from_millis(chance.random_range(20..120))).await;
    }
}

/// The payload. An act that was done, and whose answer was lost, is not done twice: its key says so.
async fn until_acknowledged(servers: &Servers, key: &str, once: &str, name: &str, input: &Value) -> Value {
    let (ty, selected) = match name {
        "addNote" => ("AddNoteInput", "note { id }"),
        "updateNote" => ("UpdateNoteInput", ""),
        "removeNote" => ("RemoveNoteInput", ""),
        _ => ("ChangeVisibilityInput", ""),
    };
    let query = format!(
        "mutation($input: {ty}!) {{ {name}(input: $input) {{ {selected} userErrors {{ code message }} }} }}"
    );
    for _ in 0..600 {
        let answer = servers.any().ask(Some(key), once, &query, json!({ "input": input })).await;
        if let Some(mut answer) = answer {
            return answer["data"][name].take();
        }
        sleep(Duration::from_millis(100)).await;
    }
    panic!("{name} {input}: no server acknowledged it within a minute");
}
