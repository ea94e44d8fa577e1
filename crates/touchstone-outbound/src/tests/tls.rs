//! To whom nothing is said: servers that cannot show that they are who they should be.

use std::io::Read as _;
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use touchstone_core::ports::{Upstream as _, UpstreamError};

use crate::{IssuerUrls, Issuers};

/// What a server was told on each connection.
type Heard = Arc<Mutex<Vec<Vec<u8>>>>;

/// A server with a certificate for its address that nobody has signed but itself.
fn self_signed() -> (String, Heard) {
    let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    let key = PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key.into())
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let heard = Heard::default();
    let all = Arc::clone(&heard);
    std::thread::spawn(move || {
        for connection in listener.incoming() {
            let mut text = Vec::new();
            let tls = ServerConnection::new(Arc::clone(&config)).unwrap();
            all.lock().unwrap().push(Vec::new());
            // It ends with an alert of the client's.
            let _ = StreamOwned::new(tls, connection.unwrap()).read_to_end(&mut text);
            *all.lock().unwrap().last_mut().unwrap() = text;
        }
    });
    (url, heard)
}

#[tokio::test]
async fn a_server_with_a_certificate_of_its_own_making_is_told_nothing() {
    let (url, heard) = self_signed();
    let urls = IssuerUrls {
        android_status_url: format!("{url}/attestation/status"),
        ..IssuerUrls::default()
    };
    let answer = Issuers::new(&urls).unwrap().status_list(None).await;
    let connect = UpstreamError::Unavailable {
        cause: "connect",
        retry_after_s: 5,
    };
    assert_eq!(answer.unwrap_err(), connect);
    let heard = heard.lock().unwrap();
    assert_eq!(heard.len(), 1, "the server was not even called");
    assert!(
        heard[0].is_empty(),
        "{}",
        String::from_utf8_lossy(&heard[0])
    );
}
