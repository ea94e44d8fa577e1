//! What is known of authenticators: BLOBs that are taken over or refused, revocation lists, and credentials that are judged again (spec
//! webauthn.md 4.5 and 7).

mod absent_knowledge;
mod administration;
mod blobs;
mod crowd;
mod judged_again;
mod judged_kinds;
mod nodes;
mod revocation;
pub mod scene;
mod timing;
mod walks;
