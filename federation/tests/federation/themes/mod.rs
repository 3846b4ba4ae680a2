//! A case for each theme of the specification.

mod entities;
