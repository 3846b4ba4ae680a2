//! GraphQL over WebSocket and over server-sent events: a test for each sentence of the two protocols, and for what the hub
//! adds to them.

mod admission;
mod bearers;
mod clients;
mod drain;
mod ends;
mod events;
mod load;
mod socket;
mod socket_operations;
