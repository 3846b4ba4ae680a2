//! Random lives of records: whatever several people do to them, in whatever order, versions, states, log and search agree.
//!
//! A life is a row of steps that chance draws; a failure is shrunk to the shortest that still fails, and printed. It is
//! asked through the whole pipeline, and a small model says what must come out. Longer runs: `PROPTEST_CASES=3000`.

mod check;
mod life;
mod model;
mod perform;
mod step;
mod world;
