//! The testkit's own promises, kept with a real PostgreSQL.

// `cfg(test)` always holds here; it tells clippy that helpers may panic like the tests they serve.
#[cfg(test)]
mod killed;
#[cfg(test)]
mod postgres;
