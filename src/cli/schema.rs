//! `respyrem schema`

use super::output;

pub(super) fn run() -> anyhow::Result<()> {
    output::answer(&respyrem::schema::sdl())
}
