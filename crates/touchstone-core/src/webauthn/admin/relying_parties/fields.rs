//! Decides what a relying party is to administrators, and which values it may have (spec webauthn.md 2.5, 5 and 8).

use serde_json::{Map, Value};

use super::lines::unknown_lines;
use super::origins::{is_domain, is_host, origin};
use crate::admin_write::Words;
use crate::ports::{StoreError, Versioned, WebauthnRp};
use crate::webauthn::admin::RPS_PER_TENANT_MAX;
use crate::webauthn::policy::{Profile, RpPolicy};
use crate::words::is_line;
use crate::{AdminError, Issue, RpId, TenantId, Timestamp};

const NAME_CHARS_MAX: usize = 128;
/// Origins, and hosts (spec webauthn.md 8).
const CLAIMS_MAX: usize = 32;

pub(super) const WORDS: Words = Words {
    taken: "another relying party has it (an RP ID is unique in the tenant, an origin or host on this server)",
    full: ("relying parties in the tenant", RPS_PER_TENANT_MAX),
    in_use: "credentials are registered at the relying party; cascade=true removes them with it",
    ..Words::NONE
};

/// What an administrator sets of a relying party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RpFields {
    /// What people read: 1 to 128 characters.
    pub rp_name: String,
    /// Origins of its clients, each unique on the server.
    pub origins: Vec<String>,
    /// Hosts of this server under which it is chosen, each unique on the server.
    pub hosts: Vec<String>,
    /// The set of defaults.
    pub profile: Profile,
    /// What differs from the defaults: a part of an [`RpPolicy`].
    pub policy: Map<String, Value>,
}

/// A registered relying party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisteredRp {
    /// Its identifier.
    pub id: RpId,
    /// The tenant.
    pub tenant_id: TenantId,
    /// The RP ID of WebAuthn: a domain.
    pub rp_id: String,
    /// What can be changed.
    pub fields: RpFields,
    /// The policy in force.
    pub policy: RpPolicy,
    /// When it was registered.
    pub created_at: Timestamp,
    /// When it was last written.
    pub updated_at: Timestamp,
}

impl RegisteredRp {
    /// The relying party, when every value is in order. `times`: when it was registered, and last written.
    pub(super) fn judged(
        id: RpId,
        tenant_id: TenantId,
        rp_id: String,
        mut fields: RpFields,
        times: (Timestamp, Timestamp),
    ) -> Result<Self, AdminError> {
        without_nulls(&mut fields.policy);
        let mut issues = fields.issues(&rp_id);
        let unknown = unknown_lines(&fields.policy);
        if !unknown.is_empty() {
            issues.extend(unknown);
            return Err(AdminError::Invalid(issues));
        }
        match RpPolicy::of(fields.profile, &fields.policy) {
            Ok(policy) if issues.is_empty() => Ok(Self {
                id,
                tenant_id,
                rp_id,
                fields,
                policy,
                created_at: times.0,
                updated_at: times.1,
            }),
            Ok(_) => Err(AdminError::Invalid(issues)),
            Err(wrong) => {
                issues.extend(wrong.into_iter().map(|issue| Issue {
                    path: format!("policy.{}", issue.path),
                    ..issue
                }));
                Err(AdminError::Invalid(issues))
            }
        }
    }

    pub(in crate::webauthn) fn read(
        stored: Versioned<WebauthnRp>,
    ) -> Result<Versioned<Self>, StoreError> {
        let rp = stored.value;
        let corrupt = |what| StoreError::Corrupt { what };
        let profile = Profile::from_word(&rp.profile);
        let profile = profile.ok_or_else(|| corrupt("relying party profile"))?;
        let set: Map<String, Value> =
            serde_json::from_str(&rp.policy).map_err(|_| corrupt("relying party policy"))?;
        let policy = RpPolicy::of(profile, &set).map_err(|_| corrupt("relying party policy"))?;
        let value = Self {
            id: rp.id,
            tenant_id: rp.tenant_id,
            rp_id: rp.rp_id,
            fields: RpFields {
                rp_name: rp.rp_name,
                origins: rp.origins,
                hosts: rp.hosts,
                profile,
                policy: set,
            },
            policy,
            created_at: rp.created_at,
            updated_at: rp.updated_at,
        };
        Ok(Versioned {
            value,
            version: stored.version,
        })
    }

    pub(super) fn to_stored(&self) -> WebauthnRp {
        let fields = &self.fields;
        WebauthnRp {
            id: self.id,
            tenant_id: self.tenant_id,
            rp_id: self.rp_id.clone(),
            rp_name: fields.rp_name.clone(),
            origins: fields.origins.clone(),
            hosts: fields.hosts.clone(),
            profile: fields.profile.as_str().to_owned(),
            policy: Value::Object(fields.policy.clone()).to_string(),
            created_at: self.created_at,
            updated_at: self.updated_at,
        }
    }
}

impl RpFields {
    fn issues(&self, rp_id: &str) -> Vec<Issue> {
        let mut issues = Vec::new();
        let mut add = |path: String, message: &str| {
            issues.push(Issue {
                path,
                message: message.to_owned(),
            });
        };
        if !is_domain(rp_id) {
            let message = "must be a domain in lower case, such as example.com: no scheme, no port, no address";
            add("rp_id".to_owned(), message);
        }
        if !is_line(&self.rp_name, NAME_CHARS_MAX) {
            let message = "must be 1 to 128 characters without control characters";
            add("rp_name".to_owned(), message);
        }
        let is_origin = |text: &str| origin(text, rp_id).map(|_| ());
        let is_host = |text: &str| match is_host(text) {
            true => Ok(()),
            false => Err("must be a name in lower case or an address, without port"),
        };
        let lists: [(&str, &[String], &Judge<'_>); 2] = [
            ("origins", &self.origins, &is_origin),
            ("hosts", &self.hosts, &is_host),
        ];
        for (name, list, judge) in lists {
            if list.len() > CLAIMS_MAX {
                add(name.to_owned(), "must be at most 32");
                continue;
            }
            for (index, text) in list.iter().enumerate() {
                let is_repeated = list.iter().take(index).any(|earlier| earlier == text);
                match judge(text) {
                    Err(message) => add(format!("{name}[{index}]"), message),
                    Ok(()) if is_repeated => add(format!("{name}[{index}]"), "is named twice"),
                    Ok(()) => {}
                }
            }
        }
        issues
    }
}

/// Says of a text what is wrong with it.
type Judge<'j> = dyn Fn(&str) -> Result<(), &'static str> + 'j;

/// Takes out what leaves the default: `null`, and objects that hold nothing else. A policy is two levels deep.
fn without_nulls(set: &mut Map<String, Value>) {
    for value in set.values_mut() {
        if let Value::Object(inside) = value {
            inside.retain(|_, value| !value.is_null());
        }
    }
    set.retain(|_, value| match value {
        Value::Object(inside) => !inside.is_empty(),
        value => !value.is_null(),
    });
}
