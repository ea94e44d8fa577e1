//! Revocation lists: of the signers of BLOBs, and of authenticators.

use serde_json::{Value, json};
use touchstone_core::AdminCall;
use touchstone_core::ports::{CrlRoom, Notice, StoredCrl};
use touchstone_core::webauthn::admin::put_statement;
use touchstone_core::webauthn::{Aaguid, MdsState};
use touchstone_evidence::x509::Revocation;
use touchstone_simulator::webauthn::Algorithm;
use touchstone_simulator::webauthn::ca::{AttestationCa, AttestationChain, Authority, Extension};
use touchstone_simulator::webauthn::mds::{Crl, MetadataBlob};

use super::scene::{MODEL, NEXT_UPDATE, Scene};
use crate::harness::T;
use crate::webauthn::harness::{ORIGIN, W2};

const CRL: &str = "http://ca.example/intermediate.crl";
const DAY_S: i64 = 86_400;

fn list(issuer: &Authority, serials: &[&[u8]]) -> Crl {
    Crl::new(issuer, T.unix_ms(), T.plus_s(DAY_S).unix_ms(), serials)
}

/// A BLOB whose signer names a list.
fn naming_a_list(scene: &Scene, number: u64) -> MetadataBlob {
    let mut blob = scene.blob(number, &[]);
    blob.signer.leaf.put(Extension::crl_distribution_point(CRL));
    blob
}

async fn refused(revocation: Revocation, crl: Option<Crl>) -> Option<String> {
    let scene = Scene::start_as(json!({}), revocation).await;
    if let Some(crl) = crl {
        scene.server.upstream.publish(CRL, crl.der());
    }
    scene.publish(&naming_a_list(&scene, 3));
    let view = scene.refresh().await;
    assert_eq!(view.state == MdsState::Up, view.reason.is_none());
    view.reason
}

/// The signer of every scene.
fn signer() -> AttestationChain {
    AttestationCa::new([21; 32]).metadata_signer("mds.example", Algorithm::Es256)
}

#[tokio::test]
async fn a_signer_that_is_revoked_is_refused_unless_nobody_asks() {
    let signer = signer();
    let revoked = list(signer.ca.issuer(), &[&signer.leaf.serial]);
    let reason = Some("blob_cert_revoked".to_owned());
    assert_eq!(
        refused(Revocation::Hard, Some(revoked.clone())).await,
        reason
    );
    assert_eq!(
        refused(Revocation::Soft, Some(revoked.clone())).await,
        reason
    );
    assert_eq!(refused(Revocation::Off, Some(revoked)).await, None);
}

#[tokio::test]
async fn a_current_list_that_does_not_name_the_signer_is_enough() {
    let current = list(signer().ca.issuer(), &[]);
    assert_eq!(refused(Revocation::Hard, Some(current)).await, None);
}

#[tokio::test]
async fn a_list_that_cannot_be_had_matters_only_where_it_must_be_had() {
    assert_eq!(refused(Revocation::Soft, None).await, None);
    let reason = Some("blob_revocation_unknown".to_owned());
    assert_eq!(refused(Revocation::Hard, None).await, reason);
}

#[tokio::test]
async fn an_overdue_list_matters_only_where_there_must_be_one() {
    let mut overdue = list(signer().ca.issuer(), &[]);
    overdue.next_update_ms = Some(T.plus_s(-1).unix_ms());
    overdue.this_update_ms = T.plus_s(-DAY_S).unix_ms();
    assert_eq!(refused(Revocation::Soft, Some(overdue.clone())).await, None);
    let reason = Some("crl_expired".to_owned());
    assert_eq!(refused(Revocation::Hard, Some(overdue)).await, reason);
}

/// Of an authenticator of the model that names a list.
fn chain_with_list(maker: &AttestationCa) -> AttestationChain {
    let mut chain = maker.packed(MODEL, Algorithm::Es256);
    chain.leaf.put(Extension::crl_distribution_point(CRL));
    chain
}

/// The model's authenticators name a list, and one of them is registered.
async fn registered(policy: Value) -> (Scene, AttestationChain) {
    let scene = Scene::start(policy).await;
    scene.take_over(3, &[]).await;
    let chain = chain_with_list(&scene.maker);
    let mut authenticator = scene.authenticator_with(chain.clone());
    scene.server.registered(&mut authenticator, "jeff").await;
    assert_eq!(scene.trust().await, "trusted");
    (scene, chain)
}

async fn fetched(scene: &Scene) -> u64 {
    let webauthn = &scene.server.core.webauthn;
    webauthn.refresh_crls(&scene.call()).await.unwrap()
}

/// What becomes of a further registration with the chain.
async fn registration(scene: &Scene, chain: &AttestationChain) -> String {
    let mut authenticator = scene.authenticator_with(chain.clone());
    let options = scene.server.registration_options("ann").await;
    let message = authenticator.register(&options, ORIGIN).unwrap().message();
    let answer = scene.server.post(W2, &message).await;
    answer.header("x-touchstone-reason")
}

#[tokio::test]
async fn the_list_of_a_trusted_chain_is_fetched_and_what_it_revokes_is_refused() {
    let (scene, chain) = registered(json!({"attestation": {"mode": "enforced"}})).await;
    let revoked = list(chain.ca.issuer(), &[&chain.leaf.serial]);
    scene.server.upstream.publish(CRL, revoked.der());
    assert_eq!(fetched(&scene).await, 1);
    assert_eq!(registration(&scene, &chain).await, "cert_revoked");
    assert_eq!(fetched(&scene).await, 0, "it is not due again");
}

#[tokio::test]
async fn where_a_list_must_be_had_it_becomes_known_by_the_registration_that_is_refused() {
    let scene = Scene::start(json!({"attestation": {"mode": "enforced", "revocation": "hard"}}));
    let scene = scene.await;
    scene.take_over(3, &[]).await;
    let chain = chain_with_list(&scene.maker);
    assert_eq!(registration(&scene, &chain).await, "revocation_unknown");
    let current = list(chain.ca.issuer(), &[]);
    scene.server.upstream.publish(CRL, current.der());
    assert_eq!(fetched(&scene).await, 1);
    assert_eq!(registration(&scene, &chain).await, "");
}

/// How often the list was asked for, and what is known of it, after a registration was trusted and lists were due.
async fn asked_for_list(scene: &Scene) -> (usize, bool) {
    let chain = chain_with_list(&scene.maker);
    scene
        .server
        .upstream
        .publish(CRL, list(chain.ca.issuer(), &[]).der());
    let mut authenticator = scene.authenticator_with(chain);
    scene.server.registered(&mut authenticator, "jeff").await;
    assert_eq!(scene.trust().await, "trusted");
    fetched(scene).await;
    scene.judge_again().await;
    fetched(scene).await;
    let known = scene.server.core.world.store.known_crl(CRL).await.unwrap();
    (scene.server.upstream.calls(CRL), known.is_some())
}

#[tokio::test]
async fn a_chain_that_only_the_tenants_anchors_trust_makes_no_list_known() {
    let maker = AttestationCa::new([22; 32]);
    let anchors = json!({"anchors": {"packed": [maker.root_pem()]}});
    let scene = Scene::start(anchors).await;
    assert_eq!(asked_for_list(&scene).await, (0, false));
}

/// The tenant says of the model what the service would.
async fn put_own_statement(scene: &Scene) {
    let entry = scene.entry(&[]).json().to_string();
    let put = async |admin: &AdminCall<'_>| put_statement(admin, Aaguid(MODEL), &entry).await;
    scene.server.administer(Some("acme"), put).await.unwrap();
}

#[tokio::test]
async fn a_chain_that_only_the_tenants_statement_trusts_makes_no_list_known() {
    let scene = Scene::start(json!({})).await;
    put_own_statement(&scene).await;
    assert_eq!(asked_for_list(&scene).await, (0, false));
}

#[tokio::test]
async fn a_chain_that_the_service_trusts_too_makes_its_list_known_whatever_the_tenant_says() {
    let maker = AttestationCa::new([22; 32]);
    let anchors = json!({"anchors": {"packed": [maker.root_pem()]}});
    let scene = Scene::start(anchors).await;
    scene.take_over(3, &[]).await;
    put_own_statement(&scene).await;
    assert_eq!(asked_for_list(&scene).await, (1, true));
}

#[tokio::test]
async fn an_address_that_never_answers_is_given_up_after_a_week() {
    let (scene, _) = registered(json!({})).await;
    let known = async || scene.server.core.world.store.known_crl(CRL).await.unwrap();
    assert_eq!(fetched(&scene).await, 0);
    assert!(known().await.is_some());
    scene.server.clock.advance_ms(7 * DAY_S * 1_000 - 1);
    fetched(&scene).await;
    assert!(known().await.is_some());
    scene.server.clock.advance_ms(1);
    fetched(&scene).await;
    assert!(known().await.is_none());
}

#[tokio::test]
async fn the_registered_credential_is_distrusted_by_the_next_walk() {
    let (scene, chain) = registered(json!({})).await;
    let revoked = list(chain.ca.issuer(), &[&chain.leaf.serial]);
    scene.server.upstream.publish(CRL, revoked.der());
    fetched(&scene).await;
    scene.judge_again().await;
    assert_eq!(scene.trust().await, "untrusted:cert_revoked");
}

#[tokio::test]
async fn a_list_that_its_issuer_did_not_sign_is_not_taken() {
    let (scene, chain) = registered(json!({"attestation": {"mode": "enforced"}})).await;
    let revoked = list(chain.ca.issuer(), &[&chain.leaf.serial]);
    scene.server.upstream.publish(CRL, revoked.der());
    assert_eq!(fetched(&scene).await, 1);
    // Of the same name, with another key: it revokes nobody and has a greater number.
    let mut forged = list(scene.maker.stranger().issuer(), &[]);
    forged.number = Some(99);
    scene.server.upstream.publish(CRL, forged.der());
    scene.server.clock.advance_ms(23 * 3_600_000);
    assert_eq!(fetched(&scene).await, 0);
    assert_eq!(registration(&scene, &chain).await, "cert_revoked");
}

#[tokio::test]
async fn an_older_list_does_not_take_back_a_revocation() {
    let (scene, chain) = registered(json!({"attestation": {"mode": "enforced"}})).await;
    let mut revoked = list(chain.ca.issuer(), &[&chain.leaf.serial]);
    revoked.number = Some(2);
    scene.server.upstream.publish(CRL, revoked.der());
    assert_eq!(fetched(&scene).await, 1);
    let older = list(chain.ca.issuer(), &[]);
    scene.server.upstream.publish(CRL, older.der());
    scene.server.clock.advance_ms(23 * 3_600_000);
    assert_eq!(fetched(&scene).await, 0);
    assert_eq!(registration(&scene, &chain).await, "cert_revoked");
}

/// Takes over a BLOB in which these stand for the model.
async fn take_over_with(scene: &Scene, roots: Vec<Vec<u8>>) {
    let mut entry = scene.entry(&[]);
    entry.roots = roots;
    let blob = MetadataBlob::new(scene.signer(), 3, NEXT_UPDATE);
    scene.publish(&blob.with(entry.json()));
    assert_eq!(scene.refresh().await.reason, None);
}

async fn is_looked_for(scene: &Scene) -> bool {
    let known = scene.server.core.world.store.known_crl(CRL).await;
    known.unwrap().is_some()
}

#[tokio::test]
async fn a_certificate_that_is_its_own_anchor_makes_no_list_known() {
    let scene = Scene::start(json!({})).await;
    let mut chain = chain_with_list(&scene.maker);
    chain.leaf_alone = true;
    take_over_with(&scene, vec![chain.leaf_der()]).await;
    let mut authenticator = scene.authenticator_with(chain);
    scene.server.registered(&mut authenticator, "jeff").await;
    assert_eq!(scene.trust().await, "trusted");
    assert!(!is_looked_for(&scene).await);
}

#[tokio::test]
async fn a_stranger_s_chain_is_followed_when_a_newer_blob_knows_its_maker() {
    let maker = AttestationCa::new([22; 32]);
    let anchors = json!({"anchors": {"packed": [maker.root_pem()]}});
    let scene = Scene::start(anchors).await;
    let chain = chain_with_list(&scene.maker);
    let mut authenticator = scene.authenticator_with(chain.clone());
    scene.server.registered(&mut authenticator, "jeff").await;
    assert!(!is_looked_for(&scene).await);
    scene.take_over(3, &[]).await;
    registration(&scene, &chain).await;
    assert!(is_looked_for(&scene).await);
}

#[tokio::test]
async fn an_authority_with_another_key_is_heard_when_the_list_of_the_old_one_has_ended() {
    let policy = json!({"attestation": {"mode": "enforced", "revocation": "hard"}});
    let scene = Scene::start(policy).await;
    let (old, new) = (scene.maker.clone(), scene.maker.stranger());
    take_over_with(&scene, vec![old.root_der(), new.root_der()]).await;
    let chains = [chain_with_list(&old), chain_with_list(&new)];
    assert_eq!(registration(&scene, &chains[0]).await, "revocation_unknown");
    let first = list(old.issuer(), &[]);
    scene.server.upstream.publish(CRL, first.der());
    assert_eq!(fetched(&scene).await, 1);
    assert_eq!(registration(&scene, &chains[1]).await, "revocation_unknown");
    let mut second = list(new.issuer(), &[]);
    second.next_update_ms = Some(T.plus_s(2 * DAY_S).unix_ms());
    scene.server.upstream.publish(CRL, second.der());
    scene.server.clock.advance_ms(23 * 3_600_000);
    assert_eq!(fetched(&scene).await, 0, "the first one is current");
    scene.server.clock.advance_ms(2 * 3_600_000);
    assert_eq!(fetched(&scene).await, 1);
    assert_eq!(registration(&scene, &chains[1]).await, "");
}

#[tokio::test]
async fn an_older_list_that_another_node_stores_last_does_not_take_back_a_revocation() {
    let (scene, chain) = registered(json!({"attestation": {"mode": "enforced"}})).await;
    let mut revoked = list(chain.ca.issuer(), &[&chain.leaf.serial]);
    revoked.number = Some(2);
    scene.server.upstream.publish(CRL, revoked.der());
    assert_eq!(fetched(&scene).await, 1);
    let older = StoredCrl {
        url: CRL.to_owned(),
        der: list(chain.ca.issuer(), &[]).der().into(),
        next_update: Some(T.plus_s(DAY_S)),
        fetched_at: T.plus_s(1),
        due_at: T.plus_s(DAY_S),
    };
    let room = CrlRoom {
        lists: 10,
        bytes: 1_000_000,
        issuers_per_list: 4,
        unused_since: T,
    };
    let core = &scene.server.core;
    assert!(core.world.store.put_crl(&older, &room).await.unwrap());
    core.take(Notice::Everything).await;
    core.webauthn.catch_up_crls().await.unwrap();
    assert_eq!(registration(&scene, &chain).await, "cert_revoked");
}
