//! Removals that meet ceremonies under way: either comes first, and nothing is left hanging.

use touchstone_core::ports::{
    SettledWebauthn, WebauthnRp, WebauthnSettlement, WebauthnUser, Written,
};

use crate::support::{Stage, change};

/// Registrations under way, several of each user.
async fn under_way(
    stage: &Stage,
    rp: &WebauthnRp,
    users: &[WebauthnUser],
) -> Vec<WebauthnSettlement> {
    let mut registrations = Vec::new();
    for _ in 0..8 {
        for user in users {
            let session = stage.open_ceremony(rp, Some(&user.ext_id)).await;
            let credential = stage.make.credential(rp, &user.ext_id);
            registrations.push(stage.make.registration(&session, credential));
        }
    }
    registrations
}

/// Settles all on two nodes while `removal` runs. How many were written.
async fn settle_beside(
    stage: &Stage,
    registrations: Vec<WebauthnSettlement>,
    removal: impl Future<Output = ()>,
) -> usize {
    let nodes = [stage.store.clone(), stage.second_node().await];
    let tasks: Vec<_> = registrations
        .into_iter()
        .zip(nodes.iter().cycle())
        .map(|(registration, node)| {
            let node = node.clone();
            tokio::spawn(async move { node.settle_webauthn(registration).await })
        })
        .collect();
    removal.await;
    let mut written = 0;
    for task in tasks {
        // A relying party that is gone fails the settlement, which leaves no trace of it.
        if let Ok(SettledWebauthn::Written(_)) = task.await.unwrap() {
            written += 1;
        }
    }
    written
}

async fn count(stage: &Stage, table: &str) -> i64 {
    let raw = stage.raw().await;
    raw.numbers(&format!("SELECT COUNT(*) FROM {table}")).await[0]
}

async fn a_user_is_removed_beside_its_registrations(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let other = stage.user(rp.tenant_id, "anna").await;
    let users = [user.clone(), other];
    let registrations = under_way(&stage, &rp, &users).await;
    let removal = async {
        let removed = stage
            .store
            .remove_webauthn_user(rp.tenant_id, change(user.ext_id.clone()));
        let removed = removed.await.unwrap();
        assert!(matches!(removed, Written::Done(_)), "{removed:?}");
    };
    settle_beside(&stage, registrations, removal).await;
    // The other one's are all there, and nothing else.
    for table in [
        "webauthn_credentials",
        "webauthn_evidence",
        "webauthn_sessions",
    ] {
        assert_eq!(count(&stage, table).await, 8, "{table}");
    }
}

async fn a_relying_party_is_removed_beside_its_registrations(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let users = [user, stage.user(rp.tenant_id, "anna").await];
    let registrations = under_way(&stage, &rp, &users).await;
    let removal = async {
        let removed = stage
            .store
            .remove_webauthn_rp(rp.tenant_id, true, change(rp.id));
        let removed = removed.await.unwrap();
        assert!(matches!(removed, Written::Done(_)), "{removed:?}");
    };
    let written = settle_beside(&stage, registrations, removal).await;
    for table in [
        "webauthn_credentials",
        "webauthn_evidence",
        "webauthn_sessions",
    ] {
        assert_eq!(count(&stage, table).await, 0, "{table}");
    }
    let verdicts = usize::try_from(count(&stage, "verdicts").await).unwrap();
    assert_eq!(
        verdicts, written,
        "one verdict per settlement that was written"
    );
}

for_each_engine!(
    a_user_is_removed_beside_its_registrations,
    a_relying_party_is_removed_beside_its_registrations,
);
