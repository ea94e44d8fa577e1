//! Reads vector folders: one case per folder, a `case.toml` in each.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use touchstone_evidence::Timestamp;

/// One `case.toml`, as far as the formats here use it.
#[derive(Debug, Deserialize)]
pub struct Case {
    #[serde(skip)]
    pub name: String,
    #[serde(skip)]
    folder: PathBuf,
    pub kind: String,
    pub expect: String,
    now: Option<String>,
    input: toml::Table,
    #[serde(default)]
    pub expected: toml::Table,
    #[serde(default)]
    pub outcome: toml::Table,
    #[serde(default)]
    pub lookup: Vec<toml::Table>,
}

impl Case {
    /// The time to judge at.
    pub fn now(&self) -> Timestamp {
        self.now
            .as_ref()
            .expect("case without now")
            .parse()
            .unwrap()
    }

    /// Whether the case has this input file.
    pub fn has_input(&self, name: &str) -> bool {
        self.input.contains_key(name)
    }

    /// An input file.
    pub fn input(&self, name: &str) -> Vec<u8> {
        self.file(text(&self.input, name))
    }

    /// Every file of a list of them.
    pub fn inputs(&self, name: &str) -> Vec<Vec<u8>> {
        let files = self.input[name].as_array().unwrap().iter();
        files
            .map(|file| self.file(file.as_str().unwrap()))
            .collect()
    }

    fn file(&self, name: &str) -> Vec<u8> {
        let file = self.folder.join(name);
        std::fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
    }

    /// The anchors of the case.
    pub fn anchors(&self) -> touchstone_evidence::x509::Anchors {
        let pem = String::from_utf8(self.input("anchors")).unwrap();
        touchstone_evidence::x509::Anchors::from_pem(&pem).unwrap()
    }
}

/// Text under a key.
pub fn text<'t>(table: &'t toml::Table, key: &str) -> &'t str {
    table[key].as_str().unwrap()
}

/// Bytes in hexadecimal under a key.
pub fn hex(table: &toml::Table, key: &str) -> Vec<u8> {
    data_encoding::HEXLOWER
        .decode(text(table, key).as_bytes())
        .unwrap()
}

/// Bytes of a fixed length in hexadecimal under a key.
pub fn hex_array<const N: usize>(table: &toml::Table, key: &str) -> [u8; N] {
    hex(table, key).try_into().unwrap()
}

/// Every case of a format; fails when there are fewer than `at_least`.
pub fn cases(format: &str, at_least: usize) -> Vec<Case> {
    let folder = touchstone_testkit::vectors_dir().join(format);
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().unwrap().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .filter(|name| !name.starts_with('_'))
        .collect();
    names.sort();
    assert!(
        names.len() >= at_least,
        "{format}: {} cases, expected {at_least}",
        names.len()
    );
    names
        .into_iter()
        .map(|name| read(&folder.join(&name), name))
        .collect()
}

fn read(folder: &Path, name: String) -> Case {
    let file = folder.join("case.toml");
    let text = std::fs::read_to_string(&file)
        .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let case: Case =
        toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    Case {
        name,
        folder: folder.to_path_buf(),
        ..case
    }
}

/// Runs `judge` on every case; `Ok` holds the outcome as the case writes it, `Err` the reason. Cases that differ from
/// what they expect must be those that `divergences.toml` lists, and no others.
pub fn run(
    format: &str,
    at_least: usize,
    judge: impl Fn(&Case) -> Result<toml::Table, &'static str>,
) {
    let cases = cases(format, at_least);
    let found: Vec<String> = cases
        .iter()
        .filter_map(|case| difference(case, judge(case)))
        .collect();
    let differing: Vec<&str> = found
        .iter()
        .map(|line| line.split(':').next().unwrap())
        .collect();
    let listed = super::divergences::listed(format);
    let unexpected: Vec<_> = listed
        .iter()
        .filter(|name| !differing.contains(&name.as_str()))
        .collect();
    assert!(
        unexpected.is_empty(),
        "listed in divergences.toml but passing or gone: {unexpected:?}"
    );
    let unlisted: Vec<_> = found
        .iter()
        .filter(|line| !listed.contains(&line.split(':').next().unwrap().to_owned()))
        .collect();
    assert!(
        unlisted.is_empty(),
        "{} of {} cases differ: {unlisted:#?}",
        unlisted.len(),
        cases.len()
    );
}

fn difference(case: &Case, judged: Result<toml::Table, &'static str>) -> Option<String> {
    let name = &case.name;
    match judged {
        Err(reason) if reason == case.expect => None,
        Err(reason) => Some(format!("{name}: expected {}, got {reason}", case.expect)),
        Ok(_) if case.expect != "accept" => {
            Some(format!("{name}: expected {}, accepted", case.expect))
        }
        Ok(outcome) if outcome != case.outcome => Some(format!(
            "{name}: expected {:?}, got {outcome:?}",
            case.outcome
        )),
        Ok(_) => None,
    }
}
