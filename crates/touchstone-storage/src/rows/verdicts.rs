//! Decides how a verdict is read. Its identifier carries its time, so ranges of time are ranges of identifiers.

use touchstone_core::ports::{
    Outcome, PageRequest, StoreError, Verdict, VerdictFilter, VerdictHead,
};
use touchstone_core::{Noun, VerdictId};

use super::{Fields, ListQuery, Row, corrupt};

macro_rules! verdict_columns {
    () => {
        "id, tenant_id, api_key_id, noun, format, subject, app_id, policy, facts, \
         evidence_sha256, latency_us, request_id, created_at, outcome, reason, checks"
    };
}
pub(crate) use verdict_columns;

pub(crate) fn verdict(row: &dyn Row) -> Result<Verdict, StoreError> {
    let mut fields = Fields::new(row);
    let head = VerdictHead {
        id: fields.parsed("verdicts.id")?,
        tenant_id: fields.parsed("verdicts.tenant_id")?,
        api_key_id: fields.optional_parsed("verdicts.api_key_id")?,
        noun: Noun::from_word(&fields.text("verdicts.noun")?).ok_or(corrupt("verdicts.noun"))?,
        format: fields.optional_text("verdicts.format")?,
        subject: fields.text("verdicts.subject")?,
        app_id: fields.optional_parsed("verdicts.app_id")?,
        policy: fields.text("verdicts.policy")?.into(),
        facts: fields.text("verdicts.facts")?,
        evidence_sha256: fields.optional_bytes("verdicts.evidence_sha256")?,
        latency_us: fields.number("verdicts.latency_us")?,
        request_id: fields.text("verdicts.request_id")?,
        created_at: fields.time("verdicts.created_at")?,
    };
    Ok(Verdict {
        head,
        outcome: Outcome::from_word(&fields.text("verdicts.outcome")?)
            .ok_or(corrupt("verdicts.outcome"))?,
        reason: fields.text("verdicts.reason")?,
        checks: fields.text("verdicts.checks")?,
    })
}

pub(crate) fn verdicts(filter: &VerdictFilter, page: &PageRequest<VerdictId>) -> ListQuery {
    let first_at = |time| VerdictId::first_at(time).to_string();
    ListQuery::new(concat!("SELECT ", verdict_columns!(), " FROM verdicts"))
        .only("tenant_id =", filter.tenant_id.map(|id| id.to_string()))
        .only("noun =", filter.noun.map(Noun::as_str))
        .only("outcome =", filter.outcome.map(Outcome::as_str))
        .only("reason =", filter.reason.as_deref())
        .only("format =", filter.format.as_deref())
        .only("subject =", filter.subject.as_deref())
        .only("id >=", filter.from.map(first_at))
        .only("id <", filter.to.map(first_at))
        .only("id <", page.after.map(|id| id.to_string()))
        .page("id DESC", page.limit)
}
