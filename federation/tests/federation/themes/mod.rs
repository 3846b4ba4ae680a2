//! A case for each theme of the specification.

mod abstract_types;
mod children;
mod circles;
mod conditions;
mod entities;
mod errors;
mod first_version;
mod hostile;
mod inputs;
mod interface_objects;
mod interplay;
mod keys;
mod lists_of_entities;
mod mutations;
mod nodes;
mod null_keys;
mod overrides;
mod parents;
mod provides;
mod requires;
mod requires_shapes;
mod shared_roots;
mod stages;
mod subscriptions;
mod typenames;
mod visibility;
