//! What ceremonies find: relying parties, users with their credentials, and what an assertion is judged by.

use touchstone_core::ports::{
    AssertionLookup, CredentialPatch, RpKey, WebauthnCredential, WebauthnRp,
};
use touchstone_core::{RpId, TenantId};

use crate::support::{NOW, Stage, change};

async fn found(stage: &Stage, by: RpKey) -> Option<RpId> {
    let found = stage.store.find_webauthn_rp(&by).await.unwrap();
    found.map(|found| found.value.id)
}

async fn a_relying_party_is_found_by_each_of_its_names(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let rp = stage.rp(tenant, "acme.example").await;
    stage.rp(tenant, "other.example").await;
    let by_id = stage.store.find_webauthn_rp(&RpKey::Id(rp.id)).await;
    let by_id = by_id.unwrap().unwrap();
    assert_eq!((&by_id.value, by_id.version), (&rp, 1));
    for by in [
        RpKey::Origin("https://acme.example".to_owned()),
        RpKey::Host("acme.example".to_owned()),
        RpKey::RpId(tenant, "acme.example".to_owned()),
    ] {
        assert_eq!(found(&stage, by.clone()).await, Some(rp.id), "{by:?}");
    }
}

async fn a_relying_party_is_not_found_by_what_is_nearly_its_name(stage: Stage) {
    let tenant = stage.tenant("acme").await;
    let other = stage.tenant("other").await;
    stage.rp(tenant, "acme.example").await;
    for by in [
        RpKey::Id(stage.make.rp(tenant, "acme.example").id),
        RpKey::Origin("https://ACME.example".to_owned()),
        RpKey::Origin("https://acme.example/".to_owned()),
        RpKey::Origin("acme.example".to_owned()),
        RpKey::Host("ACME.example".to_owned()),
        RpKey::Host("https://acme.example".to_owned()),
        RpKey::RpId(tenant, "example".to_owned()),
        RpKey::RpId(other, "acme.example".to_owned()),
    ] {
        assert_eq!(found(&stage, by.clone()).await, None, "{by:?}");
    }
}

async fn credentials_of(
    stage: &Stage,
    tenant: TenantId,
    name: &str,
    rp: &WebauthnRp,
) -> Option<Vec<WebauthnCredential>> {
    let found = stage.store.webauthn_user_by_name(tenant, name, rp.id).await;
    found.unwrap().map(|found| found.credentials)
}

async fn a_user_comes_with_its_credentials_at_the_relying_party(stage: Stage) {
    let (rp, user, first) = stage.with_credential().await;
    let other_rp = stage.rp(rp.tenant_id, "other.example").await;
    let other_user = stage.user(rp.tenant_id, "ann").await;
    let second = stage.import(stage.make.credential(&rp, &user.ext_id)).await;
    let elsewhere = stage
        .import(stage.make.credential(&other_rp, &user.ext_id))
        .await;
    stage
        .import(stage.make.credential(&rp, &other_user.ext_id))
        .await;
    let suspended = CredentialPatch {
        suspended: Some(true),
        user_friendly_name: None,
    };
    let (tenant, store) = (rp.tenant_id, &stage.store);
    let patched = store.patch_webauthn_credential(tenant, second.ext_id, change(suspended), 64);
    patched.await.unwrap();
    let second = stage.stored_credential(&second).await.unwrap();
    let at_rp = credentials_of(&stage, tenant, "jeff", &rp).await;
    assert_eq!(at_rp, Some(vec![first, second]));
    let at_other = credentials_of(&stage, tenant, "jeff", &other_rp).await;
    assert_eq!(at_other, Some(vec![elsewhere]));
}

async fn a_user_is_found_by_its_very_name_in_its_tenant(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let other = stage.tenant("other").await;
    let found = stage
        .store
        .webauthn_user_by_name(rp.tenant_id, "jeff", rp.id)
        .await;
    assert_eq!(found.unwrap().unwrap().user, user);
    for (tenant, name) in [
        (rp.tenant_id, "Jeff"),
        (rp.tenant_id, "jeff "),
        (rp.tenant_id, "jef"),
        (rp.tenant_id, ""),
        (other, "jeff"),
    ] {
        let found = credentials_of(&stage, tenant, name, &rp).await;
        assert_eq!(found, None, "{name:?}");
    }
}

async fn at_most_256_credentials_come_with_a_user(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let raw = stage.raw().await;
    for n in 0..258 {
        let mut credential = stage.make.credential(&rp, &user.ext_id);
        credential.created_at = NOW;
        credential.user_friendly_name = Some(format!("{n}"));
        stage
            .store
            .import_webauthn_credential(change(credential), 1_000)
            .await
            .unwrap();
    }
    let stored = raw
        .numbers("SELECT COUNT(*) FROM webauthn_credentials")
        .await;
    assert_eq!(stored, [258]);
    let found = credentials_of(&stage, rp.tenant_id, "jeff", &rp).await;
    assert_eq!(found.unwrap().len(), 256);
}

async fn an_assertion_is_looked_up_with_credential_and_owner(stage: Stage) {
    let (rp, user, credential) = stage.with_credential().await;
    let session = stage.session(&rp, &user).await;
    let found = stage
        .store
        .webauthn_assertion_lookup(&session.challenge_sha256, &credential.credential_id)
        .await;
    let wanted = AssertionLookup {
        session,
        credential: Some(credential),
        owner: Some(user),
    };
    assert_eq!(found.unwrap(), Some(wanted));
}

async fn an_assertion_without_its_credential_still_finds_the_session(stage: Stage) {
    let (rp, user, credential) = stage.with_credential().await;
    let other_rp = stage.rp(rp.tenant_id, "other.example").await;
    let session = stage.session(&other_rp, &user).await;
    let mut longer = credential.credential_id.clone();
    longer.push(0);
    for credential_id in [&credential.credential_id[..], &longer, &[]] {
        let found = stage
            .store
            .webauthn_assertion_lookup(&session.challenge_sha256, credential_id)
            .await;
        let wanted = AssertionLookup {
            session: session.clone(),
            credential: None,
            owner: None,
        };
        assert_eq!(found.unwrap(), Some(wanted));
    }
}

async fn an_assertion_with_an_unknown_challenge_finds_nothing(stage: Stage) {
    let (rp, user, credential) = stage.with_credential().await;
    let session = stage.session(&rp, &user).await;
    let found = stage
        .store
        .webauthn_assertion_lookup(&session.id_sha256, &credential.credential_id)
        .await;
    assert_eq!(found.unwrap(), None);
}

async fn a_credential_id_of_1023_bytes_is_found(stage: Stage) {
    let (rp, user) = stage.with_user().await;
    let mut credential = stage.make.credential(&rp, &user.ext_id);
    credential.credential_id = (0..1_023_u16).map(|n| n.to_le_bytes()[0]).collect();
    let credential = stage.import(credential).await;
    let session = stage.session(&rp, &user).await;
    let found = stage
        .store
        .webauthn_assertion_lookup(&session.challenge_sha256, &credential.credential_id)
        .await;
    assert_eq!(found.unwrap().unwrap().credential, Some(credential));
}

for_each_engine!(
    a_relying_party_is_found_by_each_of_its_names,
    a_relying_party_is_not_found_by_what_is_nearly_its_name,
    a_user_comes_with_its_credentials_at_the_relying_party,
    a_user_is_found_by_its_very_name_in_its_tenant,
    at_most_256_credentials_come_with_a_user,
    an_assertion_is_looked_up_with_credential_and_owner,
    an_assertion_without_its_credential_still_finds_the_session,
    an_assertion_with_an_unknown_challenge_finds_nothing,
    a_credential_id_of_1023_bytes_is_found,
);
