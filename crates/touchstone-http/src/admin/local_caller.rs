//! Decides who needs no key: whoever has the store's files in hand and calls the router in its own process.

/// A request extension that makes the admin API act as someone who may do everything, in every tenant. No network request can carry
/// one: extensions are set in the process only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocalCaller;
