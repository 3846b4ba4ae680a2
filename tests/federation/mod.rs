//! Partners' GraphQL services joined to the hub's schema.

mod demonstration;
mod documented;
mod elsewhere;
mod faults;
mod joined;
mod partners;
mod refused;
mod registry;
mod stock;
mod subscriptions;
mod swaps;
mod together;
mod trusted;
mod world;
