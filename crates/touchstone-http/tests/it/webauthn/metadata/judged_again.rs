//! What becomes of stored credentials when what is known of their model changes.

use serde_json::{Value, json};
use touchstone_core::AdminCall;
use touchstone_core::ports::{CredentialState, PageRequest};
use touchstone_core::webauthn::Aaguid;
use touchstone_core::webauthn::admin::{put_statement, remove_statement, start_reevaluation};
use touchstone_simulator::webauthn::Authenticator;
use touchstone_simulator::webauthn::mds::StatusReport;

use super::scene::{MDS, MODEL, Scene};

const UNDESIRED: &str = "untrusted:metadata_status_undesired";

fn suspending() -> Value {
    json!({"on_distrust": "suspend"})
}

/// A credential of a model that is known and trusted.
async fn registered(policy: Value) -> (Scene, Authenticator) {
    let scene = Scene::start(policy).await;
    scene.take_over(3, &[]).await;
    let mut authenticator = scene.authenticator();
    scene.server.registered(&mut authenticator, "jeff").await;
    scene.judge_again().await;
    assert_eq!(scene.trust().await, "trusted");
    (scene, authenticator)
}

async fn state(scene: &Scene) -> CredentialState {
    scene.credentials().await.remove(0).state
}

#[tokio::test]
async fn a_revoked_model_suspends_its_credentials_and_a_better_report_restores_them() {
    let (scene, mut authenticator) = registered(suspending()).await;
    scene.sign_in(&mut authenticator, "jeff").await.assert_ok();
    let options = scene.server.authentication_options("jeff").await;
    scene.take_over(4, &[StatusReport::new("REVOKED")]).await;
    assert_eq!(scene.judge_again().await, 1);
    assert_eq!(scene.trust().await, UNDESIRED);
    let message = authenticator.sign_in(&options, super::super::harness::ORIGIN);
    let message = message.unwrap().message();
    let answer = scene.server.post(super::super::harness::W4, &message).await;
    answer.assert_reason("credential_suspended");

    scene.take_over(5, &[]).await;
    assert_eq!(scene.judge_again().await, 1);
    assert_eq!(scene.trust().await, "trusted");
    scene.sign_in(&mut authenticator, "jeff").await.assert_ok();
}

#[tokio::test]
async fn a_credential_that_is_only_marked_signs_in() {
    let (scene, mut authenticator) = registered(json!({})).await;
    scene.take_over(4, &[StatusReport::new("REVOKED")]).await;
    scene.judge_again().await;
    assert_eq!(scene.trust().await, UNDESIRED);
    assert_eq!(state(&scene).await, CredentialState::Active);
    scene.sign_in(&mut authenticator, "jeff").await.assert_ok();
}

#[tokio::test]
async fn every_change_leaves_a_row_of_history() {
    let (scene, _) = registered(suspending()).await;
    scene.take_over(4, &[StatusReport::new("REVOKED")]).await;
    scene.judge_again().await;
    scene.take_over(5, &[]).await;
    scene.judge_again().await;
    let credential = scene.credentials().await.remove(0);
    let store = &scene.server.core.world.store;
    let (tenant_id, ext_id) = (credential.tenant_id, credential.ext_id);
    let history = store.webauthn_credential_history(tenant_id, ext_id).await;
    let rows = history.unwrap().1.into_iter();
    let rows: Vec<_> = rows
        .map(|row| (row.from, row.to, row.cause, row.state))
        .collect();
    let row = |from: &str, to: &str, state| {
        let [from, to, cause] = [from, to, "metadata"].map(str::to_owned);
        (from, to, cause, state)
    };
    let expected = [
        row("trusted", UNDESIRED, CredentialState::SuspendedByTrust),
        row(UNDESIRED, "trusted", CredentialState::Active),
    ];
    assert_eq!(rows, expected);
}

#[tokio::test]
async fn a_blob_that_says_nothing_else_of_the_model_judges_nobody() {
    let (scene, _) = registered(suspending()).await;
    scene.take_over(4, &[]).await;
    assert_eq!(scene.judge_again().await, 0);
}

#[tokio::test]
async fn a_report_with_a_date_counts_from_its_day_on_by_the_daily_walk() {
    let (scene, _) = registered(suspending()).await;
    scene
        .take_over(4, &[StatusReport::since("REVOKED", "2026-05-10")])
        .await;
    scene.judge_again().await;
    assert_eq!(scene.trust().await, "trusted");
    for (day, trust) in [("2026-05-09", "trusted"), ("2026-05-10", UNDESIRED)] {
        scene.move_to(day);
        assert_eq!(scene.judge_again().await, 1, "{day}");
        assert_eq!(scene.trust().await, trust, "{day}");
        assert_eq!(scene.judge_again().await, 0, "once a day");
    }
}

#[tokio::test]
async fn what_was_registered_while_nothing_was_known_is_judged_when_something_is() {
    let scene = Scene::start(suspending()).await;
    let mut authenticator = scene.authenticator();
    scene.server.registered(&mut authenticator, "jeff").await;
    assert_eq!(scene.trust().await, "uncertain");
    scene.judge_again().await;
    scene.take_over(3, &[StatusReport::new("REVOKED")]).await;
    assert_eq!(scene.judge_again().await, 1);
    assert_eq!(scene.trust().await, UNDESIRED);
    scene.take_over(4, &[]).await;
    scene.judge_again().await;
    assert_eq!(scene.trust().await, "uncertain");
}

#[tokio::test]
async fn a_tenants_own_statement_goes_before_the_services_in_both_directions() {
    let (scene, _) = registered(suspending()).await;
    let model = Aaguid(MODEL);
    let bad = scene
        .entry(&[StatusReport::new("REVOKED")])
        .json()
        .to_string();
    let put = scene.server.administer(Some("acme"), async |admin| {
        put_statement(admin, model, &bad).await
    });
    put.await.unwrap();
    assert_eq!(scene.judge_again().await, 1);
    assert_eq!(scene.trust().await, UNDESIRED);
    let remove = async |admin: &AdminCall<'_>| remove_statement(admin, model).await;
    let removed = scene.server.administer(Some("acme"), remove).await;
    removed.unwrap();
    assert_eq!(scene.judge_again().await, 1);
    assert_eq!(scene.trust().await, "trusted");
}

#[tokio::test]
async fn another_tenants_statement_does_not_matter() {
    let (scene, mut authenticator) = registered(suspending()).await;
    scene.server.add_tenant("other").await;
    let bad = scene
        .entry(&[StatusReport::new("REVOKED")])
        .json()
        .to_string();
    let put = scene.server.administer(Some("other"), async |admin| {
        put_statement(admin, Aaguid(MODEL), &bad).await
    });
    put.await.unwrap();
    assert_eq!(scene.judge_again().await, 0);
    scene.sign_in(&mut authenticator, "jeff").await.assert_ok();
}

#[tokio::test]
async fn an_administrators_walk_judges_everyone_and_is_seen_to_its_end() {
    let (scene, _) = registered(json!({})).await;
    let start = async |admin: &AdminCall<'_>| start_reevaluation(admin).await;
    scene.server.clock.advance_ms(1);
    let asked = scene.server.administer(Some("acme"), start).await;
    let asked = asked.unwrap().walk;
    assert_eq!(asked.cause, "asked");
    assert_eq!(scene.judge_again().await, 1);
    let newest = PageRequest {
        limit: 1,
        after: None,
    };
    let store = &scene.server.core.world.store;
    let walk = store
        .reevaluations(None, newest)
        .await
        .unwrap()
        .items
        .remove(0);
    assert_eq!((walk.id, walk.judged, walk.changed), (asked.id, 1, 0));
    assert!(walk.finished_at.is_some());
    assert_eq!(
        scene.server.upstream.calls(MDS),
        1,
        "nobody is asked for it"
    );
}
