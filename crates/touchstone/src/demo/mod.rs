//! What does it look like when phones are judged? `touchstone demo`: a server that is thrown away, simulated phones of every platform, the whole
//! exchange over real HTTP, step by step.

mod by_hand;
mod devices;
mod furnish;
mod setup;
mod story;
mod teller;

use clap::Args;
use tracing_subscriber::EnvFilter;

use crate::app::start_logging;
use crate::cli::{Ending, Terminal};
use crate::config::LogFormat;
use crate::serve::signals;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// End after the exchange
    #[arg(long)]
    once: bool,
}

/// Plays the exchange; refused when a step does not end as it must.
pub(crate) async fn run(arguments: &Arguments, terminal: Terminal) -> anyhow::Result<Ending> {
    let _logging = start_logging(EnvFilter::new("warn"), LogFormat::Pretty);
    let signals = signals::listen()?;
    let stage = setup::stage().await?;
    let told = story::tell(&stage, terminal).await;
    if let (Ok(true), false) = (&told, arguments.once) {
        by_hand::explain(&stage, terminal)?;
        signals.next().await;
    }
    stage.app.shutdown().await?;
    Ok(if told? { Ending::Done } else { Ending::Refused })
}
