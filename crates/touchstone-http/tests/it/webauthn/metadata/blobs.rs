//! Which BLOBs are taken over, and what stays when one is not.

use serde_json::json;
use touchstone_core::webauthn::MdsState;
use touchstone_simulator::webauthn::ca::AttestationCa;
use touchstone_simulator::webauthn::mds::{
    BlobCertificates, BlobFlaw, MetadataBlob, StatusReport, corrupt_entries, uaf_entry,
};

use super::scene::{MDS, NEXT_UPDATE, Scene};
use crate::harness::T;

const X5U: &str = "https://mds.example/certificates";

#[tokio::test]
async fn the_first_blob_makes_the_source_up() {
    let scene = Scene::start(json!({})).await;
    assert_eq!(
        scene.server.core.webauthn.mds_view(T)[0].state,
        MdsState::Down
    );
    scene.take_over(3, &[]).await;
    let view = scene.server.core.webauthn.mds_view(T).remove(0);
    assert_eq!(view.url, MDS);
    assert_eq!((view.entries, view.skipped), (1, 0));
    assert_eq!(view.next_update.as_deref(), Some(NEXT_UPDATE));
    assert_eq!((view.fetched_at, view.asked_at), (Some(T), Some(T)));
}

#[tokio::test]
async fn a_source_that_cannot_be_reached_is_down_and_says_why() {
    let scene = Scene::start(json!({})).await;
    let view = scene.refresh().await;
    assert_eq!(view.state, MdsState::Down);
    assert_eq!(view.reason.as_deref(), Some("unavailable: connect"));
    assert_eq!((view.number, view.fetched_at), (None, None));
}

#[tokio::test]
async fn every_flaw_of_a_blob_leaves_the_source_down_for_its_reason() {
    let scene = Scene::start(json!({})).await;
    for &flaw in BlobFlaw::ALL {
        let right = scene.blob(3, &[]);
        scene.publish(&right.flawed(flaw, T.unix_ms()));
        let view = scene.refresh().await;
        assert_eq!(
            view.reason.as_deref(),
            Some(flaw.expected_reason()),
            "{}",
            flaw.name()
        );
        assert_eq!(view.state, MdsState::Down, "{}", flaw.name());
    }
    scene.take_over(3, &[]).await;
}

#[tokio::test]
async fn a_blob_that_is_refused_leaves_the_one_at_hand() {
    let scene = Scene::start(json!({})).await;
    scene.take_over(3, &[]).await;
    for &flaw in BlobFlaw::ALL {
        scene.publish(&scene.blob(4, &[]).flawed(flaw, T.unix_ms()));
        let view = scene.refresh().await;
        assert_eq!(
            view.reason.as_deref(),
            Some(flaw.expected_reason()),
            "{}",
            flaw.name()
        );
        assert_eq!(
            (view.state, view.number),
            (MdsState::Up, Some(3)),
            "{}",
            flaw.name()
        );
        assert_eq!(view.entries, 1, "{}", flaw.name());
    }
}

#[tokio::test]
async fn a_blob_of_a_smaller_number_is_refused() {
    let scene = Scene::start(json!({})).await;
    scene.take_over(3, &[]).await;
    scene.publish(&scene.blob(2, &[]));
    let view = scene.refresh().await;
    assert_eq!(view.reason.as_deref(), Some("blob_number_regressed"));
    assert_eq!(view.number, Some(3));
}

#[tokio::test]
async fn a_blob_of_the_same_number_changes_nothing_and_is_no_failure() {
    let scene = Scene::start(json!({})).await;
    scene.take_over(3, &[]).await;
    scene.server.clock.advance_ms(1_000);
    scene.publish(&scene.blob(3, &[StatusReport::new("REVOKED")]));
    let view = scene.refresh().await;
    assert_eq!((view.reason, view.number), (None, Some(3)));
    assert_eq!(view.fetched_at, Some(T.plus_s(1)));
    scene
        .server
        .registered(&mut scene.authenticator(), "jeff")
        .await;
    assert_eq!(scene.trust().await, "trusted");
}

#[tokio::test]
async fn a_source_that_says_unchanged_confirms_the_blob_at_hand() {
    let scene = Scene::start(json!({})).await;
    scene.take_over(3, &[]).await;
    scene.server.clock.advance_ms(60_000);
    let view = scene.refresh().await;
    assert_eq!((view.reason, view.fetched_at), (None, Some(T.plus_s(60))));
    assert_eq!(scene.server.upstream.calls(MDS), 2);
}

#[tokio::test]
async fn what_cannot_be_read_is_counted_and_does_not_hide_the_rest() {
    let scene = Scene::start(json!({})).await;
    let corrupt = corrupt_entries();
    let odd = [uaf_entry("1234#5678")].into_iter().chain(corrupt.clone());
    let unknown = scene.blob(3, &[StatusReport::new("NOT_THOUGHT_OF_YET")]);
    scene.publish(&odd.fold(unknown, MetadataBlob::with));
    let view = scene.refresh().await;
    assert_eq!((view.reason, view.entries), (None, 1));
    assert_eq!(view.skipped, u64::try_from(corrupt.len()).unwrap());
    scene
        .server
        .registered(&mut scene.authenticator(), "jeff")
        .await;
    assert_eq!(scene.trust().await, "trusted");
}

#[tokio::test]
async fn certificates_are_fetched_from_the_source_itself() {
    let scene = Scene::start(json!({})).await;
    let mut blob = scene.blob(3, &[]);
    blob.certificates = BlobCertificates::X5u(X5U.to_owned());
    scene.publish(&blob);
    let view = scene.refresh().await;
    assert_eq!(view.reason.as_deref(), Some("unavailable: connect"));
    scene.server.upstream.publish(X5U, "no certificates");
    let view = scene.refresh().await;
    assert_eq!(view.reason.as_deref(), Some("blob_certificates_missing"));
    scene.server.upstream.publish(X5U, blob.certificates_pem());
    let view = scene.refresh().await;
    assert_eq!((view.reason, view.number), (None, Some(3)));
}

#[tokio::test]
async fn certificates_of_another_origin_are_never_fetched() {
    let scene = Scene::start(json!({})).await;
    let foreign = "https://other.example/certificates";
    let mut blob = scene.blob(3, &[]);
    blob.certificates = BlobCertificates::X5u(foreign.to_owned());
    scene
        .server
        .upstream
        .publish(foreign, blob.certificates_pem());
    scene.publish(&blob);
    let view = scene.refresh().await;
    assert_eq!(view.reason.as_deref(), Some("blob_x5u_foreign_origin"));
    assert_eq!(scene.server.upstream.calls(foreign), 0);
}

#[tokio::test]
async fn a_signer_under_a_new_root_is_reached_by_a_cross_certificate() {
    let scene = Scene::start(json!({})).await;
    let new_ca = AttestationCa::new([31; 32]);
    let mut signer = new_ca.metadata_signer(
        "mds.example",
        touchstone_simulator::webauthn::Algorithm::Es256,
    );
    let blob = |signer| MetadataBlob::new(signer, 3, NEXT_UPDATE);
    scene.publish(&blob(signer.clone()));
    let view = scene.refresh().await;
    assert_eq!(view.reason.as_deref(), Some("blob_chain_untrusted"));
    signer.extra.push(new_ca.root.signed_by(&scene.mds_ca.root));
    scene.publish(&blob(signer));
    let view = scene.refresh().await;
    assert_eq!((view.reason, view.number), (None, Some(3)));
}
