//! What administrators do with the family `webauthn` (spec webauthn.md section 6).

mod credentials;
mod diagnose;
mod mds;
mod reevaluations;
mod relying_parties;
mod sessions;
mod statements;
mod users;

pub use credentials::{
    CredentialDetail, CredentialView, ImportedCredential, credential, credentials,
    import_credential, remove_credential, update_credential,
};
pub use diagnose::{DiagnosedRegistration, Diagnosis, diagnose};
pub use mds::{
    MdsDiff, MdsEntryCursor, MdsEntryFilter, MdsEntryView, MdsReportView, mds, mds_diff,
    mds_entries, refresh_mds,
};
pub use reevaluations::{AskedReevaluation, reevaluations, start_reevaluation};
pub use relying_parties::{
    RegisteredRp, RpFields, RpWarning, create_rp, remove_rp, rp, rps, update_rp,
};
pub use sessions::{SessionView, session, sessions};
pub use statements::{
    STATEMENT_BYTES_PER_TENANT_MAX, STATEMENTS_PER_TENANT_MAX, StatementCursor, StatementHeadView,
    StatementView, put_statement, remove_statement, statement, statements,
};
pub use users::{NewUser, UserChange, create_user, remove_user, update_user, user, users};

use crate::{Noun, scope};

/// Relying parties of a tenant (spec webauthn.md 8).
pub const RPS_PER_TENANT_MAX: u64 = 100;

const READ: &str = scope::read(Noun::Webauthn);
const WRITE: &str = scope::write(Noun::Webauthn);
