//! What another start and another node make of what is stored.

use std::sync::Arc;

use serde_json::json;
use touchstone_core::mobile::{MobileAnchors, MobileOptions};
use touchstone_core::ports::Notice;
use touchstone_core::sealed::{MasterKey, Sealer};
use touchstone_core::webauthn::{MdsSourceOptions, MdsState, MdsView};
use touchstone_core::{Options, Touchstone, World};
use touchstone_evidence::x509::Revocation;
use touchstone_simulator::webauthn::Algorithm;
use touchstone_simulator::webauthn::ca::{AttestationCa, AttestationChain, Extension};
use touchstone_simulator::webauthn::mds::{BlobCertificates, Crl};

use super::scene::{MDS, MODEL, Scene, options, source};
use crate::harness::T;

const X5U: &str = "https://mds.example/certificates";
const CRL: &str = "http://ca.example/intermediate.crl";

/// Another server on the same store, to which nobody answers at first.
pub async fn another(scene: &Scene, source: MdsSourceOptions) -> Arc<Touchstone> {
    node(scene.server.core.world.clone(), source).await
}

/// A server of this world.
pub async fn node(world: World, source: MdsSourceOptions) -> Arc<Touchstone> {
    let options = Options {
        mobile: MobileOptions {
            anchors: MobileAnchors::published().unwrap(),
            status_max_age_h: 72,
        },
        webauthn: options(source),
    };
    let sealer = Sealer::new(MasterKey::from_bytes([2; 32]), Vec::new());
    Arc::new(Touchstone::start(world, sealer, options).await.unwrap())
}

fn view(core: &Touchstone) -> MdsView {
    core.webauthn.mds_view(core.world.clock.now()).remove(0)
}

#[tokio::test]
async fn a_new_start_has_what_is_stored_without_asking_anybody() {
    let scene = Scene::start(json!({})).await;
    scene.take_over(3, &[]).await;
    let core = another(&scene, source(&scene.mds_ca, Revocation::Soft)).await;
    let view = view(&core);
    assert_eq!((view.state, view.number), (MdsState::Up, Some(3)));
    assert_eq!((view.entries, view.fetched_at), (1, Some(T)));
    assert_eq!(scene.server.upstream.calls(MDS), 1);
}

#[tokio::test]
async fn a_stored_blob_holds_after_its_signers_certificate_has_ended() {
    let scene = Scene::start(json!({})).await;
    let mut blob = scene.blob(3, &[]);
    blob.signer.leaf.not_after_ms = T.plus_s(3_600).unix_ms();
    scene.publish(&blob);
    assert_eq!(scene.refresh().await.reason, None);
    scene.server.clock.advance_ms(7_200_000);
    let core = another(&scene, source(&scene.mds_ca, Revocation::Hard)).await;
    assert_eq!(view(&core).number, Some(3));
}

#[tokio::test]
async fn a_stored_blob_holds_as_of_when_it_was_taken_over_not_as_of_when_it_was_confirmed() {
    let scene = Scene::start(json!({})).await;
    let mut blob = scene.blob(3, &[]);
    blob.signer.leaf.not_after_ms = T.plus_s(3_600).unix_ms();
    scene.publish(&blob);
    assert_eq!(scene.refresh().await.reason, None);
    scene.server.clock.advance_ms(7_200_000);
    let confirmed = scene.refresh().await;
    assert_eq!(confirmed.fetched_at, Some(T.plus_s(7_200)));
    let core = another(&scene, source(&scene.mds_ca, Revocation::Hard)).await;
    let view = view(&core);
    assert_eq!((view.state, view.number), (MdsState::Up, Some(3)));
    assert_eq!(view.fetched_at, confirmed.fetched_at);
}

#[tokio::test]
async fn a_blob_older_than_the_stored_one_is_refused_also_where_that_one_does_not_hold() {
    let scene = Scene::start(json!({})).await;
    scene.take_over(3, &[]).await;
    let stranger = AttestationCa::new([41; 32]);
    let core = another(&scene, source(&stranger, Revocation::Soft)).await;
    let mut blob = scene.blob(2, &[]);
    blob.signer = stranger.metadata_signer("mds.example", blob.signer.algorithm());
    scene.publish(&blob);
    let views = core.webauthn.refresh_mds(&scene.call(), true).await;
    let view = views.unwrap().remove(0);
    assert_eq!(view.reason.as_deref(), Some("blob_number_regressed"));
    assert_eq!((view.state, view.number), (MdsState::Down, None));
    let stored = core.world.store.mds_sources().await.unwrap();
    assert_eq!(stored[0].number, Some(3));
}

#[tokio::test]
async fn a_stored_blob_that_leads_to_no_root_of_now_is_none_until_another_comes() {
    let scene = Scene::start(json!({})).await;
    scene.take_over(3, &[]).await;
    let stranger = AttestationCa::new([41; 32]);
    let core = another(&scene, source(&stranger, Revocation::Soft)).await;
    assert_eq!(view(&core).state, MdsState::Down);
    let mut blob = scene.blob(3, &[]);
    blob.signer = stranger.metadata_signer("mds.example", blob.signer.algorithm());
    scene.publish(&blob);
    core.webauthn
        .refresh_mds(&scene.call(), false)
        .await
        .unwrap();
    let view = view(&core);
    assert_eq!((view.state, view.number), (MdsState::Up, Some(3)));
}

#[tokio::test]
async fn certificates_that_were_fetched_are_kept_with_the_blob() {
    let scene = Scene::start(json!({})).await;
    let mut blob = scene.blob(3, &[]);
    blob.certificates = BlobCertificates::X5u(X5U.to_owned());
    scene.server.upstream.publish(X5U, blob.certificates_pem());
    scene.publish(&blob);
    assert_eq!(scene.refresh().await.reason, None);
    let core = another(&scene, source(&scene.mds_ca, Revocation::Soft)).await;
    assert_eq!(view(&core).number, Some(3));
    assert_eq!(scene.server.upstream.calls(X5U), 1);
}

#[tokio::test]
async fn a_stored_blob_of_a_signer_that_is_revoked_by_now_is_none() {
    let scene = Scene::start(json!({})).await;
    let mut blob = scene.blob(3, &[]);
    blob.signer.leaf.put(Extension::crl_distribution_point(CRL));
    scene.publish(&blob);
    assert_eq!(scene.refresh().await.reason, None);
    let (from_ms, to_ms) = (T.unix_ms(), T.plus_s(86_400).unix_ms());
    let serial = blob.signer.leaf.serial.as_slice();
    let crl = Crl::new(blob.signer.ca.issuer(), from_ms, to_ms, &[serial]);
    scene.server.upstream.publish(CRL, crl.der());
    scene.server.clock.advance_ms(2 * 3_600_000);
    let webauthn = &scene.server.core.webauthn;
    assert_eq!(webauthn.refresh_crls(&scene.call()).await.unwrap(), 1);
    let core = another(&scene, source(&scene.mds_ca, Revocation::Soft)).await;
    assert_eq!(view(&core).state, MdsState::Down);
}

#[tokio::test]
async fn another_node_hears_of_a_blob_and_reads_it() {
    let scene = Scene::start(json!({})).await;
    let other = another(&scene, source(&scene.mds_ca, Revocation::Soft)).await;
    scene.take_over(3, &[]).await;
    assert_eq!(view(&other).state, MdsState::Down);
    other.take(Notice::Everything).await;
    let view = view(&other);
    assert_eq!((view.state, view.number), (MdsState::Up, Some(3)));
    other
        .webauthn
        .refresh_mds(&scene.call(), false)
        .await
        .unwrap();
    assert_eq!(scene.server.upstream.calls(MDS), 1);
}

/// The list of a trusted chain, which revokes it, was fetched.
async fn with_a_list(scene: &Scene) -> AttestationChain {
    scene.take_over(3, &[]).await;
    let mut chain = scene.maker.packed(MODEL, Algorithm::Es256);
    chain.leaf.put(Extension::crl_distribution_point(CRL));
    let mut authenticator = scene.authenticator_with(chain.clone());
    scene.server.registered(&mut authenticator, "jeff").await;
    scene
        .server
        .upstream
        .publish(CRL, list(&chain, &[&chain.leaf.serial]));
    let webauthn = &scene.server.core.webauthn;
    assert_eq!(webauthn.refresh_crls(&scene.call()).await.unwrap(), 1);
    chain
}

fn list(chain: &AttestationChain, serials: &[&[u8]]) -> Vec<u8> {
    let (from_ms, to_ms) = (T.unix_ms(), T.plus_s(86_400).unix_ms());
    Crl::new(chain.ca.issuer(), from_ms, to_ms, serials).der()
}

/// The only credential after this node has judged it again.
async fn trust_by(core: &Touchstone, scene: &Scene) -> String {
    core.webauthn.reevaluate(&scene.call()).await.unwrap();
    scene.trust().await
}

#[tokio::test]
async fn a_new_start_knows_who_signs_a_list_and_takes_no_other() {
    let scene = Scene::start(json!({})).await;
    with_a_list(&scene).await;
    let core = another(&scene, source(&scene.mds_ca, Revocation::Soft)).await;
    // Of the same name, with another key: it revokes nobody.
    let stranger = scene.maker.stranger().packed(MODEL, Algorithm::Es256);
    scene.server.upstream.publish(CRL, list(&stranger, &[]));
    scene.server.clock.advance_ms(23 * 3_600_000);
    assert_eq!(core.webauthn.refresh_crls(&scene.call()).await.unwrap(), 0);
    assert_eq!(scene.server.upstream.calls(CRL), 2);
    assert_eq!(trust_by(&core, &scene).await, "untrusted:cert_revoked");
}

#[tokio::test]
async fn a_node_that_fetches_nothing_judges_by_the_lists_that_another_fetched() {
    let scene = Scene::start(json!({})).await;
    let other = another(&scene, source(&scene.mds_ca, Revocation::Soft)).await;
    with_a_list(&scene).await;
    other.take(Notice::Everything).await;
    other.webauthn.catch_up_crls().await.unwrap();
    assert_eq!(trust_by(&other, &scene).await, "untrusted:cert_revoked");
    assert_eq!(scene.server.upstream.calls(CRL), 1);
}
