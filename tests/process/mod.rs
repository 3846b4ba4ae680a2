//! What only the real binary can show: that it survives being killed, and being asked too much.

mod killed;
mod overload;
