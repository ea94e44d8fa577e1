//! Calls that are sent and not yet answered, without guessing when they were sent.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;

/// A call under way.
pub type Call<'s, T> = Pin<Box<dyn Future<Output = T> + Send + 's>>;

/// Sends the call: its answer when it came at once. A store's call is in the queue after its first poll.
pub async fn send<T>(call: &mut Call<'_, T>) -> Option<T> {
    poll_fn(|context| {
        Poll::Ready(match call.as_mut().poll(context) {
            Poll::Ready(answer) => Some(answer),
            Poll::Pending => None,
        })
    })
    .await
}
