//! A server that is told to stop finishes what it began (design.md section 2, shutdown).

use std::net::SocketAddr;

use serde_json::json;
use tokio::net::TcpStream;
use tokio::time::timeout;
use touchstone_core::{Clock as _, SystemClock};
use touchstone_simulator::apple::ClientDataProfile;

use crate::support::{
    Binary, Engine, PATIENCE, Place, Request, Wire, by_session, furnish, iphone, on_each_engine,
};

on_each_engine!(a_server_that_is_told_to_stop_finishes_what_it_began);

/// Waits until nobody listens there any more.
async fn until_refused(address: SocketAddr) {
    let refused = async { while TcpStream::connect(address).await.is_ok() {} };
    timeout(PATIENCE, refused).await.expect("in time");
}

async fn a_server_that_is_told_to_stop_finishes_what_it_began(engine: Engine) {
    let place = Place::new(engine);
    let binary = Binary::serve(&place);
    let party = furnish(binary.address, &place).await;
    let session = party.init().await;
    let now_ms = SystemClock.now().unix_ms();
    let token = iphone(1).token(&session.nonce, ClientDataProfile::CborArray, true, now_ms);
    let body = by_session(&token, &session);
    let verify = party.verify_request(&body).bytes();
    let (verify_begin, verify_end) = verify.split_at(verify.len() - 100);
    let ready = Request::new("GET", "/ready").bytes();
    let (ready_begin, ready_end) = ready.split_at(8);
    let mut verifying = Wire::connect(binary.address).await;
    verifying.say(verify_begin).await;
    let mut asking = Wire::connect(binary.address).await;
    asking.say(ready_begin).await;
    // Whoever is answered here was accepted after both of them.
    let well = Request::new("GET", "/ready").send(binary.address).await;
    assert_eq!(well.status, 200);

    binary.terminate();
    until_refused(binary.address).await;
    asking.say(ready_end).await;
    let told = asking.hear().await;
    let checks = json!({"db": "ok", "encryption": "ok", "shutdown": "fail: draining"});
    assert_eq!((told.status, &told.json()["checks"]), (503, &checks));
    assert_eq!(told.json()["status"], "degraded");
    asking.hear_the_end().await;
    verifying.say(verify_end).await;
    let answer = verifying.hear().await;
    answer.assert_accepted();
    verifying.hear_the_end().await;
    let ended = binary.ended().await;
    assert_eq!(ended.code(), Some(0), "{}", place.read("log"));

    let binary = Binary::serve(&place);
    let again = party.at(binary.address).verify(&body).await;
    again.assert_conflict(268_509_186, "Session already used");
}
