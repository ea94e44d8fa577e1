//! Credentials: seen with all that was attested, suspended, renamed, deleted, and taken over from elsewhere.

mod get;
mod import;
mod imported;
mod list;
mod remove;
mod snapshot;
mod update;
mod view;

pub use get::{CredentialDetail, credential};
pub use import::import_credential;
pub use imported::ImportedCredential;
pub use list::credentials;
pub use remove::remove_credential;
pub use update::update_credential;
pub use view::CredentialView;
