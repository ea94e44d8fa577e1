//! Generated files are what their generator writes now.

use std::path::Path;

use super::Finding;
use crate::commands::r#gen::stale;

pub(super) fn check(root: &Path) -> anyhow::Result<Vec<Finding>> {
    let finding = |path| {
        Finding::new(
            path,
            1,
            "the generated file is stale",
            "run `cargo xtask gen`",
        )
    };
    Ok(stale(root)?.into_iter().map(finding).collect())
}
