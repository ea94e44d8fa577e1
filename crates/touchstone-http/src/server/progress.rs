//! Decides how far a client has come on its connection: two facts that the reader of bytes and the server of requests share.

use std::sync::atomic::{AtomicBool, Ordering};

/// What is known of one connection.
#[derive(Debug, Default)]
pub(super) struct Progress {
    /// A request's head has arrived.
    asked: AtomicBool,
    /// Bytes have arrived that belong to a request whose end was not read.
    amid_request: AtomicBool,
}

impl Progress {
    /// Bytes have arrived.
    pub(super) fn bytes_arrived(&self) {
        self.amid_request.store(true, Ordering::Release);
    }

    /// A request's head has arrived.
    pub(super) fn head_arrived(&self) {
        self.asked.store(true, Ordering::Release);
    }

    /// A request was read to its end.
    pub(super) fn request_ended(&self) {
        self.amid_request.store(false, Ordering::Release);
    }

    /// Whether any request's head has arrived.
    pub(super) fn has_asked(&self) -> bool {
        self.asked.load(Ordering::Acquire)
    }

    /// Whether the client may still be sending.
    pub(super) fn is_amid_request(&self) -> bool {
        self.amid_request.load(Ordering::Acquire)
    }
}
