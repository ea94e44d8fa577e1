//! Decides which statements a stored credential is judged again by. Nothing of them is verified again: what is kept was, at its registration.

use touchstone_evidence::cbor::{self, Item, Keys};
use touchstone_evidence::webauthn::statement::VerifiedStatement;
use touchstone_evidence::webauthn::{AttestationType, Format, FormatSetting};

/// The one statement of a credential, by the words that are kept. An imported credential may have others: it is judged like one by a maker's
/// key.
pub(super) fn single(
    format: Option<Format>,
    attestation_type: &str,
    x5c: Vec<Vec<u8>>,
) -> VerifiedStatement {
    let attestation_type = AttestationType::from_name(attestation_type);
    VerifiedStatement {
        setting: setting(format, &x5c),
        attestation_type: attestation_type.unwrap_or(AttestationType::Basic),
        algorithm: None,
        x5c,
        aaguid_in_leaf: false,
    }
}

/// The elements of a compound statement that counted at its registration, by their positions; when they cannot be read, one with the
/// certificates that are kept. Another element may be anybody's: nothing of it was found to hold.
pub(super) fn of_compound(
    object: &[u8],
    counted: &[usize],
    x5c: Vec<Vec<u8>>,
) -> Vec<VerifiedStatement> {
    let parsed = cbor::parse(object, Keys::Text).ok();
    let elements = parsed.and_then(|map| map.get("attStmt")?.elements());
    let elements = elements.map(|elements| {
        let placed = elements.enumerate();
        let counted = placed.filter(|(position, _)| counted.contains(position));
        counted.filter_map(|(_, item)| element(item)).collect()
    });
    let elements: Vec<_> = elements.unwrap_or_default();
    if elements.is_empty() {
        return vec![single(None, AttestationType::Basic.name(), x5c)];
    }
    elements
}

/// `None` for what says nothing about the authenticator.
fn element(item: Item<'_>) -> Option<VerifiedStatement> {
    let format = item.get("fmt")?.text()?;
    let format = Format::from_name(&format).filter(|format| *format != Format::None)?;
    let x5c = item.get("attStmt")?.get("x5c").and_then(Item::elements);
    let x5c = x5c.map(|list| {
        list.filter_map(|der| Some(der.bytes()?.into_owned()))
            .collect()
    });
    let x5c: Vec<Vec<u8>> = x5c.unwrap_or_default();
    let attestation_type = match format {
        Format::Packed if x5c.is_empty() => AttestationType::SelfAttested,
        _ => AttestationType::Basic,
    };
    Some(VerifiedStatement {
        setting: setting(Some(format), &x5c),
        attestation_type,
        algorithm: None,
        x5c,
        aaguid_in_leaf: false,
    })
}

const fn setting(format: Option<Format>, x5c: &[Vec<u8>]) -> FormatSetting {
    match format {
        Some(Format::None) => FormatSetting::None,
        Some(Format::Packed) | None if x5c.is_empty() => FormatSetting::PackedSelf,
        Some(Format::Packed | Format::Compound) | None => FormatSetting::PackedFull,
        Some(Format::Tpm) => FormatSetting::Tpm,
        Some(Format::AndroidKey) => FormatSetting::AndroidKey,
        Some(Format::AndroidSafetynet) => FormatSetting::AndroidSafetynet,
        Some(Format::FidoU2f) => FormatSetting::FidoU2f,
        Some(Format::Apple) => FormatSetting::Apple,
    }
}

#[cfg(test)]
mod tests;
