//! Decides who may list verdicts: whoever may read their family, in its tenant.

use crate::ports::{Outcome, Page, PageRequest, Verdict, VerdictFilter};
use crate::{AdminCall, AdminError, Noun, Timestamp, VerdictId, scope};

/// Which verdicts are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VerdictQuery {
    /// Only of this family.
    pub noun: Option<Noun>,
    /// Only with this outcome.
    pub outcome: Option<Outcome>,
    /// Only with this reason code.
    pub reason: Option<String>,
    /// Only of this platform or format.
    pub format: Option<String>,
    /// Only about this subject.
    pub subject: Option<String>,
    /// Only from this instant on.
    pub from: Option<Timestamp>,
    /// Only before this instant.
    pub to: Option<Timestamp>,
}

/// Verdicts, newest first. Takes the scope `<noun>:read`; without a noun the caller sees all families or its only one.
pub async fn list(
    admin: &AdminCall<'_>,
    query: VerdictQuery,
    page: PageRequest<VerdictId>,
) -> Result<Page<Verdict, VerdictId>, AdminError> {
    let noun = readable(admin, query.noun)?;
    let filter = VerdictFilter {
        tenant_id: admin.tenant_if_any().await?,
        noun,
        outcome: query.outcome,
        reason: query.reason,
        format: query.format,
        subject: query.subject,
        from: query.from,
        to: query.to,
    };
    Ok(admin.touchstone.world.store.verdicts(&filter, page).await?)
}

fn readable(admin: &AdminCall<'_>, wanted: Option<Noun>) -> Result<Option<Noun>, AdminError> {
    if let Some(noun) = wanted {
        admin.require(scope::read(noun))?;
        return Ok(Some(noun));
    }
    let nouns: Vec<Noun> = Noun::ALL
        .into_iter()
        .filter(|noun| admin.principal.has_scope(scope::read(*noun)))
        .collect();
    match nouns.as_slice() {
        [] => Err(AdminError::ScopeMissing(scope::read(Noun::Mobile))),
        [only] => Ok(Some(*only)),
        all if all.len() == Noun::ALL.len() => Ok(None),
        _ => Err(AdminError::invalid(
            "noun",
            "this key reads several families: name one",
        )),
    }
}
