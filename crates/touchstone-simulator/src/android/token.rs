//! What does the app send? The envelope of service `android-key` (spec/mobile.md 4.1) with chain, signature
//! or both, and how each flaw changes it.

use crate::cbor::Cbor;

use super::flaw::Flaw;
use super::level::TargetKey;
use super::link::Minting;
use super::phone::AndroidPhone;
use crate::cbor;
use crate::envelope::{Envelope, Members};
use crate::key::{Hash, sha256};

const SIGNATURE_BYTES_MIN: usize = 8;
const SIGNATURE_BYTES_MAX: usize = 8_192;

impl AndroidPhone {
    /// The token for a nonce: with a chain to register the key, with a signature to prove its possession.
    #[must_use]
    pub fn token(
        &self,
        final_nonce: &[u8],
        with_chain: bool,
        with_signature: bool,
        now_ms: i64,
    ) -> Vec<u8> {
        let minting = Minting::new(self, final_nonce, now_ms);
        minting.token(with_chain, with_signature)
    }

    /// The same with one flaw; a flaw of chain or signature brings along what has it.
    #[must_use]
    pub fn flawed_token(
        &self,
        flaw: Flaw,
        final_nonce: &[u8],
        with_chain: bool,
        with_signature: bool,
        now_ms: i64,
    ) -> Vec<u8> {
        let mut phone = self.clone();
        if flaw == Flaw::MlDsaSignature {
            phone.target = TargetKey::MlDsa65;
        }
        let minting = phone.flawed_minting(flaw, final_nonce, now_ms);
        let with_chain = with_chain || flaw.needs_chain();
        minting.token(with_chain, with_signature || flaw.needs_signature())
    }
}

impl Minting<'_> {
    fn token(&self, with_chain: bool, with_signature: bool) -> Vec<u8> {
        let phone = self.phone;
        let (chain, target) = match with_chain {
            true => self.chain(),
            false => (Vec::new(), phone.spki()),
        };
        let mut token = Members::default();
        token.put("keyId", cbor::bytes(&sha256(&target)));
        if with_chain {
            let chain = chain.iter().map(|certificate| cbor::bytes(certificate));
            token.put("chain", Cbor::Array(chain.collect()));
        }
        if with_signature {
            token.put("signature", cbor::bytes(&self.possession()));
        }
        self.spoil_token(&mut token, &target);
        Envelope::new(&phone.model, &phone.android_version, "android-key", token).encode()
    }

    /// The proof of possession, with the flaw.
    fn possession(&self) -> Vec<u8> {
        let phone = self.phone;
        match self.flaw {
            Some(Flaw::SignatureFlipped) => {
                let mut signature = phone.sign(self.challenge);
                if let Some(last) = signature.last_mut() {
                    *last ^= 1;
                }
                signature
            }
            Some(Flaw::SignatureByOther) => phone.other_key().sign(Hash::Sha256, self.challenge),
            Some(Flaw::SignatureOfOtherNonce) => phone.sign(&self.other_nonce()),
            Some(Flaw::SignatureWithoutPrefix) => phone.signature(self.challenge),
            _ => phone.sign(self.challenge),
        }
    }

    fn spoil_token(&self, token: &mut Members, target: &[u8]) {
        let key_id = sha256(target);
        let zeros = |count: usize| Cbor::Bytes(vec![0; count]);
        match self.flaw {
            Some(Flaw::KeyIdShort) => {
                let [short @ .., _last] = key_id;
                token.put("keyId", cbor::bytes(&short));
            }
            Some(Flaw::KeyIdAsText) => {
                let text = data_encoding::BASE64.encode(&key_id);
                token.put("keyId", Cbor::Text(text));
            }
            Some(Flaw::KeyIdOther) => token.put("keyId", cbor::bytes(&sha256(&key_id))),
            Some(Flaw::ChainAsBytes) => token.put("chain", zeros(64)),
            Some(Flaw::ChainOfOne | Flaw::ChainOfEight) => {
                let chain = self.chain().0;
                let chain = chain.iter().map(|certificate| cbor::bytes(certificate));
                token.put("chain", Cbor::Array(chain.collect()));
            }
            Some(Flaw::ChainAndSignatureMissing) => {
                token.remove("chain");
                token.remove("signature");
            }
            Some(Flaw::SignatureTooShort) => token.put("signature", zeros(SIGNATURE_BYTES_MIN - 1)),
            Some(Flaw::SignatureTooLong) => token.put("signature", zeros(SIGNATURE_BYTES_MAX + 1)),
            _ => {}
        }
    }
}
