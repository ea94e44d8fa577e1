//! Decides who may list a tenant's own statements.

use std::cmp::Reverse;

use super::StatementHeadView;
use crate::ports::{Page, PageRequest};
use crate::webauthn::admin::READ;
use crate::{AdminCall, AdminError, Timestamp};

/// Where a list of statements goes on: newest first, then by AAGUID downwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StatementCursor {
    /// When the last one was last written.
    pub updated_at: Timestamp,
    /// Its model.
    pub aaguid: [u8; 16],
}

/// The tenant's own statements in short, newest first. Takes the scope `webauthn:read`.
pub async fn statements(
    admin: &AdminCall<'_>,
    page: PageRequest<StatementCursor>,
) -> Result<Page<StatementHeadView, StatementCursor>, AdminError> {
    admin.require(READ)?;
    let tenant_id = admin.tenant_id().await?;
    let store = &admin.touchstone.world.store;
    // A tenant has 1,000 at most.
    let mut heads = store.statement_heads(tenant_id).await?;
    let cursor = |updated_at, aaguid| StatementCursor { updated_at, aaguid };
    heads.retain(|head| {
        let own = cursor(head.updated_at, head.aaguid);
        page.after.is_none_or(|after| own < after)
    });
    heads.sort_unstable_by_key(|head| Reverse(cursor(head.updated_at, head.aaguid)));
    let has_more = heads.len() > page.limit;
    heads.truncate(page.limit);
    let last = heads.last().filter(|_| has_more);
    Ok(Page {
        next: last.map(|head| cursor(head.updated_at, head.aaguid)),
        items: heads.into_iter().map(StatementHeadView::of).collect(),
    })
}
