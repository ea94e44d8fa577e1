//! Decides what a server says at its start of relying parties that let whoever reaches them add a passkey to any user (spec webauthn.md 2.8).

use std::sync::Arc;

use tokio::sync::watch;
use touchstone_core::Touchstone;

use super::running::until;

/// So many are named.
const NAMED_MAX: usize = 10;

/// Says it once, beside the work of the server.
pub(super) async fn warn(core: Arc<Touchstone>, stopped: watch::Receiver<bool>) {
    let open = tokio::select! {
        biased;
        () = until(stopped) => return,
        open = core.webauthn.open_enrolments() => open,
    };
    match open {
        Ok(open) if open.is_empty() => {}
        Ok(open) => tracing::warn!("{}", text(&open)),
        Err(error) => {
            let error: &dyn std::error::Error = &error;
            tracing::warn!(error, "the relying parties cannot be looked through");
        }
    }
}

fn text(open: &[String]) -> String {
    let named: Vec<&str> = open.iter().take(NAMED_MAX).map(String::as_str).collect();
    let named = named.join(", ");
    let more = match open.len().saturating_sub(NAMED_MAX) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!(
        "whoever reaches the options of registration can add a passkey to any user of {named}{more}: \
         set enrolment to token, or sectoken to options, unless only back ends reach this server"
    )
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn ten_are_named_and_the_others_counted() {
        let names = |n: usize| (0..n).map(|n| format!("rp{n}.ch")).collect::<Vec<_>>();
        assert!(text(&names(1)).contains("any user of rp0.ch: set enrolment"));
        let many = text(&names(12));
        assert!(many.contains("rp8.ch, rp9.ch and 2 more: "), "{many}");
    }
}
