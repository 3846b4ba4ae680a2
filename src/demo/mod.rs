//! Demonstration data: a small invented network on real communes, for those who try the hub and those who work on it.
//!
//! Names are plainly invented and end in « (démo) »; the communes, from `demo/places.csv`, are public facts. Everything
//! has the same identifiers in every database, and days count from the day it is loaded, so that something is always
//! late, under way and to come.

mod data;
mod plan;
mod repo;
mod services;

use data::Demo;
pub use services::{DemoService, QUERY, SERVICES};

use crate::exchange::apply::{self, ApplyOptions};
use crate::exchange::limits::ReadLimits;
use crate::exchange::mapping::Mapping;
use crate::exchange::message::Message;
use crate::exchange::reading::Reading;
use crate::exchange::record::ImportKind;
use crate::kernel::error::{Error, Result};
use crate::kernel::locale::Locale;
use crate::store::transaction::Act;
use crate::store::{Store, Tx};

/// What became of the demonstration data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is there now.
    Loaded,
    /// It was there: nothing was touched.
    AlreadyThere,
}

/// Loads the demonstration data, once.
///
/// # Errors
/// When the database fails; then only places may have been written.
pub async fn load(store: &Store) -> Result<Outcome> {
    load_places(store).await?;
    store.write_as_hub(&Load(Demo::read()?)).await
}

async fn load_places(store: &Store) -> Result<()> {
    let mapping = Mapping::by_name("demo", ImportKind::Territory);
    let text = include_str!("../../demo/places.csv");
    let reading = Reading::open(text, &mapping, &ReadLimits::default(), Locale::En).map_err(|faults| {
        let faults: Vec<String> = faults.iter().map(|fault| fault.text(Locale::En)).collect();
        Error::Internal(faults.join("; "))
    })?;
    let options = ApplyOptions::new(Locale::En);
    apply::apply(store, reading, options, &|_| ()).await?;
    Ok(())
}

/// Loads all but the places.
#[derive(Debug)]
struct Load(Demo);

impl Act for Load {
    type Outcome = Outcome;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let Self(demo) = self;
        if repo::is_loaded(tx, demo).await? {
            return Ok(Outcome::AlreadyThere);
        }
        repo::term::insert(tx, demo).await?;
        repo::structure::insert(tx, demo).await?;
        repo::member::insert(tx, demo).await?;
        for project in &demo.projects {
            repo::project::insert(tx, demo, project).await?;
            repo::action::insert(tx, demo, project).await?;
        }
        repo::funding_source::insert(tx, demo).await?;
        repo::training_path::insert(tx, demo).await?;
        repo::resource::insert(tx, demo).await?;
        tx.note_sweeping();
        tx.audit("demo.load", None, serde_json::json!({})).await?;
        Ok(Outcome::Loaded)
    }
}
