//! Decides how `docs/reference/errors.md` looks: every reason of a verdict, every problem of the admin API. Made from their tables.

mod webauthn;

use std::fmt::Write as _;

use touchstone_core::mobile::{CHECKS, Reason, reasons};
use touchstone_core::ports::Outcome;
use touchstone_http::problem_table;

const HEAD: &str = "\
# Errors and reasons

Written by `touchstone reference errors`; do not edit.

A verdict has a reason code; `touchstone verdict show ID` tells it, with every check that was made. Of `mobile` the relying party
sees the class, as `statusCode` and `errorMessage`, and more when the tenant's setting `explain` says so; of `webauthn` it sees the
reason itself, unless the relying party's setting `expose_reason` is off.
";

/// The page.
pub(crate) fn errors() -> String {
    let mut page = HEAD.to_owned();
    let sections = [
        ("Accepted", Outcome::Valid, "`isValid` is true."),
        (
            "Refused evidence (invalid)",
            Outcome::Invalid,
            "HTTP 200, `isValid` is false. A session is used up.",
        ),
        (
            "Not judged (rejected)",
            Outcome::Rejected,
            "HTTP 409. Session or nonce could not be claimed.",
        ),
        (
            "No verdict possible (undetermined)",
            Outcome::Undetermined,
            "HTTP 503 or 500. A session can still be used.",
        ),
    ];
    for (title, outcome, about) in sections {
        let _ = write!(page, "\n## mobile: {title}\n\n{about}\n");
        for reason in reasons().filter(|reason| reason.outcome == outcome) {
            page.push_str(&reason_text(reason));
        }
    }
    page.push_str(&checks("mobile", CHECKS));
    page.push_str(&webauthn::reasons());
    page.push_str(
        "\n## Admin API: problems\n\nThe body is `application/problem+json`; `code` is stable.\n\n\
         | HTTP | code | title | what to do |\n|---|---|---|---|\n",
    );
    for kind in problem_table() {
        let (status, code) = (kind.status, kind.code);
        let _ = writeln!(
            page,
            "| {status} | `{code}` | {} | {} |",
            kind.title, kind.remedy
        );
    }
    page
}

/// What the numbered checks of a family look at.
fn checks(family: &str, checks: &[(&str, &str)]) -> String {
    let mut table = format!("\n## {family}: checks\n\n| check | what it looks at |\n|---|---|\n");
    for (number, meaning) in checks {
        let _ = writeln!(table, "| {number} | {meaning} |");
    }
    table
}

fn reason_text(reason: &Reason) -> String {
    let class = reason
        .class
        .map(|class| format!("status code `0x100130{:02x}`", class.low_byte()));
    let check = (!reason.check.is_empty()).then(|| format!("check {}", reason.check));
    let facts: Vec<String> = check.into_iter().chain(class).collect();
    let facts = if facts.is_empty() {
        String::new()
    } else {
        format!(" ({})", facts.join(", "))
    };
    format!(
        "\n### {}{facts}\n\n{}\n\nWhat to do: {}\n",
        reason.code, reason.meaning, reason.remedy
    )
}
