//! Decides how an administrator makes a user: as those that the options of a registration make, with the handle and identifier that it had
//! elsewhere when it comes from there (spec webauthn.md 6).

use touchstone_evidence::limits::USER_HANDLE_BYTES_MAX;

use super::snapshot::snapshot;
use crate::admin_write::Words;
use crate::audit::Trace;
use crate::ports::{Change, WebauthnUser, WebauthnUserState};
use crate::webauthn::admin::WRITE;
use crate::webauthn::options::USER_HANDLE_BYTES;
use crate::{AdminCall, AdminError, Issue, random_bytes};

const NAME_BYTES_MAX: usize = 256;
const EXT_ID_BYTES_MAX: usize = 128;

const WORDS: Words = Words {
    taken: "another user of the tenant has the same",
    ..Words::NONE
};

/// What is said of a new user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewUser {
    /// The name: 1 to 256 bytes.
    pub username: String,
    /// What people read: at most 256 bytes; without it the name.
    pub display_name: Option<String>,
    /// What others call it: 1 to 128 of letters, digits, `-`, `_`, `.` and `~`, which a path can hold; without it a new one.
    pub ext_id: Option<String>,
    /// The user handle of its passkeys: 1 to 64 bytes; without it a new one.
    pub handle: Option<Vec<u8>>,
}

/// Makes a user. Takes the scope `webauthn:write`.
pub async fn create_user(admin: &AdminCall<'_>, new: NewUser) -> Result<WebauthnUser, AdminError> {
    admin.require(WRITE)?;
    let tenant_id = admin.tenant_id().await?;
    new.check()?;
    let touchstone = admin.touchstone;
    let random = &*touchstone.world.random;
    let new_handle = || random_bytes::<USER_HANDLE_BYTES>(random).to_vec();
    let new_ext_id = || touchstone.webauthn.new_user_ext_id(admin.call);
    let user = WebauthnUser {
        tenant_id,
        ext_id: new.ext_id.unwrap_or_else(new_ext_id),
        display_name: new.display_name.unwrap_or_else(|| new.username.clone()),
        username: new.username,
        handle: new.handle.unwrap_or_else(new_handle),
        state: WebauthnUserState::Active,
        created_at: admin.now(),
        updated_at: admin.now(),
    };
    let audit = admin.audit(Trace {
        action: "webauthn.user.create",
        tenant_id: Some(tenant_id),
        object: user.ext_id.clone(),
        before: None,
        after: Some(snapshot(&user)),
    });
    let change = Change {
        value: user,
        if_version: None,
        audit,
    };
    let written = touchstone.world.store.create_webauthn_user(change).await?;
    WORDS.done(written, None)
}

impl NewUser {
    fn check(&self) -> Result<(), AdminError> {
        let mut issues = Vec::new();
        let mut expect = |is_right: bool, path: &str, message: &str| {
            if !is_right {
                issues.push(Issue {
                    path: path.to_owned(),
                    message: message.to_owned(),
                });
            }
        };
        expect(
            !self.username.is_empty() && is_name(&self.username),
            "username",
            "must be 1 to 256 bytes without control characters",
        );
        expect(
            self.display_name.as_deref().is_none_or(is_name),
            "display_name",
            DISPLAY_NAME_WANTED,
        );
        expect(
            self.ext_id.as_deref().is_none_or(is_ext_id),
            "ext_id",
            "must be 1 to 128 of A-Z, a-z, 0-9, hyphen, underscore, dot and tilde, not dots alone",
        );
        let is_handle = |handle: &[u8]| (1..=USER_HANDLE_BYTES_MAX).contains(&handle.len());
        expect(
            self.handle.as_deref().is_none_or(is_handle),
            "handle",
            "must be 1 to 64 bytes in base64url without padding",
        );
        if issues.is_empty() {
            Ok(())
        } else {
            Err(AdminError::Invalid(issues))
        }
    }
}

/// What a display name must be.
pub(super) const DISPLAY_NAME_WANTED: &str = "must be at most 256 bytes without control characters";

/// Whether it can be a display name.
pub(super) fn is_name(text: &str) -> bool {
    text.len() <= NAME_BYTES_MAX && !text.chars().any(char::is_control)
}

fn is_ext_id(text: &str) -> bool {
    let is_unreserved = |b: u8| b.is_ascii_alphanumeric() || b"-_.~".contains(&b);
    (1..=EXT_ID_BYTES_MAX).contains(&text.len())
        && text.bytes().all(is_unreserved)
        && text.bytes().any(|b| b != b'.')
}

#[cfg(test)]
mod tests {
    use super::is_ext_id;

    #[test]
    fn an_ext_id_can_stand_in_a_path() {
        let longest = "a".repeat(128);
        for text in [
            "usr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
            "jeff",
            "a.b~c-d_e",
            "..a",
            &longest,
        ] {
            assert!(is_ext_id(text), "{text}");
        }
        let too_long = "a".repeat(129);
        for text in [
            "", ".", "..", "a b", "a/b", "a%20", "jörg", "a@b", &too_long,
        ] {
            assert!(!is_ext_id(text), "{text}");
        }
    }
}
