//! Decides whether a call is the first under its idempotency key, and what a repeated one gets.

use aws_lc_rs::digest;

use crate::admin_write::conflict;
use crate::ports::{Begun, IdempotentAnswer, IdempotentCall};
use crate::{AdminCall, AdminError};

/// How long a repeated call is recognised, in seconds.
const KEPT_S: i64 = 24 * 3_600;
const KEY_BYTES_MAX: usize = 128;

/// The right to do the work, once. Whoever holds it ends it with [`Ticket::finish`] or [`Ticket::abandon`]; a ticket that is
/// dropped (the outcome is unknown) keeps the key under way until it expires, so nothing is done twice.
#[derive(Debug)]
#[must_use = "the work must be finished or abandoned"]
pub struct Ticket(pub(super) IdempotentCall);

/// What is to be done with a call.
#[derive(Debug)]
pub enum Begin {
    /// Do the work.
    First(Ticket),
    /// Give this answer again.
    Repeat(IdempotentAnswer),
    /// It was done, and its answer showed a secret: 409 with the identifier of what was made.
    AlreadyDone {
        /// The identifier, when the answer named one.
        object_id: Option<String>,
    },
}

/// Begins a call under the caller's `key`; `request` are its parts (method, path, query, body): the same key with other parts is a
/// mistake. Someone at the store's own files has
/// no API key to count under, and is answered `None`.
pub async fn begin(
    admin: &AdminCall<'_>,
    key: &str,
    request: &[&[u8]],
) -> Result<Option<Begin>, AdminError> {
    let printable = key.bytes().all(|b| b.is_ascii_graphic() || b == b' ');
    if key.is_empty() || key.len() > KEY_BYTES_MAX || !printable {
        return Err(AdminError::invalid(
            "Idempotency-Key",
            "must be 1 to 128 printable characters",
        ));
    }
    let Some(api_key_id) = admin.principal.api_key_id() else {
        return Ok(None);
    };
    let call = IdempotentCall {
        api_key_id,
        key: key.to_owned(),
        request_sha256: request_sha256(request),
    };
    let store = &admin.touchstone.world.store;
    let begun = store
        .begin_idempotent(&call, admin.now(), admin.now().plus_s(KEPT_S))
        .await?;
    match begun {
        Begun::First => Ok(Some(Begin::First(Ticket(call)))),
        Begun::Done(answer) if answer.body.is_some() => Ok(Some(Begin::Repeat(answer))),
        Begun::Done(answer) => Ok(Some(Begin::AlreadyDone {
            object_id: answer.object_id,
        })),
        Begun::UnderWay => Err(refused(
            conflict::IN_PROGRESS,
            "the first request under this Idempotency-Key is under way, or its outcome is unknown; look whether it was done",
        )),
        Begun::OtherRequest => Err(refused(
            conflict::IDEMPOTENCY_KEY_REUSED,
            "this Idempotency-Key was used for another request; choose a new one",
        )),
    }
}

/// Each part with its length, so that no two requests share their bytes.
fn request_sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut context = digest::Context::new(&digest::SHA256);
    for part in parts {
        context.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        context.update(part);
    }
    let mut out = [0; 32];
    out.copy_from_slice(context.finish().as_ref());
    out
}

fn refused(code: &'static str, detail: &str) -> AdminError {
    AdminError::Conflict {
        code,
        detail: detail.to_owned(),
    }
}
