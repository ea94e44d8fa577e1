//! Which RSA keys are there? Committed ones: making one takes seconds. Everybody knows them; they are worth nothing.

use std::sync::{Arc, OnceLock};

use rsa::RsaPrivateKey;
use rsa::pkcs8::DecodePrivateKey;

/// The RSA keys under `keys/`, each with the one purpose that its name tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RsaFile {
    /// 4,096 bits: the root of factory chains.
    GoogleRoot,
    /// An Android key that an app asked for as RSA.
    AndroidTarget,
    HuaweiCa,
    HuaweiLeaf,
    /// A Google service account.
    ServiceAccount,
    /// Whoever is not trusted.
    Stranger,
    /// 1,024 bits: too few for any verifier.
    Small,
    /// An authenticator's credential.
    WebauthnCredential,
    /// What an authenticator attests with.
    WebauthnAttestation,
}

impl RsaFile {
    /// The key as PKCS#8 in PEM.
    pub(crate) fn pem(self) -> &'static str {
        match self {
            Self::GoogleRoot => include_str!("../../keys/google_root.pem"),
            Self::AndroidTarget => include_str!("../../keys/android_target.pem"),
            Self::HuaweiCa => include_str!("../../keys/huawei_ca.pem"),
            Self::HuaweiLeaf => include_str!("../../keys/huawei_leaf.pem"),
            Self::ServiceAccount => include_str!("../../keys/service_account.pem"),
            Self::Stranger => include_str!("../../keys/stranger.pem"),
            Self::Small => include_str!("../../keys/small.pem"),
            Self::WebauthnCredential => include_str!("../../keys/webauthn_credential.pem"),
            Self::WebauthnAttestation => include_str!("../../keys/webauthn_attestation.pem"),
        }
    }

    /// The key, read once per process.
    #[expect(
        clippy::expect_used,
        reason = "the files are part of the program and tested"
    )]
    pub(super) fn key(self) -> Arc<RsaPrivateKey> {
        let read = || {
            let key = RsaPrivateKey::from_pkcs8_pem(self.pem());
            Arc::new(key.expect("a committed key in PKCS#8"))
        };
        Arc::clone(self.cell().get_or_init(read))
    }

    fn cell(self) -> &'static OnceLock<Arc<RsaPrivateKey>> {
        macro_rules! cell {
            () => {{
                static CELL: OnceLock<Arc<RsaPrivateKey>> = OnceLock::new();
                &CELL
            }};
        }
        match self {
            Self::GoogleRoot => cell!(),
            Self::AndroidTarget => cell!(),
            Self::HuaweiCa => cell!(),
            Self::HuaweiLeaf => cell!(),
            Self::ServiceAccount => cell!(),
            Self::Stranger => cell!(),
            Self::Small => cell!(),
            Self::WebauthnCredential => cell!(),
            Self::WebauthnAttestation => cell!(),
        }
    }
}
