//! Decides who may read a verdict: whoever may read its family in its tenant.

use crate::ports::Verdict;
use crate::{AdminCall, AdminError, Noun, VerdictId, scope};

/// The verdict. Takes the scope `<noun>:read` of its family; a verdict of another tenant does not exist.
pub async fn get(admin: &AdminCall<'_>, id: VerdictId) -> Result<Verdict, AdminError> {
    let reads_any = Noun::ALL
        .into_iter()
        .any(|noun| admin.principal.has_scope(scope::read(noun)));
    if !reads_any {
        return Err(AdminError::ScopeMissing(scope::read(Noun::Mobile)));
    }
    let wanted = admin.tenant_if_any().await?;
    let found = admin.touchstone.world.store.verdict(id).await?;
    let verdict = found
        .filter(|verdict| wanted.is_none_or(|tenant| verdict.head.tenant_id == tenant))
        .ok_or(AdminError::NotFound)?;
    admin.require(scope::read(verdict.head.noun))?;
    Ok(verdict)
}
