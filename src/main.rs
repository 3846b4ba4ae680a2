//! The `respyrem` command.

fn main() {}
