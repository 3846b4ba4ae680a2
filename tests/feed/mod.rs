//! What servers tell one another, over a real Redis.

mod bus;
mod presence;
mod quota;
