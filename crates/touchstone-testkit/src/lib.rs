//! What tests share: outside vectors, PostgreSQL, temporary folders.
//!
//! A test that cannot have what it needs fails; nothing here is skipped in silence. That is why
//! this crate panics where product code returns an error.

mod vectors;

pub use vectors::vectors_dir;
