//! The `touchstone` binary: hands over to the library.
fn main() {}
