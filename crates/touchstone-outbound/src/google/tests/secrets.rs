//! What is told of a call: to metrics, to the log, in an error. Never what it carried.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use metrics_exporter_prometheus::PrometheusBuilder;
use tracing_subscriber::filter::LevelFilter;

use super::scene::{Scene, TOKEN, account, pace, request};
use crate::tests::server::Reply;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// An answer that repeats all it was sent.
fn echo(status: u16, carried: &str) -> Reply {
    let body = serde_json::json!({"error": {"message": format!("no: {carried}")}});
    Reply::json(status, &body.to_string())
}

#[tokio::test]
async fn no_error_and_no_log_line_repeats_what_was_sent() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    // For all tests of this process: what the others log is held to the same.
    tracing::subscriber::set_global_default(subscriber).unwrap();
    let scene = Scene::new(pace()).await;
    let carried = format!("{TOKEN} ya29.token-number-0 ya29.token-number-1");
    let mut told = String::new();
    for reply in [
        echo(400, &carried),
        echo(401, &carried),
        echo(401, &carried),
        echo(403, &carried),
        echo(200, &carried),
        echo(503, &carried),
        Reply::Close,
    ] {
        scene.decodes([reply]);
    }
    for _ in 0..5 {
        let error = scene.decode().await.unwrap_err();
        told.push_str(&format!("{error} {error:?}\n"));
    }
    told.push_str(&format!("{:?} {:?}", request(), scene.issuers));
    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(logged.contains("google_decode"), "nothing was logged");
    assert!(
        told.contains("no: [redacted]"),
        "nothing was repeated: {told}"
    );
    let seen = scene.server.seen();
    let grant = seen[0].body.rsplit_once("assertion=").unwrap().1;
    let key = account(0).private_key.to_string();
    let key = key.lines().nth(3).unwrap();
    for secret in [TOKEN, "ya29.token-number", grant, key] {
        assert!(!told.contains(secret), "{told}");
        assert!(!logged.contains(secret), "{logged}");
    }
}

#[tokio::test]
async fn calls_are_counted_by_upstream_and_result() {
    let recorder = PrometheusBuilder::new().build_recorder();
    let shown = recorder.handle();
    let _guard = metrics::set_default_local_recorder(&recorder);
    let scene = Scene::new(pace()).await;
    scene.decodes([Reply::status(400), Reply::status(429)]);
    scene.decode().await.unwrap_err();
    scene.decode().await.unwrap();
    scene.decodes((0..10).map(|_| Reply::status(500)));
    for _ in 0..6 {
        scene.decode().await.unwrap_err();
    }
    let text = shown.render();
    for line in [
        r#"touchstone_upstream_calls_total{upstream="google_token",result="ok"} 1"#,
        r#"touchstone_upstream_calls_total{upstream="google_decode",result="refused"} 1"#,
        r#"touchstone_upstream_calls_total{upstream="google_decode",result="rate_limited"} 1"#,
        r#"touchstone_upstream_calls_total{upstream="google_decode",result="ok"} 1"#,
        r#"touchstone_upstream_calls_total{upstream="google_decode",result="server_error"} 10"#,
        r#"touchstone_upstream_calls_total{upstream="google_decode",result="breaker_open"} 1"#,
        r#"touchstone_upstream_seconds_count{upstream="google_decode",result="ok"} 1"#,
        "touchstone_upstream_breaker_open 1",
    ] {
        assert!(text.lines().any(|it| it == line), "{line} not in\n{text}");
    }
}
