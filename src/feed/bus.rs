//! Hints between servers: that something is there to be read.
