//! Decides how a chain of certificates is read from a file: PEM blocks, or certificates in DER one behind the other.

use anyhow::{Context as _, ensure};
use touchstone_evidence::der::{Reader, Tag};
use touchstone_evidence::x509::pem_certificates;

/// How PEM begins, and nothing else that is evidence.
const PEM: &[u8] = b"-----BEGIN ";

/// Whether these bytes look like a chain: PEM, or the SEQUENCE that a certificate is.
pub(crate) fn is_chain(bytes: &[u8]) -> bool {
    has_pem(bytes) || bytes.first() == Some(&0x30)
}

/// The certificates in DER, in the order of the file.
pub(crate) fn certificates(bytes: &[u8]) -> anyhow::Result<Vec<Vec<u8>>> {
    let certificates = if has_pem(bytes) {
        let text = std::str::from_utf8(bytes).context("the PEM file is not UTF-8")?;
        pem_certificates(text)
            .map_err(|line| anyhow::anyhow!("line {line}: not a PEM block with a certificate"))?
    } else {
        concatenated(bytes).context("neither PEM nor certificates in DER")?
    };
    ensure!(!certificates.is_empty(), "no certificate");
    Ok(certificates)
}

fn has_pem(bytes: &[u8]) -> bool {
    bytes.windows(PEM.len()).any(|window| window == PEM)
}

fn concatenated(bytes: &[u8]) -> anyhow::Result<Vec<Vec<u8>>> {
    let mut reader = Reader::new(bytes);
    let mut certificates = Vec::new();
    while !reader.is_empty() {
        certificates.push(reader.read(Tag::SEQUENCE)?.bytes.to_vec());
    }
    Ok(certificates)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certificates_in_der_are_told_apart() {
        let two = [0x30, 0x01, 0x05, 0x30, 0x00];
        let found = certificates(&two).unwrap();
        assert_eq!(found, [vec![0x30, 0x01, 0x05], vec![0x30, 0x00]]);
    }

    #[test]
    fn pem_may_have_text_around_it() {
        let pem = "leaf\n-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";
        assert_eq!(certificates(pem.as_bytes()).unwrap(), [vec![0x30, 0x00]]);
    }

    #[test]
    fn what_is_no_chain_is_told() {
        let told = |bytes: &[u8]| format!("{:#}", certificates(bytes).unwrap_err());
        assert!(told(b"hello").contains("neither PEM nor certificates in DER"));
        assert!(told(&[0x30, 0x05, 0x01]).contains("neither PEM"));
        assert!(told(b"").contains("no certificate"));
        assert!(told(b"-----BEGIN PRIVATE KEY-----\n").contains("line 1"));
    }
}
