//! What the repository promises about itself: who may import whom, how large files are, what the schema says, and what
//! may not change without notice. Each test reads files and little more, so all of them are quick.

mod breaking;
mod layers;
mod operations;
mod packages;
mod readme;
mod schema;
mod schema_changes;
mod sizes;
mod sources;
