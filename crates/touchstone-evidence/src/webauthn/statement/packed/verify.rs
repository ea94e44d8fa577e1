//! Decides whether a packed statement holds: checks P1 to P9, in the order that [`super::CHECKS`] prints.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::{Error, subject};
use crate::cbor::Item;
use crate::cose::Algorithm;
use crate::webauthn::statement::context::Context;
use crate::webauthn::statement::leaf::{self, Fault};
use crate::webauthn::statement::members::Members;
use crate::webauthn::statement::{self, VerifiedStatement, chain};
use crate::webauthn::{AttestationType, FormatSetting};

/// Whether the statement comes with certificates, right or wrong.
pub(in super::super) fn has_certificates(statement: Item<'_>) -> bool {
    statement.get("x5c").is_some()
}

/// What both kinds of statement have.
struct Signed<'a> {
    algorithm: Algorithm,
    signature: Cow<'a, [u8]>,
}

/// P1, P2: the certificates are read in between, when there are any.
fn signed<'a, T>(
    members: &Members<'a>,
    certificates: impl FnOnce(&Members<'a>) -> Result<T, statement::Error>,
) -> Result<(Signed<'a>, T), statement::Error> {
    let algorithm_id = members.integer("alg")?;
    let signature = members.bytes("sig")?;
    let x5c = certificates(members)?;
    if members.optional("ecdaaKeyId").is_some() {
        return Err(Error::EcdaaUnsupported.into());
    }
    let algorithm = chain::algorithm(algorithm_id, "P2")?;
    let signed = Signed {
        algorithm,
        signature,
    };
    Ok((signed, x5c))
}

/// Judges a statement without certificates.
pub(in super::super) fn verify_self(
    statement: Item<'_>,
    context: &Context<'_>,
) -> Result<VerifiedStatement, statement::Error> {
    // P1, P2
    let members = Members::new(statement, "P1");
    let (signed, ()) = signed(&members, |_| Ok(()))?;
    // P3
    if signed.algorithm != context.key.algorithm() {
        let found = signed.algorithm.id();
        return Err(Error::SelfAlgorithmMismatch { found }.into());
    }
    let key = context.key.verifying_key();
    key.verify(context.signed, &signed.signature)
        .map_err(|_| statement::Error::SignatureInvalid { check: "P3" })?;
    Ok(VerifiedStatement {
        setting: FormatSetting::PackedSelf,
        attestation_type: AttestationType::SelfAttested,
        algorithm: Some(signed.algorithm.id()),
        x5c: Vec::new(),
        aaguid_in_leaf: false,
    })
}

/// Judges a statement with certificates.
pub(in super::super) fn verify_full(
    statement: Item<'_>,
    context: &Context<'_>,
) -> Result<VerifiedStatement, statement::Error> {
    let unfit = |check| move |source: Fault| statement::Error::Leaf { check, source };
    // P1, P2
    let members = Members::new(statement, "P1");
    let (signed, x5c) = signed(&members, Members::x5c)?;
    let leaf = chain::leaf(&x5c, "P1")?;
    // P4, P5
    let (algorithm, signature) = (signed.algorithm, &signed.signature);
    let key = chain::fitting_key(&leaf, algorithm, "P4")?;
    key.check_signature(context.signed, signature, "P5")?;
    // P6
    if !leaf.is_version_3() {
        return Err(unfit("P6")(Fault::Version));
    }
    // P7
    subject::check(leaf.subject)?;
    // P8
    leaf::check_authority(&leaf).map_err(unfit("P8"))?;
    // P9
    let aaguid_in_leaf = leaf::check_aaguid(&leaf, context.aaguid).map_err(unfit("P9"))?;
    Ok(VerifiedStatement {
        setting: FormatSetting::PackedFull,
        attestation_type: AttestationType::Basic,
        algorithm: Some(algorithm.id()),
        x5c: chain::owned(x5c),
        aaguid_in_leaf,
    })
}
