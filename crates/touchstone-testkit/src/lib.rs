//! What tests share: the outside vectors and a PostgreSQL of their own.
//!
//! A test that cannot have what it needs fails; nothing here is skipped in silence. That is why
//! this crate panics where product code returns an error.

pub mod postgres;
mod vectors;

pub use vectors::{VECTORS_VARIABLE, VectorsMissing, find_vectors_dir, vectors_dir};
