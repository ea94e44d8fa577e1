//! Decides whether what a description says is acceptable: checks K9 (its second half) to K16 (spec mobile.md
//! section 4.7), one file each.

mod app;
mod attest_key;
mod boot;
mod key;
mod level;
mod versions;

pub(super) use app::find_app;
pub(super) use attest_key::check_attest_key;
pub(super) use boot::check_boot;
pub(super) use key::{check_origin, check_scope_and_purpose};
pub(super) use level::check_level;
pub(super) use versions::check_versions;
