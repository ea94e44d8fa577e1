//! Decides how a connection behaves: commits are durable, whatever the server's default, and nothing is waited for without end.

use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod, Runtime};
use tokio_postgres::{Client, Config, Connection, Error, NoTls, Socket, tls::NoTlsStream};

use crate::{OpenError, Options, PostgresUrl};

/// The settings of every connection, behind those of the URL so that ours count.
pub(super) fn config(url: &PostgresUrl, timeout: Duration) -> Config {
    let mut config = url.config().clone();
    let given = config.get_options().unwrap_or_default();
    let statement_timeout_ms = timeout.as_millis();
    let options = format!(
        "{given} -c synchronous_commit=on -c default_transaction_isolation=read\\ committed \
         -c statement_timeout={statement_timeout_ms} \
         -c idle_in_transaction_session_timeout={statement_timeout_ms}"
    );
    config.options(options.trim());
    if config.get_application_name().is_none() {
        config.application_name("touchstone");
    }
    config.connect_timeout(timeout);
    config.tcp_user_timeout(timeout);
    config.keepalives_idle(timeout);
    config
}

/// The settings of a connection whose statements find every row by a key. A plan that was kept from the time when the tables were
/// small, or that trusts statistics which are not made yet, would read whole tables.
pub(super) fn by_key(config: &Config) -> Config {
    let given = config.get_options().unwrap_or_default();
    let mut by_key = config.clone();
    by_key.options(format!(
        "{given} -c plan_cache_mode=force_custom_plan -c enable_seqscan=off \
         -c enable_hashjoin=off -c enable_mergejoin=off"
    ));
    by_key
}

/// The pool for all that is not settled.
pub(super) fn pool(config: Config, options: &Options) -> Result<Pool, OpenError> {
    let recycling_method = RecyclingMethod::Fast;
    let manager = Manager::from_config(config, NoTls, ManagerConfig { recycling_method });
    Pool::builder(manager)
        .max_size(options.pool_size.max(1))
        .wait_timeout(Some(options.timeout))
        .create_timeout(Some(options.timeout))
        .runtime(Runtime::Tokio1)
        .build()
        .map_err(|error| OpenError::Refused(Box::new(error)))
}

/// A connection of its own, driven by a task that ends with it.
pub(super) async fn client(config: &Config) -> Result<Client, Error> {
    let (client, connection) = pair(config).await?;
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::warn!(%error, "a connection to PostgreSQL ended");
        }
    });
    Ok(client)
}

/// A connection whose messages the caller reads.
pub(super) async fn pair(
    config: &Config,
) -> Result<(Client, Connection<Socket, NoTlsStream>), Error> {
    config.connect(NoTls).await
}
