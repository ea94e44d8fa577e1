//! W3: options of an authentication (spec webauthn.md 2.10). A name that cannot sign in is told so, or gets options that lead nowhere.

use std::sync::Arc;

use data_encoding::BASE64URL_NOPAD;

use super::{descriptor, user_verification};
use crate::Call;
use crate::ports::{CeremonyKind, CredentialState, UserCredentials, WebauthnUserState};
use crate::webauthn::answer::{AuthenticationOptions, CeremonyError, CredentialDescriptor};
use crate::webauthn::asked::Asked;
use crate::webauthn::policy::UnknownUser;
use crate::webauthn::request::{Asker, AuthenticationOptionsRequest};
use crate::webauthn::rp::Rp;
use crate::webauthn::service::Webauthn;
use crate::webauthn::session::NewSession;

/// Who is to sign in.
struct Named {
    user_ext_id: Option<String>,
    /// `None` when nobody was named.
    allow: Option<Vec<CredentialDescriptor>>,
    decoy: bool,
}

impl Webauthn {
    /// Options of an authentication, with the session that goes with them.
    pub async fn authentication_options(
        &self,
        call: &Call,
        _asker: &Asker,
        rp: Option<&Arc<Rp>>,
        request: AuthenticationOptionsRequest,
    ) -> Result<AuthenticationOptions, CeremonyError> {
        let rp = rp.ok_or_else(|| self.refused(None, "rp_not_resolved", None))?;
        let appid = self.appid(rp, &request)?;
        let named = self.named(rp, &request.username).await?;
        self.limit_sessions(rp, call).await?;
        let user_verification = user_verification(rp, request.user_verification);
        let allowed = named.allow.as_ref().map(|allow| {
            let ids = allow.iter();
            ids.map(|one| BASE64URL_NOPAD.encode(&one.id)).collect()
        });
        let session = NewSession {
            rp,
            kind: CeremonyKind::Authentication,
            asked: Asked {
                user_verification,
                attestation: None,
                resident_key: None,
                algorithms: Vec::new(),
                display_name: None,
                first_only: false,
                conditional: false,
                allowed,
                appid,
            },
            user_ext_id: named.user_ext_id,
            new_user: None,
            decoy: named.decoy,
        };
        let opened = self.open_session(session, call).await?;
        Ok(AuthenticationOptions {
            session_id: opened.session_id,
            challenge: opened.challenge,
            timeout_ms: rp.policy().timeout_ms(user_verification),
            rp_id: rp.rp_id().to_owned(),
            allow: named.allow.unwrap_or_default(),
            user_verification,
            extensions: request.extensions,
        })
    }

    /// The AppID that the extension names; it must be one of the relying party's.
    fn appid(
        &self,
        rp: &Rp,
        request: &AuthenticationOptionsRequest,
    ) -> Result<Option<String>, CeremonyError> {
        let extensions = request.extensions.as_ref();
        let Some(appid) = extensions.and_then(|extensions| extensions.get("appid")) else {
            return Ok(None);
        };
        let appid = appid.as_str().unwrap_or_default();
        if rp.policy().app_ids.iter().any(|known| known == appid) {
            Ok(Some(appid.to_owned()))
        } else {
            Err(self.refused(Some(rp), "extension_not_allowed", Some("appid")))
        }
    }

    async fn named(&self, rp: &Rp, username: &str) -> Result<Named, CeremonyError> {
        if username.is_empty() {
            return Ok(Named {
                user_ext_id: None,
                allow: None,
                decoy: false,
            });
        }
        let store = &self.world.store;
        let known = store
            .webauthn_user_by_name(rp.tenant_id(), username, rp.id())
            .await?;
        let conceals = rp.policy().unknown_user == UnknownUser::Conceal;
        match known.ok_or("user_not_found").and_then(can_sign_in) {
            Ok((user_ext_id, mut allow)) => {
                if conceals {
                    // A decoy has none either.
                    allow.iter_mut().for_each(|one| one.transports.clear());
                }
                Ok(Named {
                    user_ext_id: Some(user_ext_id),
                    allow: Some(allow),
                    decoy: false,
                })
            }
            Err(_) if conceals => Ok(Named {
                user_ext_id: None,
                allow: Some(vec![CredentialDescriptor {
                    id: self.decoy_id(rp, username),
                    transports: Vec::new(),
                }]),
                decoy: true,
            }),
            Err(reason) => Err(self.refused(Some(rp), reason, None)),
        }
    }
}

fn can_sign_in(
    known: UserCredentials,
) -> Result<(String, Vec<CredentialDescriptor>), &'static str> {
    if known.user.state == WebauthnUserState::Disabled {
        return Err("user_disabled");
    }
    let active = known.credentials.iter();
    let active = active.filter(|credential| credential.state == CredentialState::Active);
    let allow: Vec<_> = active.map(descriptor).collect();
    if allow.is_empty() {
        return Err("user_has_no_credentials");
    }
    Ok((known.user.ext_id, allow))
}
