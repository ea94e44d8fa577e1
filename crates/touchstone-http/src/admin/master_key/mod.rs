//! The master key under which secrets are sealed: one file per operation.

mod rotate;

pub(crate) use rotate::rotate;
