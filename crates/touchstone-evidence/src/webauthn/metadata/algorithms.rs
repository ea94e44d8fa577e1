//! Decides which COSE algorithm a word of `authenticationAlgorithms` stands for (FIDO Registry of Predefined Values; spec
//! webauthn.md T6).

/// The COSE algorithm; `None` when the word is unknown or stands for none. `_raw` and `_der` are encodings of the same.
pub fn cose_algorithm(word: &str) -> Option<i64> {
    let name = word.strip_suffix("_raw").or(word.strip_suffix("_der"))?;
    Some(match name {
        "secp256r1_ecdsa_sha256" => -7,
        "secp384r1_ecdsa_sha384" => -35,
        "secp521r1_ecdsa_sha512" => -36,
        "secp256k1_ecdsa_sha256" => -47,
        "rsassa_pss_sha256" => -37,
        "rsassa_pss_sha384" => -38,
        "rsassa_pss_sha512" => -39,
        "rsassa_pkcsv15_sha256" | "rsa_emsa_pkcs1_sha256" => -257,
        "rsassa_pkcsv15_sha384" => -258,
        "rsassa_pkcsv15_sha512" => -259,
        "rsassa_pkcsv15_sha1" => -65_535,
        "ed25519_eddsa_sha512" => -8,
        "ed448_eddsa_sha512" => -53,
        _ => return None,
    })
}
