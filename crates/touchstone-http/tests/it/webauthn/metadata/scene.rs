//! A server with a metadata service, and authenticators of a model that the service knows.

use serde_json::Value;
use touchstone_core::ports::{CredentialFilter, PageRequest, WebauthnCredential};
use touchstone_core::webauthn::{MdsSourceOptions, MdsState, MdsView, WebauthnOptions};
use touchstone_core::{Call, Timestamp};
use touchstone_evidence::x509::{Anchors, Revocation};
use touchstone_http::HttpOptions;
use touchstone_simulator::webauthn::ca::{AttestationCa, AttestationChain};
use touchstone_simulator::webauthn::mds::{MetadataBlob, MetadataEntry, StatusReport};
use touchstone_simulator::webauthn::statement::Packed;
use touchstone_simulator::webauthn::{Algorithm, Authenticator, Statement};

use crate::harness::{Answer, Server, T};
use crate::webauthn::harness::{NewRp, ORIGIN, W4};

/// Where the service is.
pub const MDS: &str = "https://mds.example/";
/// The model.
pub const MODEL: [u8; 16] = [7; 16];
/// The next BLOB is due then.
pub const NEXT_UPDATE: &str = "2026-05-20";

/// The server, and who signs what.
pub struct Scene {
    pub server: Server,
    /// Vouches for the service's signer.
    pub mds_ca: AttestationCa,
    /// Vouches for authenticators of the model.
    pub maker: AttestationCa,
}

/// What the configuration says of the service.
pub fn source(ca: &AttestationCa, revocation: Revocation) -> MdsSourceOptions {
    MdsSourceOptions {
        url: MDS.to_owned(),
        roots: Anchors::from_pem(&ca.root_pem()).unwrap(),
        signer: Some("mds.example".to_owned()),
        revocation,
    }
}

/// Options with this service alone.
pub fn options(source: MdsSourceOptions) -> WebauthnOptions {
    WebauthnOptions {
        mds_sources: vec![source],
        ..WebauthnOptions::published().unwrap()
    }
}

impl Scene {
    /// A relying party of this policy, and a service that publishes nothing yet.
    pub async fn start(policy: Value) -> Self {
        Self::start_as(policy, Revocation::Soft).await
    }

    /// The same, with this word about the service's signer.
    pub async fn start_as(policy: Value, revocation: Revocation) -> Self {
        let mds_ca = AttestationCa::new([21; 32]);
        let options = options(source(&mds_ca, revocation));
        let server = Server::start_as(HttpOptions::default(), options).await;
        let rp = NewRp {
            policy,
            ..NewRp::default()
        };
        server.add_rp(rp).await;
        Self {
            server,
            mds_ca,
            maker: AttestationCa::new([22; 32]),
        }
    }

    /// The signer of the service.
    pub fn signer(&self) -> AttestationChain {
        self.mds_ca.metadata_signer("mds.example", Algorithm::Es256)
    }

    /// The model's entry, with these reports.
    pub fn entry(&self, reports: &[StatusReport]) -> MetadataEntry {
        let entry = MetadataEntry::new(MODEL, "Model A", &self.maker.root_der());
        let entry = entry
            .with_types(&["basic_full"])
            .with_algorithms(&[Algorithm::Es256]);
        reports
            .iter()
            .cloned()
            .fold(entry, MetadataEntry::with_report)
    }

    /// A BLOB of the service about the model.
    pub fn blob(&self, number: u64, reports: &[StatusReport]) -> MetadataBlob {
        let blob = MetadataBlob::new(self.signer(), number, NEXT_UPDATE);
        blob.with(self.entry(reports).json())
    }

    /// Publishes it.
    pub fn publish(&self, blob: &MetadataBlob) {
        self.server.upstream.publish(MDS, blob.compact());
    }

    /// A call that begins now.
    pub fn call(&self) -> Call {
        self.server.core.world.new_call()
    }

    /// Asks the service at once; how it stands then.
    pub async fn refresh(&self) -> MdsView {
        self.ask(true).await
    }

    /// Asks the service when it is due; how it stands then.
    pub async fn ask(&self, forced: bool) -> MdsView {
        let webauthn = &self.server.core.webauthn;
        let mut views = webauthn.refresh_mds(&self.call(), forced).await.unwrap();
        assert_eq!(views.len(), 1);
        views.remove(0)
    }

    /// Takes a BLOB over.
    pub async fn take_over(&self, number: u64, reports: &[StatusReport]) {
        self.publish(&self.blob(number, reports));
        let view = self.refresh().await;
        assert_eq!((view.reason, view.state), (None, MdsState::Up));
        assert_eq!(view.number, i64::try_from(number).ok());
    }

    /// Judges again what has to be; how many credentials.
    pub async fn judge_again(&self) -> u64 {
        let webauthn = &self.server.core.webauthn;
        webauthn.reevaluate(&self.call()).await.unwrap()
    }

    /// An authenticator of the model, attested by its maker.
    pub fn authenticator(&self) -> Authenticator {
        self.authenticator_with(self.maker.packed(MODEL, Algorithm::Es256))
    }

    /// An authenticator that attests with this chain.
    pub fn authenticator_with(&self, chain: AttestationChain) -> Authenticator {
        let statement = Statement::Packed(Packed::by(chain));
        Authenticator::new([3; 32], MODEL, statement, T.unix_ms())
    }

    /// The answer to a sign-in.
    pub async fn sign_in(&self, authenticator: &mut Authenticator, username: &str) -> Answer {
        let options = self.server.authentication_options(username).await;
        let message = authenticator.sign_in(&options, ORIGIN).unwrap().message();
        self.server.post(W4, &message).await
    }

    /// The credentials of the tenant, newest first.
    pub async fn credentials(&self) -> Vec<WebauthnCredential> {
        let store = &self.server.core.world.store;
        let tenant = store.tenant_by_name("acme").await.unwrap().unwrap();
        let all = PageRequest {
            limit: 200,
            after: None,
        };
        let filter = CredentialFilter::default();
        let page = store.webauthn_credentials(tenant.value.id, &filter, all);
        page.await.unwrap().items
    }

    /// The trust of the only credential.
    pub async fn trust(&self) -> String {
        let mut credentials = self.credentials().await;
        assert_eq!(credentials.len(), 1);
        credentials.remove(0).trust
    }

    /// Moves the clock to this day, noon.
    pub fn move_to(&self, day: &str) {
        let noon: Timestamp = format!("{day}T12:00:00Z").parse().unwrap();
        self.server.clock.set(noon);
    }
}
