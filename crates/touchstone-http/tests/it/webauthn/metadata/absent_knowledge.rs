//! Trust that was lost comes back for what is known, not because nothing is known any more.

use serde_json::{Value, json};
use touchstone_core::ports::CredentialState;
use touchstone_core::webauthn::Aaguid;
use touchstone_core::webauthn::admin::{put_statement, remove_statement};
use touchstone_evidence::x509::Revocation;
use touchstone_simulator::webauthn::Authenticator;
use touchstone_simulator::webauthn::mds::{MetadataBlob, StatusReport};

use super::scene::{MODEL, NEXT_UPDATE, Scene};
use crate::harness::Server;

const UNDESIRED: &str = "untrusted:metadata_status_undesired";

fn suspending() -> Value {
    json!({"on_distrust": "suspend"})
}

/// A credential that a report suspended.
async fn suspended(report: StatusReport) -> (Scene, Authenticator) {
    let scene = Scene::start(suspending()).await;
    scene.take_over(3, &[]).await;
    let mut authenticator = scene.authenticator();
    scene.server.registered(&mut authenticator, "jeff").await;
    scene.take_over(4, &[report]).await;
    scene.judge_again().await;
    assert_suspended(&scene).await;
    (scene, authenticator)
}

async fn assert_suspended(scene: &Scene) {
    let credential = scene.credentials().await.remove(0);
    let found = (credential.trust.as_str(), credential.state);
    assert_eq!(found, (UNDESIRED, CredentialState::SuspendedByTrust));
}

async fn restored(scene: &Scene) -> String {
    scene.judge_again().await;
    let credential = scene.credentials().await.remove(0);
    assert_eq!(credential.state, CredentialState::Active);
    credential.trust
}

async fn judge_daily(scene: &Scene, day: &str) {
    scene.move_to(day);
    assert_eq!(scene.judge_again().await, 1, "{day}");
}

#[tokio::test]
async fn an_entry_that_is_gone_restores_nobody_and_one_that_speaks_for_him_does() {
    let (scene, mut authenticator) = suspended(StatusReport::new("REVOKED")).await;
    scene.publish(&MetadataBlob::new(scene.signer(), 5, NEXT_UPDATE));
    assert_eq!(scene.refresh().await.number, Some(5));
    assert_eq!(scene.judge_again().await, 1);
    assert_suspended(&scene).await;
    scene.take_over(6, &[]).await;
    assert_eq!(restored(&scene).await, "trusted");
    scene.sign_in(&mut authenticator, "jeff").await.assert_ok();
}

#[tokio::test]
async fn a_report_that_ends_restores_by_a_blob_that_is_not_overdue_only() {
    let mut report = StatusReport::new("REVOKED");
    report.sunset_date = Some("2026-05-22".to_owned());
    let (scene, _) = suspended(report).await;
    // The BLOB is overdue since the 21st.
    for day in ["2026-05-20", "2026-05-21", "2026-05-22", "2026-05-23"] {
        judge_daily(&scene, day).await;
        assert_suspended(&scene).await;
    }
    let next = MetadataBlob::new(scene.signer(), 5, "2026-06-20");
    scene.publish(&next.with(scene.entry(&[]).json()));
    assert_eq!(scene.refresh().await.number, Some(5));
    assert_eq!(restored(&scene).await, "trusted");
}

#[tokio::test]
async fn a_report_that_ends_restores_while_its_blob_is_current() {
    let mut report = StatusReport::new("REVOKED");
    report.sunset_date = Some("2026-05-10".to_owned());
    let (scene, _) = suspended(report).await;
    judge_daily(&scene, "2026-05-09").await;
    assert_suspended(&scene).await;
    scene.move_to("2026-05-10");
    assert_eq!(restored(&scene).await, "trusted");
}

#[tokio::test]
async fn a_stored_blob_that_does_not_hold_any_more_restores_nobody() {
    let (scene, _) = suspended(StatusReport::new("REVOKED")).await;
    let stranger = touchstone_simulator::webauthn::ca::AttestationCa::new([41; 32]);
    let source = super::scene::source(&stranger, Revocation::Soft);
    let core = super::nodes::another(&scene, source).await;
    scene.move_to("2026-05-09");
    let call = core.world.new_call();
    assert_eq!(core.webauthn.reevaluate(&call).await.unwrap(), 1);
    assert_suspended(&scene).await;
}

#[tokio::test]
async fn a_tenants_bad_word_that_is_taken_back_restores_where_another_knows_the_model() {
    let scene = Scene::start(suspending()).await;
    let mut authenticator = scene.authenticator();
    scene.server.registered(&mut authenticator, "jeff").await;
    let bad = scene.entry(&[StatusReport::new("REVOKED")]).json();
    state(&scene.server, &bad.to_string()).await;
    scene.judge_again().await;
    assert_suspended(&scene).await;
    let remove = scene.server.administer(Some("acme"), async |admin| {
        remove_statement(admin, Aaguid(MODEL)).await
    });
    remove.await.unwrap();
    assert_eq!(scene.judge_again().await, 1);
    assert_suspended(&scene).await;
    state(&scene.server, &scene.entry(&[]).json().to_string()).await;
    assert_eq!(restored(&scene).await, "uncertain");
}

async fn state(server: &Server, json: &str) {
    let put = server.administer(Some("acme"), async |admin| {
        put_statement(admin, Aaguid(MODEL), json).await
    });
    put.await.unwrap();
}
