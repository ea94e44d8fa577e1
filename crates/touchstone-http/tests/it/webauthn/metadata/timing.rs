//! When the source is asked, and what its BLOB is worth meanwhile.

use serde_json::json;
use touchstone_core::webauthn::MdsState;
use touchstone_simulator::webauthn::mds::StatusReport;

use super::scene::{MDS, Scene};

const MINUTE_MS: i64 = 60_000;

#[tokio::test]
async fn a_source_is_asked_at_once_and_then_not_before_its_time() {
    let scene = Scene::start(json!({})).await;
    scene.publish(&scene.blob(3, &[]));
    assert_eq!(scene.ask(false).await.number, Some(3));
    for day in ["2026-05-01", "2026-05-19"] {
        scene.move_to(day);
        scene.ask(false).await;
    }
    assert_eq!(scene.server.upstream.calls(MDS), 1);
    scene.publish(&scene.blob(4, &[]));
    scene.move_to("2026-05-20");
    assert_eq!(scene.ask(false).await.number, Some(4));
}

#[tokio::test]
async fn a_failure_is_repeated_after_about_ten_minutes() {
    let scene = Scene::start(json!({})).await;
    scene.ask(false).await;
    scene.server.clock.advance_ms(8 * MINUTE_MS);
    scene.ask(false).await;
    assert_eq!(scene.server.upstream.calls(MDS), 1);
    scene.server.clock.advance_ms(4 * MINUTE_MS);
    scene.publish(&scene.blob(3, &[]));
    assert_eq!(scene.ask(false).await.number, Some(3));
}

#[tokio::test]
async fn an_overdue_blob_is_used_and_said_to_be_overdue() {
    let scene = Scene::start(json!({})).await;
    scene.take_over(3, &[StatusReport::new("REVOKED")]).await;
    scene.server.upstream.withdraw(MDS);
    scene.move_to("2026-05-25");
    let view = scene.ask(false).await;
    assert_eq!((view.state, view.number), (MdsState::OutOfService, Some(3)));
    assert!(view.reason.is_some());
    scene
        .server
        .registered(&mut scene.authenticator(), "jeff")
        .await;
    assert_eq!(scene.trust().await, "untrusted:metadata_status_undesired");
}
