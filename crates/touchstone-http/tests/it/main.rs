//! The HTTP room with the whole core behind it and a store on disk: what goes in, what comes out, byte for byte.

mod harness;

mod common;
mod connections;
mod health;
mod mobile;
