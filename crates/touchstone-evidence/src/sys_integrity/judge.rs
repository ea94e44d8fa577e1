//! Decides whether a token is Huawei's and what an app expects: checks H1 to H10, in the order that [`super::CHECKS`]
//! prints.

use subtle::ConstantTimeEq;

use super::token::Token;
use super::{Error, Facts, chain};
use crate::Timestamp;
use crate::digest::Sha256;
use crate::jose::jws::SignatureError;
use crate::signature;
use crate::x509::Anchors;

/// How old a verdict for an unknown app may be, in seconds: it is refused anyway, but by the check that fails first.
const MAX_AGE_S: u32 = 600;
/// How far in the future a verdict for an unknown app may have been made, in seconds.
const FUTURE_SKEW_S: u32 = 60;

/// An app that a verdict may be for.
#[derive(Clone, Copy, Debug)]
pub struct App<'e> {
    /// Its package or bundle.
    pub package_name: &'e str,
    /// SHA-256 of every certificate that may sign it; empty = none may.
    pub signers: &'e [Sha256],
    /// Its Huawei app id; `None` = any.
    pub huawei_app_id: Option<&'e str>,
    /// How old a verdict may be, in seconds.
    pub max_age_s: u32,
    /// How far in the future a verdict may have been made, in seconds.
    pub future_skew_s: u32,
}

/// What a token is judged against.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'e> {
    /// The nonce that the verdict must carry.
    pub final_nonce: &'e [u8],
    /// The registered, enabled apps that the caller may use.
    pub apps: &'e [App<'e>],
}

/// What an accepted token proves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Which of [`Expected::apps`] it is.
    pub app_index: usize,
    /// What the token says.
    pub facts: Facts,
}

/// Judges a token: checks H1 to H10.
pub fn verify(
    token: &str,
    expected: &Expected<'_>,
    anchors: &Anchors,
    now: Timestamp,
) -> Result<Verified, Error> {
    // H1
    let token = Token::parse(token)?;
    let chain = token.certificates()?;
    // H2, H3
    let leaf = chain::verify(&chain, anchors, now)?;
    // H4
    let unfit = SignatureError::Signature(signature::Error::SchemeUnfit);
    let key = leaf.spki.public_key().ok_or(unfit);
    key.and_then(|key| token.signed.verify(token.algorithm, &key))
        .map_err(Error::SignatureInvalid)?;
    // H5
    let facts = token.facts(&chain);
    check_nonce(&facts, expected)?;
    // H6, by the window of the app that H7 finds
    let named = facts.package_name.as_deref();
    let mut apps = expected.apps.iter().enumerate();
    let found = apps.find(|(_, app)| Some(app.package_name) == named);
    let window = found.map_or((MAX_AGE_S, FUTURE_SKEW_S), |(_, app)| {
        (app.max_age_s, app.future_skew_s)
    });
    check_age(&facts, window, now)?;
    // H7
    let (app_index, app) = found.ok_or_else(|| Error::AppNotAllowed {
        package_name: facts.package_name.clone(),
    })?;
    // H8
    let digests = &token.payload.digests;
    let configured =
        |digest: &Option<Sha256>| digest.is_some_and(|digest| app.signers.contains(&digest));
    if digests.is_empty() || !digests.iter().all(configured) {
        return Err(Error::CertificateMismatch);
    }
    // H9
    if app.huawei_app_id.is_some() && app.huawei_app_id != facts.app_id.as_deref() {
        let found = facts.app_id;
        return Err(Error::AppIdMismatch { found });
    }
    // H10
    if facts.basic_integrity != Some(true) {
        return Err(Error::IntegrityFailed);
    }
    Ok(Verified { app_index, facts })
}

fn check_nonce(facts: &Facts, expected: &Expected<'_>) -> Result<(), Error> {
    let received = facts.nonce.as_deref();
    // No bytes are no nonce, even if none were expected.
    let matches = received.is_some_and(|received| {
        !received.is_empty() && bool::from(received.ct_eq(expected.final_nonce))
    });
    if matches {
        Ok(())
    } else {
        let received = facts.nonce.clone();
        Err(Error::NonceMismatch { received })
    }
}

fn check_age(
    facts: &Facts,
    (max_age_s, future_skew_s): (u32, u32),
    now: Timestamp,
) -> Result<(), Error> {
    let made_at = facts.timestamp.ok_or(Error::Stale { made_at: None })?;
    if made_at > now.plus_s(i64::from(future_skew_s)) {
        return Err(Error::FromFuture { made_at });
    }
    if now > made_at.plus_s(i64::from(max_age_s)) {
        let made_at = Some(made_at);
        return Err(Error::Stale { made_at });
    }
    Ok(())
}
