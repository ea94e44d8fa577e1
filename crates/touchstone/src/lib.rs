//! How is it started? Configuration, command line and wiring: the room that knows all others.

pub mod app;
pub mod cli;
pub mod config;
pub mod conformance;

mod chain_file;
mod demo;
mod doctor;
mod evidence_file;
mod key_file;
mod offline;
mod private_file;
mod reference;
mod serve;
mod simulate;
