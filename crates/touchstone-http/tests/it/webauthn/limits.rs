//! How much a message may hold, and how many credentials a user (spec webauthn.md 8).

use serde_json::json;
use touchstone_simulator::webauthn::ca::AttestationCa;
use touchstone_simulator::webauthn::statement::Packed;
use touchstone_simulator::webauthn::{
    Algorithm, Authenticator, Cbor, SealedRegistration, Statement,
};

use super::harness::{ORIGIN, W1, W2, authenticator, start};
use crate::harness::{Server, T};

/// How many credentials a user may have at a relying party.
const CREDENTIALS_MAX: u8 = 64;

/// What becomes of a registration that is changed after signing.
async fn changed(server: &Server, change: impl FnOnce(&mut SealedRegistration)) -> String {
    let statement = Packed::by(AttestationCa::new([5; 32]).packed([7; 16], Algorithm::Es256));
    let statement = Statement::Packed(statement);
    let mut device = Authenticator::new([9; 32], [7; 16], statement, T.unix_ms());
    let options = server.registration_options("jeff").await;
    let mut sealed = device.register(&options, ORIGIN).unwrap().seal();
    change(&mut sealed);
    let answer = server.post(W2, &sealed.message()).await;
    answer.header("x-touchstone-reason")
}

/// Adds unknown members, which are ignored, until there are so many.
fn fill(map: &mut Cbor, members: usize) {
    let Cbor::Map(entries) = map else {
        panic!("{map:?}");
    };
    for number in entries.len()..members {
        entries.push((Cbor::Text(format!("x{number}")), Cbor::Null));
    }
}

fn zeros(count: usize) -> Cbor {
    Cbor::Array(vec![Cbor::Integer(0); count])
}

#[tokio::test]
async fn a_map_has_at_most_32_entries_and_an_array_16() {
    let server = start("nevis", json!({})).await;
    for (entries, reason) in [(32, ""), (33, "attestation_object_invalid")] {
        let object = changed(&server, |sealed| fill(&mut sealed.object, entries));
        assert_eq!(object.await, reason, "{entries}");
    }
    let server = start("nevis", json!({})).await;
    for (entries, reason) in [(16, ""), (17, "attestation_object_invalid")] {
        let array = changed(&server, |sealed| {
            sealed.edit_statement(|statement| statement.put("x", zeros(entries)));
        });
        assert_eq!(array.await, reason, "{entries}");
    }
}

#[tokio::test]
async fn a_chain_has_at_most_8_certificates() {
    let server = start("nevis", json!({})).await;
    for (count, reason) in [(8, ""), (9, "att_stmt_field_malformed")] {
        let told = changed(&server, |sealed| {
            sealed.edit_statement(|statement| {
                let Some(Cbor::Array(mut chain)) = statement.get("x5c").cloned() else {
                    panic!("{statement:?}");
                };
                chain.resize(count, chain[1].clone());
                statement.put("x5c", Cbor::Array(chain));
            });
        });
        assert_eq!(told.await, reason, "{count}");
    }
}

#[tokio::test]
async fn a_certificate_has_at_most_16_kib() {
    let server = start("nevis", json!({})).await;
    let told = changed(&server, |sealed| {
        sealed.edit_statement(|statement| {
            let long = Cbor::Bytes(vec![0x30; 16_385]);
            statement.put("x5c", Cbor::Array(vec![long]));
        });
    });
    assert_eq!(told.await, "attestation_cert_malformed");
}

#[tokio::test]
async fn a_cose_key_has_at_most_16_entries() {
    let server = start("nevis", json!({})).await;
    for (entries, reason) in [(16, ""), (17, "cose_key_invalid")] {
        let options = server.registration_options("jeff").await;
        let mut registration = authenticator(1).register(&options, ORIGIN).unwrap();
        let attested = registration.auth_data.attested.as_mut().unwrap();
        let Cbor::Map(members) = &mut attested.cose_key else {
            panic!("{attested:?}");
        };
        for label in (100..).take(entries - members.len()) {
            members.push((Cbor::Integer(label), Cbor::Null));
        }
        let answer = server.post(W2, &registration.message()).await;
        assert_eq!(answer.header("x-touchstone-reason"), reason, "{entries}");
    }
}

#[tokio::test]
async fn a_user_has_at_most_64_credentials() {
    let server = start("nevis", json!({})).await;
    // The buckets of addresses are not what is tried here.
    let next_second = || server.clock.advance_ms(1_000);
    let begun = server.registration_options("jeff").await;
    for seed in 1..=CREDENTIALS_MAX {
        next_second();
        server.registered(&mut authenticator(seed), "jeff").await;
    }
    let asked = json!({"username": "jeff", "displayName": "Jeff"});
    let answer = server.post(W1, &asked).await;
    answer.assert_reason("too_many_credentials");
    // A registration that began when there was room ends without.
    let mut another = authenticator(CREDENTIALS_MAX + 1);
    let message = another.register(&begun, ORIGIN).unwrap().message();
    let answer = server.post(W2, &message).await;
    answer.assert_reason("too_many_credentials");
    let status = server.ceremony(&begun["fido2SessionId"]).await;
    assert_eq!(status["status"], "failed");
    let options = server.authentication_options("jeff").await;
    let allowed = options["allowCredentials"].as_array().unwrap();
    assert_eq!(allowed.len(), usize::from(CREDENTIALS_MAX));
}
