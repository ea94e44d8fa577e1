//! What is a simulated authenticator? A model with its ways, the credentials that it holds, and the client
//! through which it speaks.

use std::fmt;

use serde_json::{Map, Value};

use super::algorithm::Algorithm;
use super::assertion::Assertion;
use super::auth_data::{
    ATTESTED_DATA, AttestedData, AuthData, BACKUP_ELIGIBLE, BACKUP_STATE, USER_PRESENT,
    USER_VERIFIED,
};
use super::client_data::ClientData;
use super::credential::Credential;
use super::envelope::Envelope;
use super::options::{ClientError, Options, check_rp_id};
use super::registration::Registration;
use super::statement::Statement;
use crate::key::sha256;

/// When an authenticator verifies its user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UserVerification {
    /// When it is required or preferred.
    WhenAsked,
    /// Every time.
    Always,
    /// It cannot.
    Never,
}

/// How an authenticator counts signatures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Counter {
    /// Each credential from 1 up, by one.
    Rising,
    /// It does not: the counter is always 0, as for passkeys that are synchronized.
    Zero,
}

/// An authenticator with its credentials. Clone it to replay a state.
#[derive(Clone)]
pub struct Authenticator {
    seed: [u8; 32],
    /// The model.
    pub aaguid: [u8; 16],
    /// How registrations are attested.
    pub statement: Statement,
    /// What it has keys for; of these the one that the options name first is taken.
    pub algorithms: Vec<Algorithm>,
    /// When it verifies its user.
    pub user_verification: UserVerification,
    /// How it counts.
    pub counter: Counter,
    /// Whether new credentials may be backed up.
    pub backup_eligible: bool,
    /// Whether they are backed up.
    pub backup_state: bool,
    /// Whether every credential can be found without its id, not only where it is asked for.
    pub always_discoverable: bool,
    /// Whether it attests although the options ask for `none` (browsers take the statement away).
    pub attests_unasked: bool,
    /// Bytes of new credential ids.
    pub credential_id_bytes: usize,
    /// What `authenticatorAttachment` says.
    pub attachment: Option<String>,
    /// What `response.transports` says.
    pub transports: Vec<String>,
    /// The time of the client (unix milliseconds); certificates and time stamps are made at it.
    pub now_ms: i64,
    /// The credentials that it holds, oldest first.
    pub credentials: Vec<Credential>,
}

impl Authenticator {
    /// An authenticator whose keys come from `seed`, with a key for every algorithm and nothing unusual.
    #[must_use]
    pub fn new(seed: [u8; 32], aaguid: [u8; 16], statement: Statement, now_ms: i64) -> Self {
        Self {
            seed,
            aaguid,
            statement,
            algorithms: Algorithm::ALL.to_vec(),
            user_verification: UserVerification::WhenAsked,
            counter: Counter::Rising,
            backup_eligible: false,
            backup_state: false,
            always_discoverable: false,
            attests_unasked: false,
            credential_id_bytes: 32,
            attachment: Some("cross-platform".to_owned()),
            transports: vec!["usb".to_owned()],
            now_ms,
            credentials: Vec::new(),
        }
    }

    /// A registration as the options (reply of W1) ask for it, made on a page of `origin`. The new credential
    /// is kept.
    ///
    /// # Errors
    /// When a browser would make none.
    pub fn register(&mut self, options: &Value, origin: &str) -> Result<Registration, ClientError> {
        let options = Options(options);
        let rp_id = options.text("/rp/id")?;
        check_rp_id(rp_id, origin)?;
        let client_data = ClientData::new("webauthn.create", options.challenge()?, origin);
        let algorithm = self.chosen_algorithm(options)?;
        self.check_excluded(options, rp_id)?;
        let credential = self.new_credential(options, rp_id, algorithm)?;
        let verified =
            self.verifies(options.word("/authenticatorSelection/userVerification", "preferred"))?;
        let attested = options.word("/attestation", "none") != "none" || self.attests_unasked;
        let registration = Registration {
            client_data,
            auth_data: self.creation_data(&credential, verified, attested),
            statement: match attested {
                true => self.statement.clone(),
                false => Statement::None,
            },
            now_ms: self.now_ms,
            transports: self.transports.clone(),
            envelope: Envelope {
                attachment: self.attachment.clone(),
                client_extension_results: creation_results(options, &credential),
                ..Envelope::new(&credential.id)
            },
            credential: credential.clone(),
        };
        self.credentials.push(credential);
        Ok(registration)
    }

    /// A sign-in as the options (reply of W3) ask for it, made on a page of `origin`. The counter is kept.
    ///
    /// # Errors
    /// When a browser would make none.
    pub fn sign_in(&mut self, options: &Value, origin: &str) -> Result<Assertion, ClientError> {
        let options = Options(options);
        let rp_id = options.text("/rpId")?;
        check_rp_id(rp_id, origin)?;
        let client_data = ClientData::new("webauthn.get", options.challenge()?, origin);
        let verified = self.verifies(options.word("/userVerification", "preferred"))?;
        let app_id = options.text("/extensions/appid").ok();
        let allowed = options.credentials("/allowCredentials")?;
        let counter = self.counter;
        let backup_state = self.backup_state;
        let fits = |credential: &&mut Credential| {
            let rp = credential.rp_id == rp_id || Some(credential.rp_id.as_str()) == app_id;
            rp && match allowed.is_empty() {
                true => credential.discoverable,
                false => allowed.contains(&credential.id),
            }
        };
        let mut held = self.credentials.iter_mut().rev();
        let credential = held.find(fits).ok_or(ClientError::NoCredential)?;
        if counter == Counter::Rising {
            credential.sign_count = credential.sign_count.saturating_add(1);
        }
        let mut results = Map::new();
        if app_id.is_some() {
            results.insert("appid".to_owned(), (credential.rp_id != rp_id).into());
        }
        Ok(Assertion {
            client_data,
            auth_data: sign_in_data(credential, verified, backup_state),
            user_handle: (credential.discoverable).then(|| credential.user_handle.clone()),
            envelope: Envelope {
                attachment: self.attachment.clone(),
                client_extension_results: results,
                ..Envelope::new(&credential.id)
            },
            credential: credential.clone(),
        })
    }

    fn chosen_algorithm(&self, options: Options<'_>) -> Result<Algorithm, ClientError> {
        let asked = options.algorithms()?;
        let mut known = asked.into_iter().filter_map(Algorithm::of_cose_id);
        let chosen = known.find(|algorithm| self.algorithms.contains(algorithm));
        chosen.ok_or(ClientError::NoAlgorithm)
    }

    fn check_excluded(&self, options: Options<'_>, rp_id: &str) -> Result<(), ClientError> {
        let excluded = options.credentials("/excludeCredentials")?;
        let app_id = options.text("/extensions/appidExclude").ok();
        let holds = self.credentials.iter().any(|credential| {
            let rp = credential.rp_id == rp_id || Some(credential.rp_id.as_str()) == app_id;
            rp && excluded.contains(&credential.id)
        });
        if holds {
            Err(ClientError::Excluded)
        } else {
            Ok(())
        }
    }

    fn new_credential(
        &self,
        options: Options<'_>,
        rp_id: &str,
        algorithm: Algorithm,
    ) -> Result<Credential, ClientError> {
        let label = self.credentials.len().to_string();
        let mut credential = Credential::new(algorithm, &self.seed, &label);
        let own_id = credential.id.clone();
        credential.id = own_id
            .into_iter()
            .cycle()
            .take(self.credential_id_bytes)
            .collect();
        credential.rp_id = rp_id.to_owned();
        credential.user_handle = options.bytes("/user/id")?;
        let resident_key = options.word("/authenticatorSelection/residentKey", "discouraged");
        credential.discoverable = self.always_discoverable
            || resident_key != "discouraged"
            || options.says("/authenticatorSelection/requireResidentKey");
        credential.backup_eligible = self.backup_eligible;
        credential.sign_count = u32::from(self.counter == Counter::Rising);
        Ok(credential)
    }

    fn verifies(&self, asked: &str) -> Result<bool, ClientError> {
        match (self.user_verification, asked) {
            (UserVerification::Never, "required") => Err(ClientError::NoUserVerification),
            (UserVerification::Never, _) => Ok(false),
            (UserVerification::Always, _) => Ok(true),
            (UserVerification::WhenAsked, asked) => Ok(asked != "discouraged"),
        }
    }

    fn creation_data(&self, credential: &Credential, verified: bool, attested: bool) -> AuthData {
        let mut data = sign_in_data(credential, verified, self.backup_state);
        data.set_flag(ATTESTED_DATA, true);
        data.attested = Some(AttestedData {
            aaguid: if attested { self.aaguid } else { [0; 16] },
            credential_id: credential.id.clone(),
            credential_id_bytes: None,
            cose_key: credential.cose_key(),
        });
        data
    }
}

fn sign_in_data(credential: &Credential, verified: bool, backup_state: bool) -> AuthData {
    let rp_id_hash = sha256(credential.rp_id.as_bytes());
    let mut data = AuthData::new(rp_id_hash, USER_PRESENT, credential.sign_count);
    data.set_flag(USER_VERIFIED, verified);
    data.set_flag(BACKUP_ELIGIBLE, credential.backup_eligible);
    data.set_flag(BACKUP_STATE, credential.backup_eligible && backup_state);
    data
}

fn creation_results(options: Options<'_>, credential: &Credential) -> Map<String, Value> {
    let mut results = Map::new();
    if options.says("/extensions/credProps") {
        let properties = serde_json::json!({ "rk": credential.discoverable });
        results.insert("credProps".to_owned(), properties);
    }
    results
}

impl fmt::Debug for Authenticator {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Authenticator")
            .field("format", &self.statement.format())
            .field("credentials", &self.credentials)
            .finish_non_exhaustive()
    }
}
