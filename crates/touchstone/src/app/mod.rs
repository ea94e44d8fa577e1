//! What hangs together while it runs? Store, keys, anchors, use cases, listeners and what happens in the background.

mod background;
mod local;
mod logging;
mod master_key;
mod metrics;
mod open;
mod roots;
mod running;

pub(crate) use local::LocalApp;
pub(crate) use logging::start as start_logging;
pub(crate) use master_key::Source as MasterKeySource;
pub(crate) use open::anchors;
pub use running::{App, RunningApp, Surroundings};
