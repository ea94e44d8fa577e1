//! Decides how Play Integrity keys are read from files: base64 alone, PEM, or the lines `DECRYPTION_KEY=` and `VERIFICATION_KEY=` of the file
//! that the Play Console gives, in which both may stand.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use data_encoding::BASE64;
use touchstone_evidence::play_integrity::Keys;
use zeroize::Zeroizing;

use crate::cli::secret;

/// The two keys of an app.
#[derive(Args, Debug)]
pub(crate) struct KeyFiles {
    /// File with the AES key that opens tokens, as the Play Console gives it
    #[arg(long, value_name = "FILE")]
    decryption_key_file: PathBuf,
    /// File with the key that verifies them; may be the same file
    #[arg(long, value_name = "FILE")]
    verification_key_file: PathBuf,
}

/// The same where a token can also stay closed.
#[derive(Args, Debug)]
pub(crate) struct OptionalKeyFiles {
    /// File with the AES key that opens a Play Integrity token, as the Play Console gives it
    #[arg(long, value_name = "FILE", requires = "verification_key_file")]
    decryption_key_file: Option<PathBuf>,
    /// File with the key that verifies it; may be the same file
    #[arg(long, value_name = "FILE", requires = "decryption_key_file")]
    verification_key_file: Option<PathBuf>,
}

impl OptionalKeyFiles {
    /// The keys, when they are given.
    pub(crate) fn keys(&self) -> anyhow::Result<Option<Keys>> {
        let files = self
            .decryption_key_file
            .clone()
            .zip(self.verification_key_file.clone());
        let files = files.map(|(decryption_key_file, verification_key_file)| KeyFiles {
            decryption_key_file,
            verification_key_file,
        });
        files.map(|files| files.keys()).transpose()
    }
}

impl KeyFiles {
    /// Both keys in base64, decryption key first.
    pub(crate) fn read(&self) -> anyhow::Result<[Zeroizing<String>; 2]> {
        let decryption = key(&self.decryption_key_file, "DECRYPTION_KEY")?;
        Ok([
            decryption,
            key(&self.verification_key_file, "VERIFICATION_KEY")?,
        ])
    }

    fn keys(&self) -> anyhow::Result<Keys> {
        let [decryption, verification] = self.read()?;
        let bytes = |text: &str, file: &Path| {
            let bytes = BASE64.decode(text.as_bytes()).ok();
            let bytes = bytes.with_context(|| format!("{} holds no base64", file.display()));
            bytes.map(Zeroizing::new)
        };
        let decryption = bytes(&decryption, &self.decryption_key_file)?;
        let verification = bytes(&verification, &self.verification_key_file)?;
        Ok(Keys::new(&decryption, &verification)?)
    }
}

fn key(file: &Path, name: &str) -> anyhow::Result<Zeroizing<String>> {
    let text = secret(file)?;
    let named = text.lines().find_map(|line| {
        let (found, value) = line.split_once('=')?;
        found.trim().eq_ignore_ascii_case(name).then_some(value)
    });
    let value = match named {
        Some(value) => value,
        None => &text,
    };
    // PEM is base64 between two lines with dashes.
    let lines = value.lines().filter(|line| !line.starts_with("-----"));
    Ok(Zeroizing::new(lines.map(str::trim).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, name: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("keys");
        std::fs::write(&file, text).unwrap();
        key(&file, name).unwrap().to_string()
    }

    #[test]
    fn base64_alone_is_the_key() {
        assert_eq!(read(" q83v==\n", "DECRYPTION_KEY"), "q83v==");
    }

    #[test]
    fn a_file_of_both_keys_gives_each_by_its_name() {
        let both = "DECRYPTION_KEY=AAAA==\r\nVERIFICATION_KEY=BBBB=\r\n";
        assert_eq!(read(both, "DECRYPTION_KEY"), "AAAA==");
        assert_eq!(read(both, "VERIFICATION_KEY"), "BBBB=");
    }

    #[test]
    fn pem_is_taken_without_its_frame() {
        let pem = "-----BEGIN PUBLIC KEY-----\nAAAA\nBBBB\n-----END PUBLIC KEY-----\n";
        assert_eq!(read(pem, "VERIFICATION_KEY"), "AAAABBBB");
    }

    #[test]
    fn what_is_no_base64_is_refused_without_being_shown() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("keys");
        std::fs::write(&file, "hunter2!").unwrap();
        let files = KeyFiles {
            decryption_key_file: file.clone(),
            verification_key_file: file,
        };
        let message = format!("{:#}", files.keys().unwrap_err());
        assert!(message.contains("holds no base64"), "{message}");
        assert!(!message.contains("hunter2"), "{message}");
    }
}
