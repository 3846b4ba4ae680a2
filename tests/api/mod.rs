//! The API, noun by noun.

mod action;
mod anonymous;
mod archive;
mod contact;
mod declare_structure;
mod funding_eligibility;
mod funding_source;
mod funding_source_writes;
mod hand_over;
mod membership;
mod membership_step;
mod note;
mod participation;
mod project;
mod project_member;
mod resource;
mod resource_writes;
mod share;
mod structure;
mod structure_by_siret;
mod structure_status;
mod update_action;
mod update_project;
mod update_structure;
mod visibility;
