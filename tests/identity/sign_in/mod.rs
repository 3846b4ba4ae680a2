//! Signing in through providers, over the web, on both databases: with real ones, and with one that lies.

mod accounts;
mod flow;
mod logout;
mod logs;
mod real;
mod refused;
mod registered;
mod tab;
mod ways;
mod world;
