//! Decides which pages of the documentation this binary writes: `touchstone reference config|errors`.

use clap::{Args, ValueEnum};

use super::{Ending, Terminal};
use crate::reference;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// Which page
    page: Page,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Page {
    /// docs/reference/config.md
    Config,
    /// docs/reference/errors.md
    Errors,
}

impl Arguments {
    pub(crate) fn run(self, terminal: Terminal) -> anyhow::Result<Ending> {
        let text = match self.page {
            Page::Config => crate::config::markdown()?,
            Page::Errors => reference::errors(),
        };
        terminal.text(&text)?;
        Ok(Ending::Done)
    }
}
