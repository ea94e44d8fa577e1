//! Callers who have little time, or go.

use std::sync::Arc;
use std::time::Duration;

use metrics_exporter_prometheus::PrometheusBuilder;
use tokio::time::Instant;
use touchstone_core::ports::{DecodeRequest, Upstream as _, UpstreamError};

use super::scene::{PAYLOAD, Scene, pace, request, unavailable};
use crate::google::Pace;
use crate::tests::server::Reply;

async fn decode_within(scene: &Scene, within_ms: u64) -> Result<Vec<u8>, UpstreamError> {
    let hurried = DecodeRequest {
        within: Duration::from_millis(within_ms),
        ..request()
    };
    scene.issuers.decode_integrity_token(hurried).await
}

/// In no test here does anything else take as long.
fn is_soon(start: Instant) -> bool {
    start.elapsed() < pace().call.total
}

#[tokio::test]
async fn everything_together_has_one_deadline() {
    let scene = Scene::new(Pace {
        total: Duration::from_millis(500),
        ..pace()
    })
    .await;
    scene.tokens([Reply::Hang]);
    let result = decode_within(&scene, 60_000).await;
    assert_eq!(unavailable(result), ("timeout", 5));
    assert_eq!(scene.calls(), (1, 0));
}

#[tokio::test]
async fn a_caller_with_less_time_has_an_earlier_deadline() {
    let scene = Scene::new(pace()).await;
    scene.decode().await.unwrap();
    scene.decodes([Reply::Hang]);
    let start = Instant::now();
    let result = decode_within(&scene, 500).await;
    assert_eq!(unavailable(result), ("timeout", 5));
    assert!(is_soon(start));
    assert_eq!(scene.calls(), (1, 2));
}

#[tokio::test]
async fn a_repeat_for_which_there_is_no_time_is_not_waited_for() {
    let scene = Scene::new(Pace {
        pause: Duration::from_secs(60),
        ..pace()
    })
    .await;
    scene.decodes([Reply::status(429)]);
    let start = Instant::now();
    assert_eq!(unavailable(scene.decode().await), ("rate_limited", 5));
    assert!(is_soon(start));
    assert_eq!(scene.calls(), (1, 1));
}

#[tokio::test]
async fn deadlines_that_pass_open_the_breaker() {
    let scene = Scene::new(pace()).await;
    scene.decode().await.unwrap();
    scene.decodes((0..5).map(|_| Reply::Hang));
    for _ in 0..5 {
        assert_eq!(unavailable(decode_within(&scene, 100).await).0, "timeout");
    }
    assert_eq!(unavailable(scene.decode().await).0, "breaker_open");
}

#[tokio::test]
async fn who_waits_does_not_share_the_hurry_of_who_fetches() {
    let scene = Scene::new(pace()).await;
    scene.tokens([Reply::Hang]);
    let issuers = Arc::clone(&scene.issuers);
    let patient = async {
        scene.server.has_seen(1).await;
        issuers.decode_integrity_token(request()).await
    };
    let (hurried, patient) = tokio::join!(decode_within(&scene, 500), patient);
    assert_eq!(unavailable(hurried).0, "timeout");
    assert_eq!(patient.unwrap(), PAYLOAD.as_bytes());
    assert_eq!(scene.calls(), (2, 1));
}

#[tokio::test]
async fn calls_that_are_cut_short_are_counted() {
    let recorder = PrometheusBuilder::new().build_recorder();
    let shown = recorder.handle();
    let _guard = metrics::set_default_local_recorder(&recorder);
    let scene = Scene::new(pace()).await;
    scene.tokens([Reply::Hang]);
    decode_within(&scene, 500).await.unwrap_err();
    scene.decode().await.unwrap();
    scene.decodes([Reply::Hang]);
    decode_within(&scene, 500).await.unwrap_err();
    scene.given_up().await;
    let text = shown.render();
    for line in [
        r#"touchstone_upstream_calls_total{upstream="google_token",result="timeout"} 1"#,
        r#"touchstone_upstream_calls_total{upstream="google_token",result="ok"} 1"#,
        r#"touchstone_upstream_calls_total{upstream="google_decode",result="ok"} 1"#,
        r#"touchstone_upstream_calls_total{upstream="google_decode",result="timeout"} 1"#,
        r#"touchstone_upstream_calls_total{upstream="google_decode",result="abandoned"} 1"#,
        r#"touchstone_upstream_seconds_count{upstream="google_decode",result="timeout"} 1"#,
    ] {
        assert!(text.lines().any(|it| it == line), "{line} not in\n{text}");
    }
}
