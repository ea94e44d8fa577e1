//! Decides what the HTTP reader sees of a connection: its bytes, an end when no request comes in time, and, when the reader lets go of
//! it amid a request, a way back for the stream so that it can be closed gently.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::time::{Sleep, sleep};

use super::progress::Progress;

/// A client's stream.
pub(super) struct ClientIo {
    /// Taken only when this is dropped.
    stream: Option<TcpStream>,
    progress: Arc<Progress>,
    /// When the first request must have come. The HTTP reader has its own limit, but only once it knows the version of HTTP.
    first_request_by: Pin<Box<Sleep>>,
    client_ended: bool,
    unfinished: Option<oneshot::Sender<TcpStream>>,
}

impl ClientIo {
    /// The stream goes through the channel when it is let go amid a request.
    pub(super) fn new(
        stream: TcpStream,
        progress: Arc<Progress>,
        first_request: Duration,
    ) -> (Self, oneshot::Receiver<TcpStream>) {
        let (unfinished, receiver) = oneshot::channel();
        let io = Self {
            stream: Some(stream),
            progress,
            first_request_by: Box::pin(sleep(first_request)),
            client_ended: false,
            unfinished: Some(unfinished),
        };
        (io, receiver)
    }

    fn stream(&mut self) -> io::Result<Pin<&mut TcpStream>> {
        let stream = self.stream.as_mut().map(Pin::new);
        stream.ok_or_else(|| io::ErrorKind::NotConnected.into())
    }
}

impl AsyncRead for ClientIo {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        match self.stream()?.poll_read(cx, buf) {
            Poll::Ready(Ok(())) if buf.filled().len() > before => {
                self.progress.bytes_arrived();
                Poll::Ready(Ok(()))
            }
            Poll::Ready(read) => {
                self.client_ended = true;
                Poll::Ready(read)
            }
            Poll::Pending => {
                let waits = !self.progress.has_asked();
                if waits && self.first_request_by.as_mut().poll(cx).is_ready() {
                    return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
                }
                Poll::Pending
            }
        }
    }
}

impl AsyncWrite for ClientIo {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.stream()?.poll_write(cx, buf)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.stream()?.poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream
            .as_ref()
            .is_some_and(AsyncWrite::is_write_vectored)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream()?.poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream()?.poll_shutdown(cx)
    }
}

impl Drop for ClientIo {
    fn drop(&mut self) {
        let may_be_sending = self.progress.is_amid_request() && !self.client_ended;
        if let (true, Some(stream), Some(unfinished)) =
            (may_be_sending, self.stream.take(), self.unfinished.take())
        {
            // When nobody waits for it the stream is simply closed.
            let _ = unfinished.send(stream);
        }
    }
}
