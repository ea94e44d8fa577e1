//! `GET /admin/v1/webauthn/users`: the tenant's users (`username`).

use std::str::FromStr;

use touchstone_core::ports::{PageRequest, WebauthnUserCursor};
use touchstone_core::webauthn::admin;

use super::shape::UserShape;
use crate::admin::error::Refused;
use crate::admin::request::{of_time_cursor, page, time_cursor};
use crate::admin::{Admin, Answer};

const USERNAME: &str = "username";
const PARAMS: [&str; 3] = ["limit", "cursor", USERNAME];

/// Where the list goes on: the birth, the identifier.
struct Cursor(WebauthnUserCursor);

impl FromStr for Cursor {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (created_at, ext_id) = of_time_cursor(text).ok_or(())?;
        let ext_id = ext_id.to_owned();
        Ok(Self(WebauthnUserCursor { created_at, ext_id }))
    }
}

/// 200 with a part of the list.
pub(crate) async fn list(request: Admin) -> Result<Answer, Refused> {
    let params = request.params(&PARAMS)?;
    let wanted: PageRequest<Cursor> = page(&params)?;
    let wanted = PageRequest {
        limit: wanted.limit,
        after: wanted.after.map(|Cursor(cursor)| cursor),
    };
    let username = params.text(USERNAME);
    let found = admin::users(&request.within(&params), username, wanted).await?;
    let items = found.items.into_iter().map(UserShape::from).collect();
    let text = |cursor: WebauthnUserCursor| time_cursor(cursor.created_at, cursor.ext_id);
    Ok(Answer::list(items, found.next.map(text)))
}
