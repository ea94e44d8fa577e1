//! `GET /admin/v1/webauthn/sessions`: the tenant's sessions.

use std::str::FromStr;

use data_encoding::BASE64URL_NOPAD;
use touchstone_core::ports::{PageRequest, WebauthnSessionCursor};
use touchstone_core::webauthn::admin;

use super::shape::SessionShape;
use crate::admin::error::Refused;
use crate::admin::request::{PAGE, of_time_cursor, page, time_cursor};
use crate::admin::{Admin, Answer};

/// Where the list goes on: the birth, the hash of the identifier.
struct Cursor(WebauthnSessionCursor);

impl FromStr for Cursor {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (created_at, hash) = of_time_cursor(text).ok_or(())?;
        let hash = BASE64URL_NOPAD.decode(hash.as_bytes()).map_err(|_| ())?;
        let id_sha256 = hash.try_into().map_err(|_| ())?;
        Ok(Self(WebauthnSessionCursor {
            created_at,
            id_sha256,
        }))
    }
}

/// 200 with a part of the list.
pub(crate) async fn list(request: Admin) -> Result<Answer, Refused> {
    let params = request.params(&PAGE)?;
    let wanted: PageRequest<Cursor> = page(&params)?;
    let wanted = PageRequest {
        limit: wanted.limit,
        after: wanted.after.map(|Cursor(cursor)| cursor),
    };
    let found = admin::sessions(&request.within(&params), wanted).await?;
    let items = found.items.into_iter().map(SessionShape::from).collect();
    let text = |cursor: WebauthnSessionCursor| {
        time_cursor(cursor.created_at, BASE64URL_NOPAD.encode(&cursor.id_sha256))
    };
    Ok(Answer::list(items, found.next.map(text)))
}
