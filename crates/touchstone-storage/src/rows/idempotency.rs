//! Decides what a stored call means for one that comes again.

use touchstone_core::ports::{Begun, IdempotentAnswer, IdempotentCall, StoreError};

use super::{Fields, Row};

/// Reads `request_sha256, status, body, object_id, etag`.
pub(crate) fn begun(row: &dyn Row, call: &IdempotentCall) -> Result<Begun, StoreError> {
    let mut fields = Fields::new(row);
    let request_sha256: [u8; 32] = fields.bytes("idempotent_calls.request_sha256")?;
    if request_sha256 != call.request_sha256 {
        return Ok(Begun::OtherRequest);
    }
    let Some(status) = fields.optional_number("idempotent_calls.status")? else {
        return Ok(Begun::UnderWay);
    };
    Ok(Begun::Done(IdempotentAnswer {
        status,
        body: fields.optional_text("idempotent_calls.body")?,
        object_id: fields.optional_text("idempotent_calls.object_id")?,
        etag: fields.optional_text("idempotent_calls.etag")?,
    }))
}
