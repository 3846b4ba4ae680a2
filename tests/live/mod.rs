//! What is told as it happens.

mod board;
mod carried;
mod documented;
mod presence;
mod rights;
mod sharing;
mod sight;
mod stream;
