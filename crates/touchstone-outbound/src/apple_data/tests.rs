//! Receipts as Apple may answer to them.

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, KeyPair as _, UnparsedPublicKey};
use data_encoding::{BASE64, BASE64URL_NOPAD};
use serde_json::{Value, json};
use touchstone_core::Timestamp;
use touchstone_core::ports::{AppleDataService, ReceiptAnswer, ReceiptExchange, UpstreamError};
use zeroize::Zeroizing;

use super::AppleData;
use crate::address::BaseUrl;
use crate::tests::keys;
use crate::tests::server::{Reply, Seen, Server};

fn exchange() -> ReceiptExchange {
    ReceiptExchange {
        service: AppleDataService::Production,
        team_id: "TESTTEAM01".to_owned(),
        devicecheck_key_id: "KEY0000001".to_owned(),
        private_key: Zeroizing::new(keys::p256_pem()),
        receipt: b"a receipt of some length".to_vec(),
        now: Timestamp::from_unix_ms(1_777_000_000_999),
    }
}

async fn asked(
    reply: impl Fn(&Seen) -> Reply + Send + Sync + 'static,
    exchange: ReceiptExchange,
) -> (Result<ReceiptAnswer, UpstreamError>, Server) {
    let server = Server::start(reply).await;
    let nowhere = BaseUrl::parse("http://127.0.0.1:1").unwrap();
    let base = BaseUrl::parse(&server.url).unwrap();
    let apple = match exchange.service {
        AppleDataService::Production => AppleData::new(base, nowhere),
        AppleDataService::Development => AppleData::new(nowhere, base),
    };
    (apple.exchange(exchange).await, server)
}

async fn error(status: u16, body: &'static str) -> UpstreamError {
    let (answer, server) = asked(move |_| Reply::json(status, body), exchange()).await;
    assert_eq!(server.seen().len(), 1, "repeated after {status}");
    answer.unwrap_err()
}

#[tokio::test]
async fn a_receipt_is_exchanged_at_the_service_of_its_environment() {
    for service in [AppleDataService::Production, AppleDataService::Development] {
        let exchange = ReceiptExchange {
            service,
            ..exchange()
        };
        let (answer, server) = asked(|_| Reply::json(200, "bmV3\r\nZXI=\n"), exchange).await;
        assert!(answer.unwrap() == ReceiptAnswer::Receipt(b"newer".to_vec()));
        let seen = server.seen();
        assert_eq!(seen[0].line, "POST /v1/attestationData HTTP/1.1");
        assert_eq!(seen[0].body, BASE64.encode(b"a receipt of some length"));
    }
}

#[tokio::test]
async fn the_team_signs_for_itself() {
    let (_, server) = asked(|_| Reply::status(304), exchange()).await;
    let seen = server.seen();
    let statement = seen[0].header("authorization").unwrap();
    let (input, signature) = statement.rsplit_once('.').unwrap();
    let (header, claims) = input.split_once('.').unwrap();
    let decoded = |part: &str| BASE64URL_NOPAD.decode(part.as_bytes()).unwrap();
    let json_of = |part: &str| -> Value { serde_json::from_slice(&decoded(part)).unwrap() };
    assert_eq!(
        json_of(header),
        json!({"alg": "ES256", "typ": "JWT", "kid": "KEY0000001"})
    );
    assert_eq!(
        json_of(claims),
        json!({"iss": "TESTTEAM01", "iat": 1_777_000_000})
    );
    let key = keys::P256.public_key().as_ref();
    let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, key);
    key.verify(input.as_bytes(), &decoded(signature)).unwrap();
}

#[tokio::test]
async fn too_early_is_an_answer() {
    let (answer, _) = asked(|_| Reply::status(304), exchange()).await;
    assert!(answer.unwrap() == ReceiptAnswer::TooEarly);
}

#[tokio::test]
async fn a_bad_receipt_is_refused_and_a_bad_key_denied() {
    let refused = UpstreamError::Refused {
        message: "Bad receipt".to_owned(),
    };
    assert_eq!(error(400, "Bad receipt").await, refused);
    for status in [401, 403, 404] {
        let denied = UpstreamError::Denied {
            status,
            message: "no".to_owned(),
        };
        assert_eq!(error(status, "no").await, denied);
    }
}

#[tokio::test]
async fn troubles_are_told_apart_and_left_to_the_worker() {
    for (status, body, word) in [
        (429, "", "rate_limited"),
        (500, "", "server_error"),
        (503, "", "server_error"),
        (302, "", "garbage"),
        (200, "", "garbage"),
        (200, "no base64!", "garbage"),
        (200, "AAA", "garbage"),
    ] {
        let UpstreamError::Unavailable { cause, .. } = error(status, body).await else {
            panic!("not unavailable: {status} {body}")
        };
        assert_eq!(cause, word, "{status} {body}");
    }
}

#[tokio::test]
async fn neither_statement_nor_receipt_is_repeated_in_an_error() {
    let echo = |seen: &Seen| {
        let statement = seen.header("authorization").unwrap();
        Reply::json(400, &format!("no: {statement} {}", seen.body))
    };
    let (answer, _) = asked(echo, exchange()).await;
    let refused = UpstreamError::Refused {
        message: "no: [redacted] [redacted]".to_owned(),
    };
    assert!(answer.unwrap_err() == refused);
}

#[tokio::test]
async fn a_key_that_cannot_sign_is_unusable_and_nobody_is_asked() {
    let long = keys::pem(b"no key");
    for pem in ["", "-----BEGIN", &long, &keys::rsa_pem(0)] {
        let exchange = ReceiptExchange {
            private_key: Zeroizing::new(pem.to_owned()),
            ..exchange()
        };
        let (answer, server) = asked(|_| Reply::status(304), exchange).await;
        assert!(matches!(answer, Err(UpstreamError::Unusable(_))));
        assert_eq!(server.seen().len(), 0);
    }
}

/// Apple's files leave the public key out of the private one (RFC 5915 section 3 lets them).
#[tokio::test]
async fn a_key_file_without_public_key_signs() {
    let scalar = keys::P256.private_key();
    let scalar: aws_lc_rs::encoding::EcPrivateKeyBin<'_> =
        aws_lc_rs::encoding::AsBigEndian::as_be_bytes(&scalar).unwrap();
    let mut der = vec![
        0x30, 0x41, 0x02, 0x01, 0x00, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02,
        0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x04, 0x27, 0x30, 0x25,
        0x02, 0x01, 0x01, 0x04, 0x20,
    ];
    der.extend_from_slice(scalar.as_ref());
    let exchange = ReceiptExchange {
        private_key: Zeroizing::new(keys::pem(&der)),
        ..exchange()
    };
    let (answer, _) = asked(|_| Reply::status(304), exchange).await;
    assert!(answer.unwrap() == ReceiptAnswer::TooEarly);
}
