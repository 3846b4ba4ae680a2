//! Federation end to end: services composed, operations planned and executed over them.

mod refusals;
mod support;
mod themes;
