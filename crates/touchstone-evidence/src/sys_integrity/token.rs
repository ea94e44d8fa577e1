//! Decides whether a token has its shape: check H1.

use alloc::vec::Vec;

use super::payload::Payload;
use super::{Error, Facts, Fault};
use crate::jose::jws::{self, Algorithm, Jws};
use crate::json;
use crate::limits::{HUAWEI_CHAIN_MAX, HUAWEI_CHAIN_MIN, TOKEN_TEXT_BYTES_MAX};
use crate::x509::{Certificate, CertificateFacts};

/// A token whose shape is right. Nothing in it is authentic yet.
pub(super) struct Token<'a> {
    pub(super) signed: Jws<'a>,
    pub(super) algorithm: Algorithm,
    pub(super) payload: Payload,
    /// In DER, leaf first.
    chain: Vec<Vec<u8>>,
}

impl<'a> Token<'a> {
    pub(super) fn parse(token: &'a str) -> Result<Self, Error> {
        Self::read(token).map_err(Error::Malformed)
    }

    fn read(token: &'a str) -> Result<Self, Fault> {
        let signed = jws::parse(token, TOKEN_TEXT_BYTES_MAX).map_err(Fault::Form)?;
        let named = signed.header.text("alg");
        let mut allowed = [Algorithm::Rs256, Algorithm::Ps256].into_iter();
        let algorithm = allowed.find(|algorithm| named == Some(algorithm.name()));
        let algorithm = algorithm.ok_or(Fault::Algorithm)?;
        if signed.header.has("crit") {
            return Err(Fault::Critical);
        }
        let chain = signed.header.x5c(HUAWEI_CHAIN_MIN..=HUAWEI_CHAIN_MAX);
        let chain = chain.ok_or(Fault::Certificates)?;
        let payload = json::parse(&signed.payload, TOKEN_TEXT_BYTES_MAX);
        let payload = Payload::of(&payload.map_err(Fault::Payload)?);
        Ok(Self {
            payload: payload.ok_or(Fault::PayloadNotAnObject)?,
            signed,
            algorithm,
            chain,
        })
    }

    /// The certificates, leaf first: 2 to 4.
    pub(super) fn certificates<'t>(&'t self) -> Result<Vec<Certificate<'t>>, Error> {
        let parse = |(index, der): (usize, &'t Vec<u8>)| {
            let fault = |source| Error::Malformed(Fault::Certificate { index, source });
            Certificate::parse(der).map_err(fault)
        };
        self.chain.iter().enumerate().map(parse).collect()
    }

    /// What the token says, with the certificates of [`Self::certificates`].
    pub(super) fn facts(&self, chain: &[Certificate<'_>]) -> Facts {
        Facts {
            certificates: chain.iter().map(CertificateFacts::of).collect(),
            ..self.payload.facts.clone()
        }
    }
}
