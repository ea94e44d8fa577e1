//! `cargo xtask fuzz`: throw bytes at every parser and see that none falls over.
//!
//! The targets are built on the stable compiler with the coverage instrumentation that libFuzzer
//! needs, and with the overflow checks and debug assertions on that a release leaves out.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;
use clap::Args;
use serde_json::Value;
use touchstone_testkit::find_vectors_dir;

use crate::run::{self, cargo, output, root};
use crate::tools::need_cxx;

/// The longest that all targets together may take, in seconds; shared evenly when it is short.
const TOTAL_SECONDS_MAX: u32 = 300;

/// Much more than a parser of bounded input needs, the fuzzer's own memory included.
const MEMORY_LIMIT_MIB: u32 = 512;

/// One input may not take longer than this, in seconds.
const INPUT_SECONDS_MAX: u32 = 10;

const RUSTFLAGS: &str = "--cfg fuzzing -Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares \
    -Ccodegen-units=1 -Cdebug-assertions -Coverflow-checks";

/// Fuzz one target, or each of them
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Seconds for each target
    #[arg(long, default_value_t = 60)]
    seconds: u32,
    /// The target: the name of a binary of `fuzz/Cargo.toml`
    target: Option<String>,
}

/// A target, and the folders whose files it starts from.
struct Target {
    name: String,
    seeds: Vec<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let mut targets = targets()?;
    if let Some(wanted) = &arguments.target {
        targets.retain(|target| target.name == *wanted);
        anyhow::ensure!(!targets.is_empty(), "there is no fuzz target `{wanted}`");
    }
    fuzz(&targets, arguments.seconds)
}

/// Every target for so many seconds, or less when there are so many that it would take too long.
pub(crate) fn all(seconds: u32) -> anyhow::Result<()> {
    let targets = targets()?;
    let count = u32::try_from(targets.len())?.max(1);
    fuzz(&targets, seconds.min(TOTAL_SECONDS_MAX / count))
}

fn fuzz(targets: &[Target], seconds: u32) -> anyhow::Result<()> {
    need_cxx()?;
    let host = host_triple()?;
    build(&host)?;
    let binaries = fuzz_folder().join("target").join(host).join("release");
    for target in targets {
        fuzz_one(&binaries, target, seconds)?;
    }
    Ok(())
}

fn build(host: &str) -> anyhow::Result<()> {
    // With the target named, build scripts and macros are built without the instrumentation.
    let mut build = cargo(["build", "--release", "--bins", "--target", host]);
    build.current_dir(fuzz_folder()).env("RUSTFLAGS", RUSTFLAGS);
    run::run(build.arg("--target-dir").arg(fuzz_folder().join("target")))
}

fn fuzz_one(binaries: &Path, target: &Target, seconds: u32) -> anyhow::Result<()> {
    let corpus = fuzz_folder().join("corpus").join(&target.name);
    let artifacts = fuzz_folder().join("artifacts").join(&target.name);
    std::fs::create_dir_all(&corpus).context("make the corpus folder")?;
    std::fs::create_dir_all(&artifacts).context("make the artifacts folder")?;
    let mut fuzzer = Command::new(binaries.join(&target.name));
    fuzzer
        .current_dir(fuzz_folder())
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-rss_limit_mb={MEMORY_LIMIT_MIB}"))
        .arg(format!("-timeout={INPUT_SECONDS_MAX}"))
        .arg(format!("-artifact_prefix={}/", artifacts.display()))
        .args(["-print_final_stats=1", "-verbosity=0"])
        .arg(&corpus)
        .args(&target.seeds);
    run::run(&mut fuzzer).with_context(|| match newest(&artifacts) {
        Some(input) => format!(
            "the fuzz target `{}` fell over: keep {} as the input of a test",
            target.name,
            input.display()
        ),
        None => format!("the fuzz target `{}` did not run", target.name),
    })
}

/// The file that was written last.
fn newest(folder: &Path) -> Option<PathBuf> {
    let files = std::fs::read_dir(folder).ok()?.filter_map(Result::ok);
    let dated =
        files.filter_map(|file| Some((file.metadata().ok()?.modified().ok()?, file.path())));
    dated.max().map(|(_, path)| path)
}

fn targets() -> anyhow::Result<Vec<Target>> {
    let mut metadata = cargo(["metadata", "--no-deps", "--format-version", "1"]);
    let text = output(metadata.current_dir(fuzz_folder())).context("list the fuzz targets")?;
    let targets = targets_of(&serde_json::from_str(&text)?, &find_vectors_dir()?)?;
    anyhow::ensure!(!targets.is_empty(), "fuzz/Cargo.toml names no target");
    Ok(targets)
}

/// The binaries of the fuzz package, each with the folders of vectors that its
/// `[package.metadata.seeds]` names for it.
fn targets_of(metadata: &Value, vectors: &Path) -> anyhow::Result<Vec<Target>> {
    let package = metadata
        .pointer("/packages/0")
        .context("fuzz/Cargo.toml is no package")?;
    let names = package
        .pointer("/targets")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let is_binary = |target: &&Value| target.pointer("/kind/0") == Some(&Value::from("bin"));
    let target = |value: &Value| -> anyhow::Result<Target> {
        let name = value
            .get("name")
            .and_then(Value::as_str)
            .context("a target has no name")?;
        let seeds = package
            .pointer(&format!("/metadata/seeds/{name}"))
            .and_then(Value::as_array);
        let folders = seeds.with_context(|| {
            format!(
                "fuzz/Cargo.toml names no seeds for `{name}`: add it to [package.metadata.seeds]"
            )
        })?;
        let seeds = folders
            .iter()
            .filter_map(Value::as_str)
            .map(|folder| vectors.join(folder));
        Ok(Target {
            name: name.to_owned(),
            seeds: seeds.collect(),
        })
    };
    names.filter(is_binary).map(target).collect()
}

fn host_triple() -> anyhow::Result<String> {
    let version = output(Command::new("rustc").arg("-vV"))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc does not tell its host")?.to_owned())
}

fn fuzz_folder() -> PathBuf {
    root().join("fuzz")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn metadata(seeds: &Value) -> Value {
        json!({"packages": [{
            "metadata": {"seeds": seeds},
            "targets": [{"name": "cbor", "kind": ["bin"]}, {"name": "lib", "kind": ["lib"]}],
        }]})
    }

    #[test]
    fn a_target_without_seeds_is_refused() {
        let refused = targets_of(&metadata(&json!({})), Path::new("/vectors"));
        assert!(refused.is_err_and(|error| error.to_string().contains("`cbor`")));
    }

    #[test]
    fn seeds_are_folders_of_vectors() {
        let seeds = json!({"cbor": ["app_attest", "webauthn"]});
        let targets = targets_of(&metadata(&seeds), Path::new("/vectors")).unwrap();
        let [target] = targets.as_slice() else {
            panic!("one binary, one target")
        };
        let folders = ["/vectors/app_attest", "/vectors/webauthn"].map(PathBuf::from);
        assert_eq!(
            (target.name.as_str(), target.seeds.as_slice()),
            ("cbor", folders.as_slice())
        );
    }
}
