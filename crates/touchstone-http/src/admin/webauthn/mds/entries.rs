//! `GET /admin/v1/webauthn/mds/entries`: what metadata says of models (`aaguid`, `status`, `certification`).

use std::str::FromStr;

use touchstone_core::ports::PageRequest;
use touchstone_core::webauthn::admin::{self, MdsEntryCursor, MdsEntryFilter};

use super::entry_shape::EntryShape;
use crate::admin::error::Refused;
use crate::admin::request::page;
use crate::admin::{Admin, Answer};

const PARAMS: [&str; 5] = ["limit", "cursor", "aaguid", "status", "certification"];

/// Where the list goes on: a name in the list.
struct Cursor(MdsEntryCursor);

impl FromStr for Cursor {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Ok(Self(MdsEntryCursor(text.to_owned())))
    }
}

/// 200 with a part of the list.
pub(crate) async fn entries(request: Admin) -> Result<Answer, Refused> {
    let params = request.params(&PARAMS)?;
    let wanted = "an AAGUID such as 2fc0579f-8113-47ea-b116-bb5a8db9202a";
    let filter = MdsEntryFilter {
        aaguid: params.read("aaguid", wanted, |text| text.parse().ok())?,
        status: params.text("status").map(str::to_owned),
        certification: params.text("certification").map(str::to_owned),
    };
    let wanted: PageRequest<Cursor> = page(&params)?;
    let wanted = PageRequest {
        limit: wanted.limit,
        after: wanted.after.map(|Cursor(cursor)| cursor),
    };
    let found = admin::mds_entries(&request.within(&params), &filter, wanted)?;
    let items = found.items.into_iter().map(EntryShape::from).collect();
    Ok(Answer::list(items, found.next.map(|cursor| cursor.0)))
}
