//! One command, one file.

pub(crate) mod bench;
pub(crate) mod ci;
pub(crate) mod fuzz;
pub(crate) mod r#gen;
pub(crate) mod interop;
pub(crate) mod test;
pub(crate) mod tidy;
