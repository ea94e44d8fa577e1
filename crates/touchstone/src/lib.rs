//! How is it started? Configuration, command line and wiring: the room that knows all others.

pub mod config;
