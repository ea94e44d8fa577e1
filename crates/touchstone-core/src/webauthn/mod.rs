//! Passkeys: what the options promise, what a result proves, and what is kept of it (spec webauthn.md).

pub mod admin;
mod answer;
mod asked;
mod attestation;
mod authenticate;
mod case;
mod checks;
mod client_data;
mod counted;
mod decoy;
mod events;
mod metadata;
mod open_enrolment;
mod open_sessions;
mod options;
pub mod policy;
mod profile;
mod reasons;
mod reevaluation;
mod register;
mod request;
mod rp;
mod rps;
mod service;
mod session;
mod settlement;
mod status;
mod trust;

pub use answer::{
    AuthenticationOptions, CeremonyError, CredentialDescriptor, Refusal, RegistrationOptions,
    Status, StatusDetail, Succeeded, Telling,
};
pub use checks::{CHECKS, check_meaning};
pub use metadata::{MdsSourceOptions, MdsState, MdsView, MetadataStartError};
pub use reasons::{CEREMONY_FAILED, REASON_PARTS, Reason, ReasonPart, reason, reasons};
pub use request::{
    Asker, AuthenticationOptionsRequest, AuthenticatorSelection, RegistrationOptionsRequest,
};
pub use rp::{Rp, Service, UnreadableRp};
pub use rps::RpError;
pub use service::{Webauthn, WebauthnOptions, WebauthnStartError};
pub use touchstone_evidence::jose::decode_url_padded;
pub use touchstone_evidence::webauthn::{Aaguid, AttestationType, Format};
