//! `GET /admin/v1/webauthn/statements`: the tenant's own statements.

use std::str::FromStr;

use touchstone_core::ports::PageRequest;
use touchstone_core::webauthn::Aaguid;
use touchstone_core::webauthn::admin::{self, StatementCursor};

use super::shape::StatementShape;
use crate::admin::error::Refused;
use crate::admin::request::{PAGE, of_time_cursor, page, time_cursor};
use crate::admin::{Admin, Answer};

/// Where the list goes on: the last write, the AAGUID.
struct Cursor(StatementCursor);

impl FromStr for Cursor {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (updated_at, aaguid) = of_time_cursor(text).ok_or(())?;
        let aaguid: Aaguid = aaguid.parse().map_err(|_| ())?;
        let aaguid = aaguid.0;
        Ok(Self(StatementCursor { updated_at, aaguid }))
    }
}

/// 200 with a part of the list, each in short.
pub(crate) async fn list(request: Admin) -> Result<Answer, Refused> {
    let params = request.params(&PAGE)?;
    let wanted: PageRequest<Cursor> = page(&params)?;
    let wanted = PageRequest {
        limit: wanted.limit,
        after: wanted.after.map(|Cursor(cursor)| cursor),
    };
    let found = admin::statements(&request.within(&params), wanted).await?;
    let items = found.items.into_iter().map(StatementShape::from).collect();
    let text = |cursor: StatementCursor| time_cursor(cursor.updated_at, Aaguid(cursor.aaguid));
    Ok(Answer::list(items, found.next.map(text)))
}
