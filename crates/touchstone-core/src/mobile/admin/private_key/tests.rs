//! Private keys that administrators bring.

use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair,
    EcdsaSigningAlgorithm,
};

use super::*;

fn pem(der: &[u8]) -> String {
    let base64 = BASE64.encode(der);
    let lines: Vec<&str> = base64
        .as_bytes()
        .chunks(64)
        .map(|line| std::str::from_utf8(line).unwrap())
        .collect();
    format!("{BEGIN}\n{}\n{END}\n", lines.join("\n"))
}

fn ec(algorithm: &'static EcdsaSigningAlgorithm) -> String {
    let key = EcdsaKeyPair::generate(algorithm).unwrap();
    pem(key.to_pkcs8v1().unwrap().as_ref())
}

fn rsa() -> String {
    let key = KeyPair::generate(KeySize::Rsa2048).unwrap();
    pem(key.as_der().unwrap().as_ref())
}

fn is_refused(result: Result<(), AdminError>) -> bool {
    matches!(result, Err(AdminError::Invalid(issues)) if issues[0].path == "path")
}

#[test]
fn a_key_of_the_right_kind_is_accepted_with_white_space_around() {
    let text = ec(&ECDSA_P256_SHA256_FIXED_SIGNING);
    check_p256("path", &text).unwrap();
    check_p256("path", &format!("\n {} \r\n", text.replace('\n', "\r\n"))).unwrap();
    check_rsa("path", &rsa()).unwrap();
}

#[test]
fn a_key_of_another_kind_is_refused() {
    let (p256, p384) = (
        ec(&ECDSA_P256_SHA256_FIXED_SIGNING),
        ec(&ECDSA_P384_SHA384_FIXED_SIGNING),
    );
    assert!(is_refused(check_p256("path", &p384)));
    assert!(is_refused(check_p256("path", &rsa())));
    assert!(is_refused(check_rsa("path", &p256)));
}

#[test]
fn what_is_not_one_block_of_pkcs8_is_refused() {
    let good = ec(&ECDSA_P256_SHA256_FIXED_SIGNING);
    let bad = [
        String::new(),
        BEGIN.to_owned(),
        pem(b""),
        pem(b"hello"),
        good.replace("PRIVATE KEY", "EC PRIVATE KEY"),
        good.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"),
        good.replace(END, ""),
        format!("{good}{good}"),
        format!("# my key\n{good}"),
        good.replacen('M', "-", 1),
        format!("{}{good}", " ".repeat(PEM_BYTES_MAX)),
    ];
    for text in bad {
        assert!(is_refused(check_p256("path", &text)), "{text}");
    }
}
