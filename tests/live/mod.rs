//! What is told as it happens.

mod board;
mod rights;
mod sharing;
mod sight;
mod stream;
