//! Who asks Google? A service account, as the console gives it out in a JSON file.

use std::fmt;

use data_encoding::HEXLOWER;

use crate::json::Json;
use crate::key::{RsaFile, SigningKey, sha256};

/// Where a service account gets its access tokens.
pub(super) const TOKEN_URI: &str = "https://oauth2.googleapis.com/token";

/// A service account. All have the same committed test key.
#[derive(Clone, PartialEq, Eq)]
pub struct ServiceAccount {
    client_email: String,
}

impl ServiceAccount {
    /// The account of this name.
    #[must_use]
    pub fn new(client_email: &str) -> Self {
        Self {
            client_email: client_email.to_owned(),
        }
    }

    /// Its name.
    #[must_use]
    pub fn client_email(&self) -> &str {
        &self.client_email
    }

    /// The name of its key: 40 hexadecimal digits.
    #[must_use]
    pub fn private_key_id(&self) -> String {
        let digest = sha256(&Self::key().public_key_info());
        HEXLOWER.encode(&digest).chars().take(40).collect()
    }

    /// The file: JSON with the private key in PEM.
    #[must_use]
    pub fn json(&self) -> String {
        let project = "touchstone-simulator";
        let members = [
            ("type", Json::text("service_account")),
            ("project_id", Json::text(project)),
            ("private_key_id", Json::Text(self.private_key_id())),
            ("private_key", Json::text(RsaFile::ServiceAccount.pem())),
            ("client_email", Json::text(&self.client_email)),
            ("client_id", Json::text("100000000000000000001")),
            (
                "auth_uri",
                Json::text("https://accounts.google.com/o/oauth2/auth"),
            ),
            ("token_uri", Json::text(TOKEN_URI)),
            ("universe_domain", Json::text("googleapis.com")),
        ];
        Json::object(members).to_string()
    }

    pub(super) fn key() -> SigningKey {
        SigningKey::rsa(RsaFile::ServiceAccount)
    }
}

impl fmt::Debug for ServiceAccount {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ServiceAccount")
            .field("client_email", &self.client_email)
            .finish_non_exhaustive()
    }
}
