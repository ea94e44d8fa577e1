//! Which walks over stored credentials begin, and which of them are one.

use serde_json::json;
use touchstone_core::AdminCall;
use touchstone_core::ports::Reevaluation;
use touchstone_core::webauthn::Aaguid;
use touchstone_core::webauthn::admin::{
    AskedReevaluation, put_statement, remove_statement, start_reevaluation,
};
use touchstone_simulator::webauthn::Authenticator;
use touchstone_simulator::webauthn::Statement;
use touchstone_simulator::webauthn::mds::{MetadataBlob, StatusReport};
use touchstone_simulator::webauthn::statement::AndroidKey;

use super::nodes::another;
use super::scene::{MODEL, NEXT_UPDATE, Scene};
use crate::harness::T;

const REVOKED: &str = r#"{"entries":{"ab01":{"status":"REVOKED"}}}"#;
const EMPTY: &str = r#"{"entries":{}}"#;

/// The walks of this cause, newest first.
async fn walks(scene: &Scene, cause: &str) -> Vec<Reevaluation> {
    let store = &scene.server.core.world.store;
    store.newest_reevaluations(cause, 100).await.unwrap()
}

async fn asked(scene: &Scene) -> AskedReevaluation {
    let start = async |admin: &AdminCall<'_>| start_reevaluation(admin).await;
    scene.server.administer(Some("acme"), start).await.unwrap()
}

#[tokio::test]
async fn whoever_asks_while_a_walk_waits_is_answered_with_it() {
    let scene = Scene::start(json!({})).await;
    let first = asked(&scene).await;
    assert!(first.is_new);
    for _ in 0..5 {
        let again = asked(&scene).await;
        assert_eq!((again.walk, again.is_new), (first.walk.clone(), false));
    }
    scene.judge_again().await;
    scene.server.clock.advance_ms(1);
    assert!(asked(&scene).await.is_new);
    assert_eq!(walks(&scene, "asked").await.len(), 2);
}

#[tokio::test]
async fn statements_that_are_written_before_a_walk_begins_are_one_walk() {
    let scene = Scene::start(json!({})).await;
    let statement = scene.entry(&[]).json().to_string();
    let written = scene.server.administer(Some("acme"), async |admin| {
        for _ in 0..3 {
            put_statement(admin, Aaguid(MODEL), &statement).await?;
        }
        remove_statement(admin, Aaguid(MODEL)).await
    });
    written.await.unwrap();
    let found = walks(&scene, "statement").await;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].only.as_ref().unwrap().aaguids, [MODEL]);
}

#[tokio::test]
async fn a_statement_that_is_refused_starts_no_walk() {
    let scene = Scene::start(json!({})).await;
    let refused = scene.server.administer(Some("acme"), async |admin| {
        let put = put_statement(admin, Aaguid(MODEL), "{}").await;
        put.is_err() && remove_statement(admin, Aaguid(MODEL)).await.is_err()
    });
    assert!(refused.await);
    assert_eq!(walks(&scene, "statement").await, []);
}

/// Puts the operator's list in force.
fn use_list(scene: &Scene, json: &str) {
    // The walk that follows is then the newest: of two of one millisecond neither would be.
    scene.server.clock.advance_ms(1_000);
    let mobile = &scene.server.core.mobile;
    let now = scene.server.core.world.clock.now();
    mobile.use_status_list_file(json.into(), now).unwrap();
}

/// An Android key is registered under a list that does not name it, and was judged by it.
async fn with_android_key() -> Scene {
    let scene = Scene::start(json!({})).await;
    scene.take_over(3, &[]).await;
    use_list(&scene, EMPTY);
    let mut key = AndroidKey::by(scene.maker.clone());
    key.leaf_serial = vec![0xab, 1];
    let statement = Statement::AndroidKey(key);
    let mut authenticator = Authenticator::new([4; 32], MODEL, statement, T.unix_ms());
    scene.server.registered(&mut authenticator, "jeff").await;
    let mut packed = scene.authenticator();
    scene.server.registered(&mut packed, "anna").await;
    scene.judge_again().await;
    assert_eq!(trusts(&scene).await, ["trusted", "trusted"]);
    scene
}

/// The trust of the Android key and of the other credential.
async fn trusts(scene: &Scene) -> [String; 2] {
    let mut credentials = scene.credentials().await;
    credentials.sort_unstable_by(|one, next| one.format.cmp(&next.format));
    let trusts: Vec<_> = credentials.into_iter().map(|of| of.trust).collect();
    trusts.try_into().unwrap()
}

#[tokio::test]
async fn another_status_list_is_judged_by_at_once_and_once() {
    let scene = with_android_key().await;
    assert_eq!(scene.judge_again().await, 0);
    use_list(&scene, REVOKED);
    assert_eq!(scene.judge_again().await, 1, "the Android key alone");
    assert_eq!(trusts(&scene).await, ["untrusted:cert_revoked", "trusted"]);
    assert_eq!(scene.judge_again().await, 0);
}

#[tokio::test]
async fn a_status_list_that_came_while_nobody_ran_is_judged_by_after_the_next_start() {
    let scene = with_android_key().await;
    let source = super::scene::source(&scene.mds_ca, touchstone_evidence::x509::Revocation::Soft);
    let core = another(&scene, source).await;
    let now = core.world.clock.now();
    core.mobile
        .use_status_list_file(REVOKED.into(), now)
        .unwrap();
    let judged = core.webauthn.reevaluate(&core.world.new_call()).await;
    assert_eq!(judged.unwrap(), 1);
    assert_eq!(trusts(&scene).await, ["untrusted:cert_revoked", "trusted"]);
}

#[tokio::test]
async fn nodes_with_different_lists_do_not_judge_in_turns_for_ever() {
    let scene = with_android_key().await;
    scene.server.clock.advance_ms(1_000);
    for (list, judged) in [(REVOKED, 1), (EMPTY, 0), (REVOKED, 0), (EMPTY, 0)] {
        let mobile = &scene.server.core.mobile;
        mobile.use_status_list_file(list.into(), T).unwrap();
        assert_eq!(scene.judge_again().await, judged);
    }
}

#[tokio::test]
async fn a_withdrawal_is_not_taken_back_by_a_list_that_is_too_old() {
    let scene = with_android_key().await;
    use_list(&scene, REVOKED);
    scene.judge_again().await;
    scene.server.clock.advance_ms(73 * 3_600_000);
    assert_eq!(scene.judge_again().await, 2, "the daily walk");
    assert_eq!(trusts(&scene).await, ["untrusted:cert_revoked", "trusted"]);
    use_list(&scene, EMPTY);
    assert_eq!(scene.judge_again().await, 1);
    assert_eq!(trusts(&scene).await, ["trusted", "trusted"]);
}

#[tokio::test]
async fn the_last_blob_is_told_however_many_walks_came_since() {
    let scene = Scene::start(json!({})).await;
    let blob = MetadataBlob::new(scene.signer(), 3, NEXT_UPDATE);
    let entry = scene.entry(&[StatusReport::new("FIDO_CERTIFIED")]);
    scene.publish(&blob.with(entry.json()));
    scene.refresh().await;
    for _ in 0..3 {
        asked(&scene).await;
        scene.judge_again().await;
        scene.server.clock.advance_ms(1);
    }
    let told = scene.server.administer(None, async |admin| {
        touchstone_core::webauthn::admin::mds_diff(admin).await
    });
    let told = told.await.unwrap().unwrap();
    assert_eq!(told.added, [Aaguid(MODEL)]);
    assert_eq!(told.reevaluation, walks(&scene, "metadata").await[0].id);
}
