//! Does the scripted metadata service answer as a real one, and as its scripts say?

use touchstone_simulator::google::Behaviour;
use touchstone_simulator::webauthn::mds::ScriptedMds;

use crate::google_client::{Answer, call_at};

async fn get(mds: &ScriptedMds, path: &str, headers: &str) -> std::io::Result<Answer> {
    call_at(&mds.url(""), "GET", path, headers, "").await
}

#[tokio::test]
async fn a_blob_is_sent_once_to_who_keeps_its_etag() {
    let mds = ScriptedMds::start().await.unwrap();
    mds.set_blob("a.b.c");
    let first = get(&mds, "/", "").await.unwrap();
    assert_eq!((first.status, first.body.as_str()), (200, "a.b.c"));
    let known = format!("If-None-Match: {}\r\n", first.header("etag").unwrap());
    let second = get(&mds, "/", &known).await.unwrap();
    assert_eq!((second.status, second.body.as_str()), (304, ""));
    mds.set_blob("d.e.f");
    assert_eq!(get(&mds, "/", &known).await.unwrap().body, "d.e.f");
    assert_eq!(mds.calls(ScriptedMds::BLOB), 3);
}

#[tokio::test]
async fn an_etag_can_be_left_out() {
    let mds = ScriptedMds::start().await.unwrap();
    mds.set_blob("a.b.c");
    mds.omit_etag(ScriptedMds::BLOB);
    let answer = get(&mds, "/", "If-None-Match: \"a\"\r\n").await.unwrap();
    assert_eq!((answer.status, answer.header("etag")), (200, None));
}

#[tokio::test]
async fn what_is_not_published_is_not_found() {
    let mds = ScriptedMds::start().await.unwrap();
    mds.set_crl("/root.crl", &[0x30, 0]);
    assert_eq!(get(&mds, "/root.crl", "").await.unwrap().status, 200);
    mds.remove("/root.crl");
    assert_eq!(get(&mds, "/root.crl", "").await.unwrap().status, 404);
    assert_eq!(get(&mds, "/", "").await.unwrap().status, 404);
}

#[tokio::test]
async fn a_script_can_redirect_flood_and_fail() {
    let mds = ScriptedMds::start().await.unwrap();
    mds.set_blob("a.b.c");
    mds.script(
        ScriptedMds::BLOB,
        [
            Behaviour::Redirect("https://other.example/".to_owned()),
            Behaviour::Flood(100_000),
            Behaviour::Status(503, String::new()),
            Behaviour::Close,
        ],
    );
    let redirect = get(&mds, "/", "").await.unwrap();
    assert_eq!(redirect.status, 302);
    assert_eq!(redirect.header("location"), Some("https://other.example/"));
    assert_eq!(get(&mds, "/", "").await.unwrap().body.len(), 100_000);
    assert_eq!(get(&mds, "/", "").await.unwrap().status, 503);
    assert!(get(&mds, "/", "").await.is_err());
    assert_eq!(get(&mds, "/", "").await.unwrap().body, "a.b.c");
}

#[tokio::test]
async fn paths_have_scripts_and_counts_of_their_own() {
    let mds = ScriptedMds::start().await.unwrap();
    mds.set_blob("a.b.c");
    mds.set_crl("/root.crl", &[0x30, 0]);
    mds.always("/root.crl", Behaviour::Status(500, String::new()));
    assert_eq!(get(&mds, "/", "").await.unwrap().status, 200);
    assert_eq!(get(&mds, "/root.crl", "").await.unwrap().status, 500);
    assert_eq!((mds.calls("/"), mds.calls("/root.crl")), (1, 1));
    assert_eq!(mds.requests("/root.crl")[0].path, "/root.crl");
}

#[tokio::test]
async fn a_hanging_call_can_be_waited_for_and_ends_with_the_server() {
    let mds = ScriptedMds::start().await.unwrap();
    mds.always("/", Behaviour::Hang);
    let base = mds.url("");
    let waiting = tokio::spawn(async move { call_at(&base, "GET", "/", "", "").await });
    mds.wait_for_calls("/", 1).await;
    assert!(!waiting.is_finished());
    drop(mds);
    assert!(waiting.await.unwrap().is_err());
}
