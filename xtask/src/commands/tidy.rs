//! `cargo xtask tidy`: the rules that the compiler does not know.

use crate::run::root;
use crate::tidy::check;

pub(crate) fn run() -> anyhow::Result<()> {
    let findings = check(&root())?;
    for finding in &findings {
        println!("{finding}");
    }
    anyhow::ensure!(findings.is_empty(), "{} untidy places", findings.len());
    println!("tidy");
    Ok(())
}
