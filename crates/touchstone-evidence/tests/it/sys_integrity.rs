//! Minted SysIntegrity tokens: shape (H1), signature (H4), and the order of all checks.

use aws_lc_rs::signature::{RSA_PKCS1_SHA384, RSA_PSS_SHA256};
use data_encoding::{BASE64, BASE64_NOPAD, BASE64URL, BASE64URL_NOPAD};
use serde_json::json;
use touchstone_evidence::sys_integrity::{CHECKS, Error, Fault, inspect};

use crate::huawei::{APP_ID, NONCE, OTHER_KEY, SERVICE, SIGNER, Token, judge, leaf_params};
use crate::minted::{Authority, authority_params, now, p256};

fn fault(token: &Token) -> Fault {
    match token.judge() {
        Err(Error::Malformed(fault)) => fault,
        other => panic!("expected a fault, got {other:?}"),
    }
}

#[test]
fn a_right_token_is_accepted_under_both_algorithms() {
    for token in [Token::new(), Token::new().ps256()] {
        let verified = judge(&token.mint(), &token.root.anchors(), now()).unwrap();
        assert_eq!(verified.app_index, 1);
        let facts = verified.facts;
        assert_eq!(facts.package_name.as_deref(), Some("com.example.app"));
        assert_eq!(facts.app_id.as_deref(), Some(APP_ID));
        assert_eq!(facts.basic_integrity, Some(true));
        assert_eq!(facts.certificate_sha256, [SIGNER]);
        assert_eq!(facts.timestamp, Some(now()));
        assert_eq!(facts.nonce.as_deref(), Some(NONCE));
        assert_eq!(facts.certificates.len(), 2);
        assert_eq!(inspect(&token.mint()), Ok(facts));
    }
}

#[test]
fn a_token_has_exactly_three_parts_in_base64url() {
    let token = Token::new();
    let text = token.mint();
    let (two, _) = text.rsplit_once('.').unwrap();
    let (header, payload) = two.split_once('.').unwrap();
    let wrong = [
        String::new(),
        header.to_owned(),
        two.to_owned(),
        format!("{text}."),
        format!("{text}.AA"),
        format!(" {text}"),
        format!("{text}\n"),
        format!("{text}="),
        format!("{header}=.{payload}.AA"),
        format!(".{payload}.AA"),
        format!("{header}..AA"),
        format!("{header}.{payload}.+/"),
        format!("{header}.{payload}.AB"),
        format!("{text}{}", "A".repeat(32_768)),
    ];
    for wrong in wrong {
        let refused = judge(&wrong, &token.root.anchors(), now()).unwrap_err();
        assert_eq!(refused.reason(), "hms_malformed", "{wrong}");
        assert!(inspect(&wrong).is_err());
    }
}

#[test]
fn other_algorithms_are_malformed() {
    for name in [
        json!("none"),
        json!("None"),
        json!("HS256"),
        json!("ES256"),
        json!("RS384"),
        json!("RS512"),
        json!("PS512"),
        json!("rs256"),
        json!(" RS256"),
        json!(""),
        json!(null),
        json!(256),
        json!(["RS256"]),
    ] {
        let token = Token::new().with_header("alg", name.clone());
        assert_eq!(fault(&token), Fault::Algorithm, "{name}");
    }
}

#[test]
fn critical_extensions_are_refused_whatever_they_are() {
    for value in [json!(["exp"]), json!([]), json!(null), json!("b64")] {
        let token = Token::new().with_header("crit", value);
        assert_eq!(fault(&token), Fault::Critical);
    }
}

#[test]
fn there_are_two_to_four_certificates_in_standard_base64() {
    let token = Token::new();
    let right = BASE64.encode(&token.chain[0]);
    let padded = [1, 2].map(|cut| &token.chain[0][..token.chain[0].len() - cut]);
    let padded = padded.into_iter().find(|der| der.len() % 3 != 0).unwrap();
    for chain in [
        json!(null),
        json!([]),
        json!([right]),
        json!(vec![&right; 5]),
        json!(right),
        json!([right, 5]),
        json!([right, null]),
        json!([right, BASE64URL.encode(&[0xff; 30])]),
        json!([right, BASE64_NOPAD.encode(padded)]),
        json!([right, format!("{right}\n")]),
    ] {
        let token = Token::new().with_header("x5c", chain.clone());
        assert_eq!(fault(&token), Fault::Certificates, "{chain}");
    }
}

#[test]
fn unreadable_certificates_are_told_by_their_place() {
    for index in 0..2 {
        let mut token = Token::new();
        token.chain[index].push(0);
        assert!(matches!(fault(&token), Fault::Certificate { index: at, .. } if at == index));
    }
}

#[test]
fn the_payload_is_a_json_object() {
    for text in ["", "{", "{}{}", "hello", "{\"a\":1,\"a\":1}"] {
        let mut token = Token::new();
        token.payload_text = Some(text.to_owned());
        assert!(matches!(fault(&token), Fault::Payload(_)), "{text}");
    }
    for text in ["[]", "null", "5", "\"{}\""] {
        let mut token = Token::new();
        token.payload_text = Some(text.to_owned());
        assert_eq!(fault(&token), Fault::PayloadNotAnObject, "{text}");
    }
}

#[test]
fn the_signature_must_be_by_the_leaf_under_the_named_algorithm() {
    let mut other_key = Token::new();
    other_key.signing_key = &OTHER_KEY;
    let mut other_padding = Token::new();
    other_padding.encoding = &RSA_PSS_SHA256;
    let mut other_hash = Token::new();
    other_hash.encoding = &RSA_PKCS1_SHA384;
    let renamed = Token::new().ps256().with_header("alg", json!("RS256"));
    let mut elliptic = Token::new();
    let issuer = Authority::below(authority_params("intermediate"), &elliptic.root);
    elliptic.chain[0] = issuer.issue(&leaf_params("leaf", &[SERVICE]), &p256());
    elliptic.chain[1] = issuer.der;
    for token in [other_key, other_padding, other_hash, renamed, elliptic] {
        assert_eq!(token.reason(), "hms_signature_invalid");
    }
}

#[test]
fn header_and_payload_are_signed() {
    let token = Token::new();
    let text = token.mint();
    let [header, payload, signature] =
        <[&str; 3]>::try_from(text.split('.').collect::<Vec<_>>()).unwrap();
    let padded = |part: &str| {
        let json = BASE64URL_NOPAD.decode(part.as_bytes()).unwrap();
        BASE64URL_NOPAD.encode(&[json.as_slice(), b" "].concat())
    };
    for changed in [
        format!("{}.{payload}.{signature}", padded(header)),
        format!("{header}.{}.{signature}", padded(payload)),
        format!("{header}.{payload}."),
        format!("{header}.{payload}.{}", "A".repeat(signature.len())),
    ] {
        let refused = judge(&changed, &token.root.anchors(), now()).unwrap_err();
        assert_eq!(refused.reason(), "hms_signature_invalid", "{changed}");
    }
}

#[test]
fn checks_run_in_the_printed_order() {
    for (position, (number, _)) in CHECKS.iter().enumerate() {
        let wrong = |check: usize| check >= position;
        let name = if wrong(2) { "other.example" } else { SERVICE };
        let root = Authority::root(authority_params("root"));
        let intermediate = Authority::below(authority_params("intermediate"), &root);
        let mut token = Token::with_chain(root, &intermediate, leaf_params("leaf", &[name]));
        if wrong(3) {
            token.signing_key = &OTHER_KEY;
        }
        for (check, member) in [
            (4, "nonce"),
            (5, "timestampMs"),
            (6, "apkPackageName"),
            (7, "apkCertificateDigestSha256"),
            (8, "appId"),
            (9, "basicIntegrity"),
        ] {
            if wrong(check) {
                token = token.with(member, json!(null));
            }
        }
        let anchors = if wrong(1) {
            Token::new().root.anchors()
        } else {
            token.root.anchors()
        };
        let more = if wrong(0) { "." } else { "" };
        let text = format!("{}{more}", token.mint());
        assert_eq!(judge(&text, &anchors, now()).unwrap_err().check(), *number);
    }
}
