//! What does a metadata service answer? BLOB, certificates and CRLs from loopback, as they were laid ready and
//! as its scripts say.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use data_encoding::HEXLOWER;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::key::sha256;
use crate::scripted::{Behaviour, RecordedRequest, Reply, Script, Service, serve};

/// The running server. Dropping it closes every connection. Its services are told apart by their path.
pub struct ScriptedMds {
    shelf: Arc<Shelf>,
    address: SocketAddr,
    serving: JoinHandle<()>,
}

/// What is laid ready.
struct Shelf {
    resources: Mutex<BTreeMap<String, Resource>>,
    script: Script<String>,
}

#[derive(Clone)]
struct Resource {
    content_type: String,
    body: Bytes,
    has_etag: bool,
}

impl ScriptedMds {
    /// Where the BLOB is.
    pub const BLOB: &'static str = "/";

    /// Starts on a free port of loopback, with nothing laid ready: every path is answered with 404.
    ///
    /// # Errors
    /// No port can be had.
    pub async fn start() -> io::Result<Self> {
        Self::start_at(0).await
    }

    /// Starts on this port of loopback.
    ///
    /// # Errors
    /// The port cannot be had.
    pub async fn start_at(port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let address = listener.local_addr()?;
        let shelf = Arc::new(Shelf {
            resources: Mutex::new(BTreeMap::new()),
            script: Script::new(),
        });
        let serving = tokio::spawn(serve(listener, Arc::clone(&shelf)));
        Ok(Self {
            shelf,
            address,
            serving,
        })
    }

    /// The address of a path: `http://127.0.0.1:port` and the path.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The address of the BLOB.
    #[must_use]
    pub fn blob_url(&self) -> String {
        self.url(Self::BLOB)
    }

    /// Publishes a BLOB with an ETag of its own.
    pub fn set_blob(&self, compact: &str) {
        self.put(Self::BLOB, "application/jose", compact.to_owned());
    }

    /// Publishes a CRL, DER.
    pub fn set_crl(&self, path: &str, der: &[u8]) {
        self.put(path, "application/pkix-crl", der.to_vec());
    }

    /// Publishes anything, with an ETag of its own.
    pub fn put(&self, path: &str, content_type: &str, body: impl Into<Bytes>) {
        let resource = Resource {
            content_type: content_type.to_owned(),
            body: body.into(),
            has_etag: true,
        };
        self.shelf.resources().insert(path.to_owned(), resource);
    }

    /// Leaves the ETag of what is published there out from now on.
    pub fn omit_etag(&self, path: &str) {
        if let Some(resource) = self.shelf.resources().get_mut(path) {
            resource.has_etag = false;
        }
    }

    /// Publishes it no longer.
    pub fn remove(&self, path: &str) {
        self.shelf.resources().remove(path);
    }

    /// What is done with the next calls of a path, one each, behind what was scripted before.
    pub fn script(&self, path: &str, behaviours: impl IntoIterator<Item = Behaviour>) {
        self.shelf.script.add(path.to_owned(), behaviours);
    }

    /// What is done with every call of a path that no script is left for. At first the right thing.
    pub fn always(&self, path: &str, behaviour: Behaviour) {
        self.shelf.script.always(path.to_owned(), behaviour);
    }

    /// How many calls of a path came in.
    #[must_use]
    pub fn calls(&self, path: &str) -> usize {
        self.shelf.script.calls(&path.to_owned())
    }

    /// The calls of a path, oldest first.
    #[must_use]
    pub fn requests(&self, path: &str) -> Vec<RecordedRequest<String>> {
        self.shelf.script.requests(&path.to_owned())
    }

    /// Waits until at least `count` calls of a path came in. They may not be answered yet.
    pub async fn wait_for_calls(&self, path: &str, count: usize) {
        let path = path.to_owned();
        self.shelf.script.wait_for_calls(&path, count).await;
    }
}

impl Shelf {
    /// A test that panicked while it held them does not matter to the others.
    fn resources(&self) -> MutexGuard<'_, BTreeMap<String, Resource>> {
        self.resources
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Service for Shelf {
    type Route = String;

    fn route(&self, method: &str, path: &str) -> Option<String> {
        (method == "GET").then(|| path.to_owned())
    }

    fn script(&self) -> &Script<String> {
        &self.script
    }

    fn answer(&self, request: &RecordedRequest<String>) -> Reply {
        let Some(resource) = self.resources().get(&request.route).cloned() else {
            return Reply::new(404, "text/plain", "nothing there");
        };
        let digest = HEXLOWER.encode(&sha256(&resource.body));
        let etag = format!("\"{digest}\"");
        let is_known = request.header("if-none-match") == Some(etag.as_str());
        let mut reply = match resource.has_etag && is_known {
            true => Reply::new(304, &resource.content_type, ""),
            false => Reply::new(200, &resource.content_type, resource.body),
        };
        if resource.has_etag {
            reply.headers.push(("etag", etag));
        }
        reply
    }
}

impl Drop for ScriptedMds {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl fmt::Debug for ScriptedMds {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ScriptedMds")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}
