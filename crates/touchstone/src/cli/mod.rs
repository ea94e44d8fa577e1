//! How is it told what to do? The command line: `touchstone <noun> <object> <verb>` (design.md section 3).

mod api;
mod audit;
mod config;
mod input;
mod key;
mod master_key;
mod migrate;
mod mobile;
mod reference;
mod refusal;
mod roots;
mod roots_file;
mod run;
mod segment;
mod table;
mod tenant;
mod terminal;
mod verdict;
mod verdict_text;
mod webauthn;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

pub(crate) use api::{Api, ApiArguments, Query, is_not_found, is_refusal};
pub(crate) use input::secret;
pub(crate) use run::Ending;
pub use run::main;
pub(crate) use segment::segment;
pub(crate) use terminal::{Terminal, remark};

/// Self-hosted attestation server: is this phone app genuine?
#[derive(Debug, Parser)]
#[command(
    name = "touchstone",
    version,
    max_term_width = 100,
    disable_help_subcommand = true
)]
pub(crate) struct Cli {
    /// Configuration file; without it touchstone.toml is read when it is there
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Print JSON
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the server; on an empty folder it makes everything it needs
    Serve(crate::serve::Arguments),
    /// See phones of every platform judged: a server that is thrown away, simulated phones, real HTTP
    Demo(crate::demo::Arguments),
    /// Bring the database to the schema of this binary
    Migrate(migrate::Arguments),
    /// Show and check the configuration
    Config(config::Arguments),
    /// Tenants: the owners of keys, apps and verdicts
    Tenant(tenant::Arguments),
    /// API keys of every kind
    Key(key::Arguments),
    /// Phone apps: settings, apps, device keys
    Mobile(mobile::Arguments),
    /// Passkeys: relying parties, users, credentials, what is known of authenticators
    Webauthn(webauthn::Arguments),
    /// Verdicts: what was judged, and why so
    Verdict(verdict::Arguments),
    /// The audit log: who changed what
    Audit(audit::Arguments),
    /// The master key, under which secrets are sealed
    MasterKey(master_key::Arguments),
    /// Judge evidence offline and print every check
    Verify(crate::offline::Arguments),
    /// Make evidence as a device would, from test CAs
    Simulate(crate::simulate::Arguments),
    /// Find out what is missing, and what to do about it
    Doctor(crate::doctor::Arguments),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print a generated page of the documentation
    #[command(hide = true)]
    Reference(reference::Arguments),
}
