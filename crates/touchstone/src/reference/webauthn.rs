//! Decides how the page of errors tells what `webauthn` answers: requests that reach no ceremony, then every reason by the step that finds it.

use std::fmt::Write as _;

use touchstone_core::webauthn::{CHECKS, REASON_PARTS, Reason};
use touchstone_http::webauthn_failures;

use super::checks;

const NO_CEREMONY: &str = "
## webauthn: no ceremony

The body is `{\"status\":\"failed\",\"errorMessage\":...,\"fido2SessionId\":\"\"}`; the header `X-Touchstone-Reason` tells the code.

| HTTP | code | `errorMessage` |
|---|---|---|
";

/// The part of the page.
pub(super) fn reasons() -> String {
    let mut page = NO_CEREMONY.to_owned();
    for failure in webauthn_failures() {
        let (status, code, message) = (failure.status, failure.code, failure.message);
        let _ = writeln!(page, "| {status} | `{code}` | {message} |");
    }
    for part in REASON_PARTS {
        let _ = write!(page, "\n## webauthn: {}\n", part.title);
        for reason in part.reasons {
            page.push_str(&reason_text(reason));
        }
    }
    page.push_str(&checks("webauthn", CHECKS));
    page
}

fn reason_text(reason: &Reason) -> String {
    let check = match reason.check {
        "" => String::new(),
        check => format!(" (check {check})"),
    };
    format!(
        "\n### {}{check}\n\n{}\n\nWhat to do: {}\n",
        reason.code, reason.meaning, reason.remedy
    )
}
