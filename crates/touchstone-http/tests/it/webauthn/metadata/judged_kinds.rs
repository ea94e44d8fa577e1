//! Every kind of credential is judged again: those that vouch for themselves, those that nobody vouches for, and of several statements those that
//! counted.

use serde_json::{Value, json};
use touchstone_core::ports::CredentialState;
use touchstone_core::webauthn::Aaguid;
use touchstone_core::webauthn::admin::{RpFields, start_reevaluation, update_rp};
use touchstone_simulator::webauthn::ca::{AttestationCa, AttestationChain};
use touchstone_simulator::webauthn::mds::{MetadataBlob, StatusReport};
use touchstone_simulator::webauthn::statement::{Compound, Packed};
use touchstone_simulator::webauthn::{Algorithm, Authenticator, Statement};

use super::scene::{MODEL, NEXT_UPDATE, Scene};
use crate::harness::T;

const UNDESIRED: &str = "untrusted:metadata_status_undesired";

async fn registered(scene: &Scene, statement: Statement) {
    let mut authenticator = Authenticator::new([3; 32], MODEL, statement, T.unix_ms());
    scene.server.registered(&mut authenticator, "jeff").await;
    scene.judge_again().await;
}

/// The tenant changes its policy and has everybody judged.
async fn judge_by(scene: &Scene, policy: Value) {
    scene.server.clock.advance_ms(1);
    let changed = scene.server.administer(Some("acme"), async |admin| {
        let change = |mut fields: RpFields| {
            fields.policy = policy.as_object().unwrap().clone();
            Ok(fields)
        };
        update_rp(admin, "siven.ch", None, change).await.unwrap();
        start_reevaluation(admin).await
    });
    changed.await.unwrap();
    assert_eq!(scene.judge_again().await, 1);
}

#[tokio::test]
async fn a_credential_that_vouches_for_itself_is_judged_by_the_reports_of_its_model() {
    let scene = Scene::start(json!({})).await;
    registered(&scene, Statement::Packed(Packed::by_itself())).await;
    assert_eq!(scene.trust().await, "uncertain");
    scene.take_over(3, &[StatusReport::new("REVOKED")]).await;
    assert_eq!(scene.judge_again().await, 1);
    assert_eq!(scene.trust().await, UNDESIRED);
    scene.take_over(4, &[]).await;
    scene.judge_again().await;
    assert_eq!(scene.trust().await, "uncertain");
}

#[tokio::test]
async fn a_credential_that_nobody_vouches_for_is_judged_by_its_model() {
    let scene = Scene::start(json!({})).await;
    registered(&scene, Statement::None).await;
    assert_eq!(scene.trust().await, "none");
    let model = Aaguid(scene.credentials().await.remove(0).aaguid).to_string();
    let denying = json!({"aaguid": {"deny": [model]}, "on_distrust": "suspend"});
    judge_by(&scene, denying).await;
    assert_eq!(scene.trust().await, "untrusted:aaguid_denied");
    let state = scene.credentials().await.remove(0).state;
    assert_eq!(state, CredentialState::SuspendedByTrust);
    judge_by(&scene, json!({})).await;
    assert_eq!(scene.trust().await, "none");
    let state = scene.credentials().await.remove(0).state;
    assert_eq!(state, CredentialState::Active);
}

fn compound(chains: [AttestationChain; 2]) -> Statement {
    let elements = chains.map(|chain| Statement::Packed(Packed::by(chain)));
    Statement::Compound(Compound {
        elements: elements.to_vec(),
    })
}

/// A report about this chain's leaf alone.
fn about(chain: &AttestationChain) -> StatusReport {
    let mut report = StatusReport::new("REVOKED");
    report.certificate = Some(chain.leaf_der());
    report
}

#[tokio::test]
async fn an_element_that_did_not_count_does_not_save_a_credential_where_any_is_enough() {
    let scene = Scene::start(json!({"compound": "any"})).await;
    scene.take_over(3, &[]).await;
    let own = AttestationCa::new([77; 32]).packed(MODEL, Algorithm::Es256);
    let makers = scene.maker.packed(MODEL, Algorithm::Es256);
    registered(&scene, compound([own.clone(), makers.clone()])).await;
    assert_eq!(scene.trust().await, "trusted");

    scene.take_over(4, &[about(&own)]).await;
    scene.judge_again().await;
    assert_eq!(scene.trust().await, "trusted", "it proved nothing");
    scene.take_over(5, &[about(&makers)]).await;
    scene.judge_again().await;
    assert_eq!(scene.trust().await, UNDESIRED);
}

#[tokio::test]
async fn every_element_counts_where_all_must_hold() {
    let scene = Scene::start(json!({})).await;
    let other = AttestationCa::new([77; 32]);
    let chains = [&scene.maker, &other].map(|ca| ca.packed(MODEL, Algorithm::Es256));
    let take_over = async |number, reports: &[StatusReport]| {
        let mut entry = scene.entry(reports);
        entry.roots.push(other.root_der());
        let blob = MetadataBlob::new(scene.signer(), number, NEXT_UPDATE);
        scene.publish(&blob.with(entry.json()));
        assert_eq!(scene.refresh().await.reason, None);
    };
    take_over(3, &[]).await;
    registered(&scene, compound(chains.clone())).await;
    assert_eq!(scene.trust().await, "trusted");
    for (number, chain) in [(4, &chains[0]), (6, &chains[1])] {
        take_over(number, &[about(chain)]).await;
        scene.judge_again().await;
        assert_eq!(scene.trust().await, UNDESIRED);
        take_over(number + 1, &[]).await;
        scene.judge_again().await;
        assert_eq!(scene.trust().await, "trusted");
    }
}
