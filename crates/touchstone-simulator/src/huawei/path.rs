//! Which certificates come with a verdict, and what does each flaw make of them?

use super::app::HuaweiApp;
use super::ca::{HuaweiCa, SERVICE};
use super::flaw::Flaw;
use crate::certificate::{self, Certificate};
use crate::key::{Hash, RsaFile, SigningKey};
use crate::time::{DAY_MS, MINUTE_MS, within_calendar};

const CERTIFICATES_MAX: usize = 4;

impl HuaweiApp {
    /// The certificates of `x5c`, leaf first.
    pub(super) fn path(&self, now_ms: i64, flaw: Option<Flaw>) -> Vec<Vec<u8>> {
        let now_ms = within_calendar(now_ms);
        let ca = match flaw {
            Some(Flaw::OtherRoot | Flaw::OtherRootOmitted) => self.ca.stranger(),
            _ => self.ca.clone(),
        };
        let intermediate_key = match flaw {
            Some(Flaw::IntermediateSmall) => SigningKey::rsa(RsaFile::Small),
            _ => HuaweiCa::intermediate_key(),
        };
        let mut intermediate = HuaweiCa::intermediate(&intermediate_key);
        spoil_intermediate(&mut intermediate, now_ms, flaw);
        let mut leaf = HuaweiCa::leaf(&HuaweiCa::leaf_key());
        spoil_leaf(&mut leaf, now_ms, flaw);
        let leaf_signer = match flaw {
            Some(Flaw::LeafSelfSigned) => HuaweiCa::leaf_key(),
            _ => intermediate_key,
        };
        let mut path = vec![
            leaf.signed_by(&leaf_signer, Hash::Sha256),
            intermediate.signed_by(ca.root_key(), Hash::Sha384),
        ];
        let root_included = match flaw {
            Some(Flaw::OtherRoot) => true,
            Some(Flaw::OtherRootOmitted) => false,
            _ => self.root_included,
        };
        if root_included {
            path.push(ca.root_certificate().to_vec());
        }
        spoil_path(&mut path, flaw);
        path
    }
}

fn spoil_intermediate(intermediate: &mut Certificate, now_ms: i64, flaw: Option<Flaw>) {
    match flaw {
        Some(Flaw::IntermediateNotCa) => {
            intermediate.extensions = vec![certificate::end_entity_constraints()];
        }
        Some(Flaw::IntermediateUsage) => {
            intermediate.extensions = vec![
                certificate::authority_constraints(),
                certificate::signing_usage(),
            ];
        }
        Some(Flaw::IntermediateIssuerOther) => {
            intermediate.issuer = certificate::name("Simulated Huawei Other Root CA");
        }
        Some(Flaw::IntermediateNotYetValid) => intermediate.not_before_ms = now_ms + DAY_MS,
        Some(Flaw::IntermediateExpired) => intermediate.not_after_ms = now_ms - DAY_MS,
        _ => {}
    }
}

fn spoil_leaf(leaf: &mut Certificate, now_ms: i64, flaw: Option<Flaw>) {
    let other = "sysintegrity.example.com";
    match flaw {
        Some(Flaw::LeafNotYetValid) => leaf.not_before_ms = now_ms + 2 * MINUTE_MS,
        Some(Flaw::LeafExpired) => leaf.not_after_ms = now_ms - MINUTE_MS,
        Some(Flaw::LeafNameOther) => rename(leaf, other, Some(other)),
        Some(Flaw::LeafNameInSubjectOnly) => rename(leaf, SERVICE, Some(other)),
        Some(Flaw::LeafNameMissing) => rename(leaf, "Simulated Leaf", None),
        Some(Flaw::LeafNameLonger) => {
            let longer = format!("test.{SERVICE}");
            rename(leaf, &longer, Some(&longer));
        }
        _ => {}
    }
}

fn rename(leaf: &mut Certificate, common_name: &str, dns_name: Option<&str>) {
    leaf.subject = certificate::name(common_name);
    leaf.extensions.pop();
    leaf.extensions.extend(dns_name.map(certificate::dns_name));
}

fn spoil_path(path: &mut Vec<Vec<u8>>, flaw: Option<Flaw>) {
    match flaw {
        Some(Flaw::OneCertificate) => path.truncate(1),
        Some(Flaw::FiveCertificates) => {
            let last = path.last().cloned().unwrap_or_default();
            path.resize(CERTIFICATES_MAX + 1, last);
        }
        Some(Flaw::Reversed) => path.reverse(),
        _ => {}
    }
    if let Some(leaf) = path.first_mut() {
        match flaw {
            Some(Flaw::CertificateTruncated) => drop(leaf.pop()),
            Some(Flaw::LeafSignatureFlipped) => {
                if let Some(last) = leaf.last_mut() {
                    *last ^= 1;
                }
            }
            _ => {}
        }
    }
}
