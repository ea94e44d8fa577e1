//! Decides what every route is given: the core, the limits, and what this process says about itself.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use touchstone_core::Touchstone;

use crate::mobile::MobileGate;
use crate::webauthn::{WebauthnGate, WebauthnHttpOptions};

/// Renders all metrics of the process in the Prometheus text format.
pub type RenderMetrics = Arc<dyn Fn() -> String + Send + Sync>;

/// Bounds of time and number (spec mobile.md 8). The defaults are the printed ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Connections at once; further ones wait in the listener's queue.
    pub connections: usize,
    /// Verifications of `mobile` at once; further ones are answered 503 before their body is read.
    pub concurrent_verifies: usize,
    /// Results of `webauthn` at once; further ones are answered 503 before their body is read.
    pub concurrent_ceremonies: usize,
    /// Time for the head of a request to arrive; also how long a connection may be idle.
    pub header_read: Duration,
    /// Time for the body of a request to arrive.
    pub body_read: Duration,
    /// Time for a request to be answered; beyond it the answer is a 500.
    pub request: Duration,
    /// Time that requests in flight have to end after the shutdown began.
    pub drain: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 16_384,
            concurrent_verifies: 1_024,
            concurrent_ceremonies: 1_024,
            header_read: Duration::from_secs(10),
            body_read: Duration::from_secs(30),
            request: Duration::from_secs(60),
            drain: Duration::from_secs(30),
        }
    }
}

/// What can be chosen about the HTTP room.
#[derive(Clone, Default)]
pub struct HttpOptions {
    /// Bounds of time and number.
    pub limits: Limits,
    /// Every response carries `X-Touchstone-Test-Clock` with the clock's time: the clock is not the real one.
    pub test_clock: bool,
    /// What `/metrics` answers; without it the path is not found.
    pub render_metrics: Option<RenderMetrics>,
    /// Rates and proxies of `webauthn`.
    pub webauthn: WebauthnHttpOptions,
    /// Whether `/passkeys` is served, the page to try passkeys with.
    pub passkey_page: bool,
}

impl fmt::Debug for HttpOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpOptions")
            .field("limits", &self.limits)
            .field("test_clock", &self.test_clock)
            .field("webauthn", &self.webauthn)
            .field("passkey_page", &self.passkey_page)
            .finish_non_exhaustive()
    }
}

/// What every route is given; cheap to clone.
#[derive(Clone, Debug)]
pub struct HttpState(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    core: Arc<Touchstone>,
    options: HttpOptions,
    mobile: MobileGate,
    webauthn: WebauthnGate,
    draining: AtomicBool,
}

impl HttpState {
    /// The state of one server; routers for several listeners share it.
    pub fn new(core: Arc<Touchstone>, options: HttpOptions) -> Self {
        let limits = &options.limits;
        let mobile = MobileGate::new(limits.concurrent_verifies);
        let webauthn = WebauthnGate::new(limits.concurrent_ceremonies, &options.webauthn);
        Self(Arc::new(Shared {
            core,
            options,
            mobile,
            webauthn,
            draining: AtomicBool::new(false),
        }))
    }

    /// The use cases.
    pub fn core(&self) -> &Touchstone {
        &self.0.core
    }

    /// Bounds of time and number.
    pub fn limits(&self) -> &Limits {
        &self.0.options.limits
    }

    /// Whether the clock stands at a time that was chosen by hand.
    pub fn test_clock(&self) -> bool {
        self.0.options.test_clock
    }

    /// Whether the page to try passkeys with is served.
    pub(crate) fn passkey_page(&self) -> bool {
        self.0.options.passkey_page
    }

    /// What `/metrics` answers.
    pub(crate) fn render_metrics(&self) -> Option<&RenderMetrics> {
        self.0.options.render_metrics.as_ref()
    }

    /// Rate limits and free places of `mobile`.
    pub(crate) fn mobile(&self) -> &MobileGate {
        &self.0.mobile
    }

    /// Rates and proxies of `webauthn`.
    pub(crate) fn webauthn_options(&self) -> &WebauthnHttpOptions {
        &self.0.options.webauthn
    }

    /// Rate limits and free places of `webauthn`.
    pub(crate) fn webauthn(&self) -> &WebauthnGate {
        &self.0.webauthn
    }

    /// From now on `/ready` says that the server is about to stop; [`crate::serve`] calls it.
    pub fn begin_draining(&self) {
        self.0.draining.store(true, Ordering::SeqCst);
    }

    /// Whether the server is about to stop.
    pub fn is_draining(&self) -> bool {
        self.0.draining.load(Ordering::SeqCst)
    }
}
