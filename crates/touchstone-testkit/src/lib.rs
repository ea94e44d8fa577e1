//! What tests share: outside vectors, PostgreSQL, temporary folders.
