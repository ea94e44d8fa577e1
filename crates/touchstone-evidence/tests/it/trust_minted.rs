//! Gathers what trust is judged by: simulated certificates, metadata, lists, and a policy, right or wrong in one place.

use touchstone_evidence::Timestamp;
use touchstone_evidence::android_key::StatusList;
use touchstone_evidence::webauthn::metadata::Entry;
use touchstone_evidence::webauthn::statement::VerifiedStatement;
use touchstone_evidence::webauthn::trust::{
    Cleared, Error, Judgement, Knowledge, TrustPolicy, judge, judge_again,
};
use touchstone_evidence::webauthn::{Aaguid, AttestationType, FormatSetting};
use touchstone_evidence::x509::{Anchors, Certificate, Crls};
use touchstone_simulator::webauthn::Algorithm;
use touchstone_simulator::webauthn::ca::{AttestationCa, AttestationChain};
use touchstone_simulator::webauthn::mds::MetadataEntry;

pub const MODEL: Aaguid = Aaguid([7; 16]);
pub const ES256: i64 = -7;

pub fn now() -> Timestamp {
    "2026-05-31T12:00:00Z".parse().unwrap()
}

pub fn ca() -> AttestationCa {
    AttestationCa::new([1; 32])
}

/// A statement with certificates.
pub fn statement(setting: FormatSetting, x5c: Vec<Vec<u8>>) -> VerifiedStatement {
    let attestation_type = match setting {
        FormatSetting::None => AttestationType::None,
        FormatSetting::PackedSelf => AttestationType::SelfAttested,
        FormatSetting::Tpm => AttestationType::AttCa,
        FormatSetting::Apple => AttestationType::AnonCa,
        _ => AttestationType::Basic,
    };
    VerifiedStatement {
        setting,
        attestation_type,
        algorithm: Some(ES256),
        x5c,
        aaguid_in_leaf: false,
    }
}

pub fn entry(metadata: &MetadataEntry) -> Entry {
    Entry::parse(metadata.json().to_string().as_bytes()).unwrap()
}

/// Another DER of a certificate: it says that seven bits of the signature do not count.
pub fn written_otherwise(der: &[u8]) -> Vec<u8> {
    let signature = Certificate::parse(der).unwrap().signature;
    let unused_bits = der.len() - signature.len() - 1;
    let mut other = der.to_vec();
    assert_eq!(other[unused_bits], 0);
    other[unused_bits] = 7;
    other
}

/// A judgement, and what of it may be wrong.
pub struct Trial {
    pub statement: VerifiedStatement,
    pub aaguid: Aaguid,
    pub key_algorithm: i64,
    pub metadata: Option<MetadataEntry>,
    pub configured: Option<Anchors>,
    pub built_in: Option<Anchors>,
    pub crls: Crls,
    pub status_list: Option<StatusList>,
    pub policy: TrustPolicy,
    pub now: Timestamp,
}

impl Trial {
    /// A packed statement of a model whose metadata holds the root of its chain, under the strict policy.
    pub fn packed() -> Self {
        Self::of(&ca().packed(MODEL.0, Algorithm::Es256))
    }

    /// A packed statement with this chain.
    pub fn of(chain: &AttestationChain) -> Self {
        Self {
            statement: statement(FormatSetting::PackedFull, chain.x5c()),
            aaguid: MODEL,
            key_algorithm: ES256,
            metadata: Some(MetadataEntry::new(MODEL.0, "a model", &ca().root_der())),
            configured: None,
            built_in: None,
            crls: Crls::new(),
            status_list: None,
            policy: TrustPolicy::default(),
            now: now(),
        }
    }

    /// A statement of this format without metadata.
    pub fn unknown(setting: FormatSetting) -> Self {
        let mut trial = Self::packed();
        trial.statement.setting = setting;
        trial.statement.attestation_type = statement(setting, Vec::new()).attestation_type;
        trial.metadata = None;
        trial
    }

    /// A packed statement by the credential's own key.
    pub fn self_attested() -> Self {
        let mut trial = Self::packed();
        trial.statement = statement(FormatSetting::PackedSelf, Vec::new());
        trial
    }

    /// With a list of models that holds this one.
    pub fn listed(mut self) -> Self {
        self.policy.aaguid_allow = vec![self.aaguid];
        self
    }

    pub fn judge(&self) -> Judgement {
        self.with_knowledge(|knowledge| {
            let (statement, policy) = (&self.statement, &self.policy);
            judge(
                statement,
                &self.aaguid,
                self.key_algorithm,
                knowledge,
                policy,
                self.now,
            )
        })
    }

    pub fn judge_again(&self) -> Result<Cleared, Error> {
        self.with_knowledge(|knowledge| {
            judge_again(
                &self.statement,
                &self.aaguid,
                knowledge,
                &self.policy,
                self.now,
            )
        })
    }

    fn with_knowledge<T>(&self, judge: impl Fn(&Knowledge<'_>) -> T) -> T {
        let entry = self.metadata.as_ref().map(entry);
        judge(&Knowledge {
            entry: entry.as_ref(),
            configured: self.configured.as_ref(),
            built_in: self.built_in.as_ref(),
            crls: &self.crls,
            status_list: self.status_list.as_ref(),
        })
    }

    /// What is stored of the outcome.
    pub fn trust(&self) -> String {
        self.judge().trust().into_owned()
    }

    /// The reason why it is not trusted.
    pub fn reason(&self) -> &'static str {
        self.judge().result.unwrap_err().reason()
    }
}
