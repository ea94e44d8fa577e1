//! What hangs together while it runs? Store, keys, anchors, issuers, use cases, listeners and what happens in the background.

mod anchors;
mod background;
mod files;
mod issuers;
mod local;
mod logging;
mod master_key;
mod metadata;
mod metrics;
mod open;
mod open_enrolment;
mod running;
mod status_file;
mod status_list;
mod webauthn;

pub(crate) use anchors::{AnchorSet, anchors, read_anchors};
pub(crate) use local::LocalApp;
pub(crate) use logging::start as start_logging;
pub(crate) use master_key::Source as MasterKeySource;
pub use running::{App, RunningApp, Surroundings};
pub(crate) use webauthn::options as webauthn_options;
