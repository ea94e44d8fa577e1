//! `GET /admin/v1/verdicts`: the verdict log (`noun`, `outcome`, `reason`, `platform` or `format`, `subject`, `from`, `to`).

use touchstone_core::Noun;
use touchstone_core::ports::Outcome;
use touchstone_core::verdicts::{self, VerdictQuery};

use super::shape::VerdictShape;
use crate::admin::error::Refused;
use crate::admin::request::{Params, page};
use crate::admin::{Admin, Answer};

const PARAMS: [&str; 10] = [
    "limit", "cursor", "noun", "outcome", "reason", "platform", "format", "subject", "from", "to",
];

/// 200 with a part of the list.
pub(crate) async fn list(admin: Admin) -> Result<Answer, Refused> {
    let params = admin.params(&PARAMS)?;
    let found = verdicts::list(&admin.within(&params), query(&params)?, page(&params)?).await?;
    let items = found.items.iter().map(VerdictShape::from).collect();
    Ok(Answer::list(items, found.next.map(|id| id.to_string())))
}

fn query(params: &Params) -> Result<VerdictQuery, Refused> {
    let nouns = "mobile, pos, webauthn, knox or purchases";
    let outcomes = "valid, invalid, rejected or undetermined";
    let text = |name| params.text(name).map(str::to_owned);
    // The families differ in what they call it; it is one thing.
    let format = match (text("platform"), text("format")) {
        (Some(_), Some(_)) => {
            return Err(Refused::issue(
                "format",
                "is the same as platform: give one of them",
            ));
        }
        (platform, format) => platform.or(format),
    };
    Ok(VerdictQuery {
        noun: params.read("noun", nouns, Noun::from_word)?,
        outcome: params.read("outcome", outcomes, Outcome::from_word)?,
        reason: text("reason"),
        format,
        subject: text("subject"),
        from: params.time("from")?,
        to: params.time("to")?,
    })
}
