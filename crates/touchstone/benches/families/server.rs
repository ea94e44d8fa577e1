//! A server in a process of its own, from the release binary, on a store that is thrown away.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

pub const ENGINES: [Engine; 2] = [Engine::Sqlite, Engine::Postgres];

/// What a family wants of its server.
pub struct Settings {
    /// Sections of the configuration.
    pub config: String,
    /// Files beside it: name and text.
    pub files: Vec<(&'static str, String)>,
}

/// A running server; it ends with this value.
pub struct Server {
    child: Child,
    folder: tempfile::TempDir,
    pub address: String,
    /// From the start of the process until `/ready` said yes.
    pub ready_after: Duration,
}

impl Server {
    pub async fn start(engine: Engine, settings: &Settings) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let address = free_address()?;
        configure(folder.path(), engine, &address, settings)?;
        let started = Instant::now();
        let child = Command::new(env!("CARGO_BIN_EXE_touchstone"))
            .arg("serve")
            .current_dir(folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let mut server = Self {
            child,
            folder,
            address,
            ready_after: Duration::ZERO,
        };
        server.wait_until_ready(started).await?;
        server.ready_after = started.elapsed();
        Ok(server)
    }

    async fn wait_until_ready(&mut self, started: Instant) -> anyhow::Result<()> {
        while started.elapsed() < Duration::from_secs(20) {
            if crate::http::get(&self.address, "/ready")
                .await
                .is_ok_and(|status| status == 200)
            {
                return Ok(());
            }
            if let Some(status) = self.child.try_wait()? {
                anyhow::bail!("the server ended with {status}");
            }
            tokio::time::sleep(Duration::from_micros(500)).await;
        }
        anyhow::bail!("the server is not ready after 20 s")
    }

    /// The server-wide admin key; the first start makes it a moment after the server listens.
    pub async fn first_admin_key(&self) -> anyhow::Result<String> {
        let file = self.folder.path().join("touchstone.admin-key");
        let start = Instant::now();
        loop {
            match std::fs::read_to_string(&file) {
                Ok(token) if token.ends_with('\n') => return Ok(token.trim().to_owned()),
                _ if start.elapsed() > Duration::from_secs(5) => anyhow::bail!("no admin key"),
                _ => tokio::time::sleep(Duration::from_millis(5)).await,
            }
        }
    }

    /// Seconds of CPU that the process has used.
    pub fn cpu_s(&self) -> anyhow::Result<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let fields: Vec<&str> = stat
            .rsplit(')')
            .next()
            .unwrap_or_default()
            .split_whitespace()
            .collect();
        let ticks = |at: usize| fields.get(at).and_then(|ticks| ticks.parse::<f64>().ok());
        // utime and stime are fields 14 and 15; the second, the name, ended with the parenthesis.
        // There are 100 ticks in a second.
        Ok((ticks(11).context("utime")? + ticks(12).context("stime")?) / 100.0)
    }

    /// Memory that is resident, in MiB.
    pub fn resident_mib(&self) -> anyhow::Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status
            .lines()
            .find(|line| line.starts_with("VmRSS:"))
            .context("VmRSS")?;
        let kib: f64 = line
            .split_whitespace()
            .nth(1)
            .context("a number")?
            .parse()?;
        Ok(kib / 1024.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn configure(
    folder: &Path,
    engine: Engine,
    address: &str,
    settings: &Settings,
) -> anyhow::Result<()> {
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text);
    write("master-key", &data_encoding::BASE64.encode(&[3; 32]))?;
    for (name, text) in &settings.files {
        write(name, text)?;
    }
    let url = match engine {
        Engine::Sqlite => "sqlite:touchstone.db".to_owned(),
        Engine::Postgres => touchstone_testkit::postgres::fresh_database(),
    };
    let config = format!(
        "[server]\nlisten = \"{address}\"\n[storage]\nurl = \"{url}\"\n\
         [secrets]\nmaster_key_file = \"master-key\"\nadmin_key_file = \"touchstone.admin-key\"\n\
         [log]\nlevel = \"warn\"\n{}",
        settings.config
    );
    Ok(write("touchstone.toml", &config)?)
}

fn free_address() -> anyhow::Result<String> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?
        .local_addr()?
        .to_string())
}
