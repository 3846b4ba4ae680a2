//! Asks a service for more of objects: tells it what it needs to know of each, every object once.

use std::{collections::HashMap, sync::atomic::Ordering};

use apollo_compiler::response::{JsonMap, JsonValue};
use bytes::Bytes;

use super::{
    Run, blame, merge,
    path::{self, Path},
    rewrite,
};
use crate::{
    plan::{Batch, Fetch, Required},
    supergraph::Api,
    transport::Failure,
};

/// The objects of one batch: what is sent, and where each answer goes.
struct Asked<'a> {
    batch: &'a Batch,
    sent: Vec<JsonValue>,
    /// Places in the data by the index in `sent`.
    places: Vec<Vec<Path>>,
}

pub(super) async fn fetch(run: &Run<'_>, fetch: &Fetch, batches: &[Batch]) {
    let asked: Vec<Asked<'_>> = {
        let data = run.data();
        let strict = run.lost.load(Ordering::Relaxed);
        batches.iter().map(|batch| ask(&run.prepared.api, batch, &data, strict || batch.exact)).collect()
    };
    let number: usize = asked.iter().map(|a| a.sent.len()).sum();
    if number == 0 {
        return;
    }
    let places = || {
        asked.iter().flat_map(|a| a.places.iter().flatten().map(|place| (place, a.batch.asked.as_slice())))
    };
    if number > run.prepared.limits.entities {
        return run.complain(blame::failed_entities(run.prepared, fetch, Failure::TooManyEntities, places()));
    }
    let mut variables = JsonMap::new();
    for one in &asked {
        variables.insert(one.batch.variable.as_str(), JsonValue::Array(one.sent.clone()));
    }
    match run.call(fetch, variables).await {
        Ok(mut answer) => {
            let mut data = run.data();
            let mut garbled = Vec::new();
            for one in &asked {
                let field = answer.data.as_object_mut().and_then(|o| o.remove(one.batch.key.as_str()));
                let entities = match field {
                    Some(JsonValue::Array(entities)) if entities.len() == one.sent.len() => entities,
                    // A service that had errors need not answer; one that had none has to, object by object.
                    None | Some(JsonValue::Null) if one.sent.is_empty() || !answer.errors.is_empty() => {
                        continue;
                    }
                    _ => {
                        garbled.push(one);
                        continue;
                    }
                };
                put(&run.prepared.api, &mut data, one, entities);
            }
            drop(data);
            for one in garbled {
                let places = one.places.iter().flatten().map(|place| (place, one.batch.asked.as_slice()));
                run.complain(blame::failed_entities(run.prepared, fetch, Failure::Garbled, places));
            }
            let by_key = |key: &str| {
                let one = asked.iter().find(|a| a.batch.key == key)?;
                Some((one.places.as_slice(), one.batch.output.as_slice()))
            };
            run.complain(blame::of_entities(
                run.prepared,
                fetch,
                &answer.errors,
                by_key,
                places().map(|(place, _)| place),
            ));
        }
        Err(failure) => run.complain(blame::failed_entities(run.prepared, fetch, failure, places())),
    }
}

fn ask<'a>(api: &Api, batch: &'a Batch, data: &JsonValue, strict: bool) -> Asked<'a> {
    let mut asked = Asked { batch, sent: Vec::new(), places: Vec::new() };
    let mut known: HashMap<Bytes, usize> = HashMap::new();
    for path in &batch.paths {
        for (place, object) in path::targets(api, data, path) {
            let Some(sent) = representation(api, batch, object, strict) else { continue };
            let index = *known.entry(sent.to_bytes()).or_insert_with(|| {
                asked.sent.push(sent);
                asked.places.push(Vec::new());
                asked.sent.len() - 1
            });
            asked.places[index].push(place);
        }
    }
    asked
}

fn put(api: &Api, data: &mut JsonValue, asked: &Asked<'_>, entities: Vec<JsonValue>) {
    for (mut entity, places) in entities.into_iter().zip(&asked.places).filter(|(e, _)| e.is_object()) {
        for rewrite in &asked.batch.output {
            rewrite::apply(api, rewrite, &mut entity);
        }
        let Some((last, others)) = places.split_last() else { continue };
        for place in others {
            if let Some(target) = path::at(data, place) {
                merge::deep(api, target, entity.clone());
            }
        }
        if let Some(target) = path::at(data, last) {
            merge::deep(api, target, entity);
        }
    }
}

/// What a service is told of an object; `None` if that is not known. After a service has failed, something that is
/// missing may be what it would have said, so the object is not asked about.
fn representation(api: &Api, batch: &Batch, object: &JsonValue, strict: bool) -> Option<JsonValue> {
    let mut rewritten;
    let mut object = object;
    if !batch.input.is_empty() {
        rewritten = object.clone();
        batch.input.iter().for_each(|r| rewrite::apply(api, r, &mut rewritten));
        object = &rewritten;
    }
    let mut sent = JsonMap::new();
    let object = object.as_object()?;
    if let Some(ty) = object.get("__typename") {
        sent.insert("__typename", ty.clone());
    }
    let known = fill(api, &batch.requires, object, strict, &mut sent)?;
    let only_name =
        batch.requires.iter().all(|r| matches!(r, Required::Field { sent, .. } if sent == "__typename"));
    (known || only_name).then_some(JsonValue::Object(sent))
}

/// Fills in what is required of an object. `None` if it cannot be, else whether anything was.
fn fill(
    api: &Api,
    required: &[Required],
    object: &JsonMap,
    strict: bool,
    sent: &mut JsonMap,
) -> Option<bool> {
    let mut any = false;
    for part in required {
        match part {
            Required::On { ty, parts } => {
                let known = object.get("__typename").and_then(JsonValue::as_str);
                if known.is_none_or(|known| api.is(known, ty) || api.is(ty, known)) {
                    any |= fill(api, parts, object, strict, sent)?;
                }
            }
            Required::Field { sent: key, .. } if key == "__typename" => {}
            Required::Field { key, sent: name, parts } => {
                match object.get(key.as_str()).or_else(|| object.get(name.as_str())) {
                    None if strict => return None,
                    None => {}
                    Some(value) => {
                        let value = part_of(api, parts, value, strict)?;
                        any = true;
                        match sent.get_mut(name.as_str()) {
                            Some(known) => merge::deep(api, known, value),
                            None => {
                                sent.insert(name.as_str(), value);
                            }
                        }
                    }
                }
            }
        }
    }
    Some(any)
}

fn part_of(api: &Api, parts: &[Required], value: &JsonValue, strict: bool) -> Option<JsonValue> {
    match value {
        JsonValue::Array(items) => {
            let items: Option<Vec<JsonValue>> =
                items.iter().map(|item| part_of(api, parts, item, strict)).collect();
            Some(JsonValue::Array(items?))
        }
        JsonValue::Object(object) if !parts.is_empty() => {
            let mut sent = JsonMap::new();
            if let Some(ty) = object.get("__typename") {
                sent.insert("__typename", ty.clone());
            }
            fill(api, parts, object, strict, &mut sent)?;
            Some(JsonValue::Object(sent))
        }
        other => Some(other.clone()),
    }
}
