//! Programs that a command needs, installed when they are missing; every installation is told.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail};
use touchstone_testkit::postgres::{SERVER_VARIABLE, Server, binaries};

use crate::run::{cargo, output, root, run, succeeds, target_folder};

/// The version of cargo-deny that `deny.toml` was written for.
const CARGO_DENY_VERSION: &str = "0.20.2";

/// Where Debian's package puts the browser.
const CHROMIUM: &str = "/usr/bin/chromium";

/// A PostgreSQL for a whole run, ended when this is dropped. Every test process is told its URL.
#[derive(Debug)]
pub(crate) struct Postgres {
    server: Server,
}

impl Postgres {
    /// Starts a cluster; installs Debian's package first when there is no PostgreSQL.
    pub(crate) fn start() -> anyhow::Result<Self> {
        if binaries().is_none() {
            install_debian_package("postgresql")?;
        }
        let server = Server::start().context("PostgreSQL cannot be started")?;
        println!("PostgreSQL for this run: {}", server.url());
        Ok(Self { server })
    }

    /// Tells a command where the server is.
    pub(crate) fn tell<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.env(SERVER_VARIABLE, self.server.url())
    }
}

/// Makes sure of what the tests in the browser need: Debian's Chromium, Node.js, and the packages of `e2e/package-lock.json`. The browser is the
/// distribution's: no package downloads one of its own.
pub(crate) fn need_browser() -> anyhow::Result<()> {
    if !Path::new(CHROMIUM).exists() {
        install_debian_package("chromium")?;
    }
    for (program, package) in [("node", "nodejs"), ("npm", "npm")] {
        if !succeeds(Command::new(program).arg("--version")) {
            install_debian_package(package)?;
        }
    }
    let folder = root().join("e2e");
    if !succeeds(npm(&folder).args(["ls", "--all"])) {
        println!("packages of e2e/package-lock.json are missing: installing them");
        run(npm(&folder).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))?;
    }
    Ok(())
}

/// npm in this folder.
pub(crate) fn npm(folder: &Path) -> Command {
    let mut npm = Command::new("npm");
    npm.current_dir(folder);
    npm
}

/// Makes sure of a C++ compiler: the fuzzer's runtime is C++.
pub(crate) fn need_cxx() -> anyhow::Result<()> {
    if succeeds(Command::new("c++").arg("--version")) {
        return Ok(());
    }
    install_debian_package("g++")
}

/// The program `cargo-deny`, installed into the target folder when it is
/// missing: nothing outside the workspace is changed.
pub(crate) fn cargo_deny() -> anyhow::Result<PathBuf> {
    if succeeds(Command::new("cargo-deny").arg("--version")) {
        return Ok(PathBuf::from("cargo-deny"));
    }
    let tools = target_folder()?.join("tools");
    let program = tools.join("bin/cargo-deny");
    if !succeeds(Command::new(&program).arg("--version")) {
        println!("cargo-deny is missing: building it, which takes some minutes");
        let install = [
            "install",
            "cargo-deny",
            "--locked",
            "--version",
            CARGO_DENY_VERSION,
        ];
        run(cargo(install).arg("--root").arg(&tools))?;
    }
    Ok(program)
}

fn install_debian_package(package: &str) -> anyhow::Result<()> {
    let by_hand = format!("apt-get update && apt-get install {package}");
    if !succeeds(Command::new("apt-get").arg("--version")) {
        bail!("{package} is missing, and there is no apt-get to install it: install it by hand");
    }
    if output(Command::new("id").arg("-u"))?.trim() != "0" {
        bail!("{package} is missing, and only root can install it: run `{by_hand}` as root");
    }
    println!("{package} is missing: installing Debian's package");
    let mut update = Command::new("apt-get");
    run(update.args(["--quiet", "--quiet", "update"]))?;
    let mut install = Command::new("apt-get");
    install.env("DEBIAN_FRONTEND", "noninteractive");
    install.args([
        "--quiet",
        "--quiet",
        "--yes",
        "--no-install-recommends",
        "install",
        package,
    ]);
    run(&mut install)
}
