//! Decides how a refusal of the admin API is told on the command line: what would be a parameter of a request is a flag here.

use touchstone_outbound::Problem;

/// The same refusal in the words of the command line. A tenant that was named already stays a matter of the API.
pub(super) fn in_flags(problem: &mut Problem, is_tenant_named: bool) {
    if let Some(detail) = &mut problem.detail {
        *detail = detail
            .replace("force=true", "--force")
            .replace("cascade=true", "--cascade");
    }
    for issue in &mut problem.issues {
        if issue.path == "tenant_id" && !is_tenant_named {
            "--tenant".clone_into(&mut issue.path);
            "this command acts in a tenant: name it with --tenant NAME; touchstone tenant list shows them"
                .clone_into(&mut issue.message);
        }
    }
}

#[cfg(test)]
mod tests {
    use touchstone_outbound::ProblemIssue;

    use super::*;

    fn told(is_tenant_named: bool) -> String {
        let mut problem = Problem {
            status: 422,
            code: "invalid".to_owned(),
            title: "Invalid".to_owned(),
            detail: Some("in use; force=true removes them with it".to_owned()),
            issues: vec![ProblemIssue {
                path: "tenant_id".to_owned(),
                message: "name one in the query parameter tenant_id".to_owned(),
            }],
            request_id: None,
        };
        in_flags(&mut problem, is_tenant_named);
        problem.to_string()
    }

    #[test]
    fn parameters_are_told_as_flags() {
        let told = told(false);
        for flag in ["--force removes", "--tenant NAME"] {
            assert!(told.contains(flag), "{told}");
        }
        assert!(!told.contains("tenant_id") && !told.contains("force=true"));
    }

    #[test]
    fn what_is_said_of_a_named_tenant_stays() {
        assert!(told(true).contains("query parameter tenant_id"));
    }
}
