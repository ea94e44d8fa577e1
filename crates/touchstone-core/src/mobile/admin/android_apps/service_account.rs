//! Decides how the Google service account of an app is set and cleared: one that can be used, and that asks Google alone for its access
//! tokens, so that no tenant chooses where this server calls. Never readable again.

use serde::Serialize;
use zeroize::Zeroizing;

use super::RegisteredAndroidApp;
use super::secret::{SERVICE_ACCOUNT, sealed, write};
use crate::mobile::admin::private_key::check_rsa;
use crate::ports::{ServiceAccount, StoreError, Versioned};
use crate::words::is_line;
use crate::{AdminCall, AdminError, AppId, Issue};

const TOKEN_URI: &str = "https://oauth2.googleapis.com/token";
const EMAIL_DOMAIN: &str = ".gserviceaccount.com";
const EMAIL_CHARS_MAX: usize = 254;
const KEY_ID_CHARS_MAX: usize = 128;
/// An account as it is sealed, in bytes.
const TEXT_BYTES_MAX: usize = 16_384;

/// Sets the service account, in place of any other. Takes the scope `mobile:keys`.
pub async fn set_service_account(
    admin: &AdminCall<'_>,
    id: AppId,
    if_version: Option<u64>,
    account: ServiceAccount,
) -> Result<Versioned<RegisteredAndroidApp>, AdminError> {
    let action = "mobile.android_app.service_account.set";
    write(admin, action, id, if_version, |app| {
        check(&account)?;
        app.service_account = Some(sealed(admin, app, SERVICE_ACCOUNT, &text(&account)?));
        Ok(())
    })
    .await
}

/// Clears the service account. Takes the scope `mobile:keys`.
pub async fn clear_service_account(
    admin: &AdminCall<'_>,
    id: AppId,
    if_version: Option<u64>,
) -> Result<Versioned<RegisteredAndroidApp>, AdminError> {
    let action = "mobile.android_app.service_account.clear";
    write(admin, action, id, if_version, |app| {
        app.service_account = None;
        Ok(())
    })
    .await
}

fn check(account: &ServiceAccount) -> Result<(), AdminError> {
    let mut issues = Vec::new();
    let mut issue = |path: &str, message: &str| {
        issues.push(Issue {
            path: path.to_owned(),
            message: message.to_owned(),
        });
    };
    if !is_email(&account.client_email) {
        issue(
            "client_email",
            "must be the account's name, such as play@my-project.iam.gserviceaccount.com",
        );
    }
    let key_id = account.private_key_id.as_deref();
    if key_id.is_some_and(|key_id| !is_line(key_id, KEY_ID_CHARS_MAX)) {
        issue("private_key_id", "must be 1 to 128 characters");
    }
    if account.token_uri != TOKEN_URI {
        issue("token_uri", "must be https://oauth2.googleapis.com/token");
    }
    if let Err(AdminError::Invalid(more)) = check_rsa("private_key", &account.private_key) {
        issues.extend(more);
    }
    if issues.is_empty() {
        Ok(())
    } else {
        Err(AdminError::Invalid(issues))
    }
}

/// A name at a project of Google's.
fn is_email(text: &str) -> bool {
    let is_name = |part: &str| {
        let word = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-._".contains(&b);
        !part.is_empty() && part.bytes().all(word)
    };
    let (name, domain) = text.split_once('@').unwrap_or_default();
    let project = domain.strip_suffix(EMAIL_DOMAIN).unwrap_or_default();
    text.len() <= EMAIL_CHARS_MAX && is_name(name) && is_name(project)
}

/// What is sealed; written from where the key is, so that no copy of it stays behind.
fn text(account: &ServiceAccount) -> Result<Zeroizing<Vec<u8>>, AdminError> {
    #[derive(Serialize)]
    struct Stored<'a> {
        client_email: &'a str,
        private_key_id: Option<&'a str>,
        private_key: &'a str,
        token_uri: &'a str,
    }
    let stored = Stored {
        client_email: &account.client_email,
        private_key_id: account.private_key_id.as_deref(),
        private_key: &account.private_key,
        token_uri: &account.token_uri,
    };
    // Large enough for every accepted key: growing would leave a copy behind.
    let mut text = Zeroizing::new(Vec::with_capacity(TEXT_BYTES_MAX));
    serde_json::to_writer(&mut *text, &stored)
        .map_err(|error| StoreError::Failed(Box::new(error)))?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::is_email;

    #[test]
    fn an_account_is_a_name_at_a_project() {
        for text in [
            "play@my-project.iam.gserviceaccount.com",
            "a-1@p.example.com.iam.gserviceaccount.com",
            "1234-compute@developer.gserviceaccount.com",
        ] {
            assert!(is_email(text), "{text}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        let too_long = format!("{}@p.iam.gserviceaccount.com", "a".repeat(254));
        for text in [
            "",
            "play",
            "@my-project.iam.gserviceaccount.com",
            "play@gserviceaccount.com",
            "play@.gserviceaccount.com",
            "play@example.com",
            "play@my-project.iam.gserviceaccount.com.example.com",
            "a b@p.iam.gserviceaccount.com",
            "a@b@p.iam.gserviceaccount.com",
            "a\n@p.iam.gserviceaccount.com",
            &too_long,
        ] {
            assert!(!is_email(text), "{text}");
        }
    }
}
