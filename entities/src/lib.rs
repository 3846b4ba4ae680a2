//! One sea-orm entity for each table, and no logic.
//!
//! Columns that hold a code (`kind`, `state` …) are text here: what the codes mean is the domain's business.
#![allow(missing_docs, reason = "generated names of columns; each is documented where the table is created")]

pub mod action;
pub mod action_step;
pub mod announcement;
pub mod api_client;
pub mod api_client_key;
pub mod api_client_structure;
pub mod audit_event;
pub mod data_source;
pub mod external_ref;
pub mod field_provenance;
pub mod file;
pub mod funding_source;
pub mod funding_source_territory;
pub mod geo_point;
pub mod idempotency;
pub mod import_fault;
pub mod import_job;
pub mod import_row;
pub mod member;
pub mod membership;
pub mod module_prerequisite;
pub mod note;
pub mod notification;
pub mod outbox;
pub mod participation;
pub mod partner;
pub mod path_module;
pub mod path_revision;
pub mod path_stage;
pub mod project;
pub mod project_member;
pub mod quality_label;
pub mod record;
pub mod record_term;
pub mod resource_contribution;
pub mod resource_link;
pub mod resource_relation;
pub mod session;
pub mod share;
pub mod sign_in_link;
pub mod status_change;
pub mod structure;
pub mod structure_action_territory;
pub mod structure_merge;
pub mod structure_merge_move;
pub mod structure_place;
pub mod sweeping_change;
pub mod teaching_resource;
pub mod term;
pub mod territory;
pub mod territory_within;
pub mod training_path;
pub mod upload;
