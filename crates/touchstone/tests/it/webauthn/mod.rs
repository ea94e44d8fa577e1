//! Passkeys, over HTTP: what a test in one process does not see (spec webauthn.md 9 and 12), on both engines.

mod killed;
mod makers;
mod nodes;
mod settling;
mod signatures;
