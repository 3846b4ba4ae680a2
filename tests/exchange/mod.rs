//! Importing files into the database.

mod demo;
mod export;
mod interrupted;
mod nouns;
mod public_files;
mod quirks;
mod structures;
mod territories;

use std::path::{Path, PathBuf};

use entities::{external_ref, outbox, record, structure};
use respyrem::exchange::apply::{self, ApplyOptions, Report, Summary};
use respyrem::exchange::limits::ReadLimits;
use respyrem::exchange::mapping::Mapping;
use respyrem::exchange::reading::Reading;
use respyrem::exchange::record::ImportKind;
use respyrem::kernel::locale::Locale;
use respyrem::store::Store;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use crate::support::TestHub;

/// Imports a text whose columns bear the names of the fields.
async fn import(hub: &TestHub, source: &str, text: &str) -> Report {
    apply_text(&hub.store, &Mapping::by_name(source, ImportKind::Structure), text, false).await
}

/// Imports places whose columns bear the names of the fields.
async fn import_places(hub: &TestHub, text: &str) -> Report {
    apply_text(&hub.store, &Mapping::by_name("places", ImportKind::Territory), text, false).await
}

async fn apply_text(store: &Store, mapping: &Mapping, text: &str, rehearse: bool) -> Report {
    apply_with(store, mapping, text, ApplyOptions { rehearse, ..ApplyOptions::new(Locale::En) }).await
}

async fn apply_with(store: &Store, mapping: &Mapping, text: &str, options: ApplyOptions) -> Report {
    let reading = Reading::open(text, mapping, &ReadLimits::default(), Locale::En).expect("a readable file");
    apply::apply(store, reading, options, &|_| ()).await.expect("an import")
}

/// Created, updated, unchanged, duplicates, errors.
fn sums(report: &Report) -> [usize; 5] {
    let Summary { created, updated, unchanged, duplicates, errors, .. } = report.summary;
    [created, updated, unchanged, duplicates, errors]
}

/// The remarks on all lines: line, column, message.
fn remarks(report: &Report) -> Vec<(u64, &str, &str)> {
    let remarks = report.lines.iter().flat_map(|line| &line.remarks);
    remarks.map(|remark| (remark.line, remark.column.as_str(), remark.message.as_str())).collect()
}

/// How many structures, records, changes and references there are.
async fn counts(store: &Store) -> [u64; 4] {
    let connection = store.connection();
    [
        structure::Entity::find().count(connection).await.expect("a count"),
        record::Entity::find().count(connection).await.expect("a count"),
        outbox::Entity::find().count(connection).await.expect("a count"),
        external_ref::Entity::find().count(connection).await.expect("a count"),
    ]
}

async fn structure_named(hub: &TestHub, name: &str) -> (record::Model, structure::Model) {
    let query = structure::Entity::find().filter(structure::Column::Name.eq(name));
    let found = query.all(hub.store.connection()).await.expect("a read");
    let [structure] = found.as_slice() else { panic!("{} called {name}", found.len()) };
    let record = record::Entity::find_by_id(structure.id).one(hub.store.connection()).await.expect("a read");
    (record.expect("its record"), structure.clone())
}

/// The changes so far: event, version and fields, in their order.
async fn events(hub: &TestHub) -> Vec<(String, i32, String)> {
    let query = outbox::Entity::find().order_by_asc(outbox::Column::Seq);
    let rows = query.all(hub.store.connection()).await.expect("a read");
    rows.into_iter().map(|row| (row.event, row.version, row.changed_fields.to_string())).collect()
}

/// A SIRET that passes its rule, one for each number.
fn siret(number: u32) -> String {
    let siren = with_key(&format!("{:08}", 80_000_000 + number));
    with_key(&format!("{siren}0001"))
}

/// Digits with the one that makes Luhn's sum a multiple of ten.
fn with_key(digits: &str) -> String {
    let doubled = |digit: u32| if digit > 4 { 2 * digit - 9 } else { 2 * digit };
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(position, byte)| (position, u32::from(byte - b'0')))
        .map(|(position, digit)| if position % 2 == 0 { doubled(digit) } else { digit })
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

/// A file of `count` structures, each with a number of its own.
fn many(count: u32) -> String {
    let rows = (0..count).map(|row| format!("{row},Casal {row},ASSOCIATIVE,{}\n", siret(row)));
    "externalId,name,kind,siret\n".to_owned() + &rows.collect::<String>()
}

/// A public file, if it stands beside the project.
fn public_file(name: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    root.ancestors().map(|folder| folder.join("shared/data").join(name)).find(|path| path.exists())
}
