//! The attestation sessions: spec mobile.md 2 and the rows of section 9 that this room decides.

mod android_key;
mod authentication;
mod conflicts;
mod evidence;
mod google;
mod huawei;
mod init;
mod load;
mod malformed;
mod rate_limit;
mod routing;
mod verdict;
