//! What is told as it happens.

mod board;
mod carried;
mod chaos;
mod documented;
mod presence;
mod rights;
mod sharing;
mod sight;
mod slow;
mod stream;
