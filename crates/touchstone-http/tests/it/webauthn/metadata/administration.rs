//! What administrators see and do of metadata.

use serde_json::json;
use touchstone_core::ports::{AuditFilter, PageRequest};
use touchstone_core::webauthn::Aaguid;
use touchstone_core::webauthn::admin::{
    MdsEntryCursor, MdsEntryFilter, MdsEntryView, mds_diff, mds_entries, put_statement,
    refresh_mds, statement, statements,
};
use touchstone_core::{AdminCall, AdminError};
use touchstone_simulator::webauthn::ca::AttestationCa;
use touchstone_simulator::webauthn::mds::{MetadataEntry, StatusReport};

use super::scene::{MDS, MODEL, Scene};

const OTHER: [u8; 16] = [8; 16];

async fn entries(scene: &Scene, filter: MdsEntryFilter) -> Vec<MdsEntryView> {
    let all = PageRequest {
        limit: 200,
        after: None,
    };
    let list = async |admin: &AdminCall<'_>| mds_entries(admin, &filter, all.clone());
    scene.server.administer(None, list).await.unwrap().items
}

/// Two models and a U2F token, each with a status of its own.
async fn scene() -> Scene {
    let scene = Scene::start(json!({})).await;
    let root = AttestationCa::new([51; 32]).root_der();
    let other = MetadataEntry::new(OTHER, "Model B", &root);
    let other = other.with_report(StatusReport::new("REVOKED"));
    let token = MetadataEntry::u2f(&[[9; 20]], "Token", &root);
    let reports = [StatusReport::since("FIDO_CERTIFIED_L2", "2024-02-02")];
    let blob = scene
        .blob(3, &reports)
        .with(other.json())
        .with(token.json());
    scene.publish(&blob);
    assert_eq!(scene.refresh().await.reason, None);
    scene
}

#[tokio::test]
async fn entries_are_listed_by_model_with_what_is_known() {
    let scene = scene().await;
    let found = entries(&scene, MdsEntryFilter::default()).await;
    let words: Vec<_> = found
        .iter()
        .filter_map(|entry| entry.description.clone())
        .collect();
    assert_eq!(words, ["Model A", "Model B", "Token"]);
    assert_eq!(found[0].source, MDS);
    assert!(found[0].in_force);
    assert_eq!(found[0].aaguid, Some(Aaguid(MODEL)));
    assert_eq!(found[0].certification.as_deref(), Some("FIDO_CERTIFIED_L2"));
    let newest = found[0].status_reports.last().unwrap();
    assert_eq!(newest.effective_date.as_deref(), Some("2024-02-02"));
    assert_eq!(found[2].key_ids, [[9; 20]]);
}

#[tokio::test]
async fn filters_leave_the_entries_that_fit() {
    let scene = scene().await;
    let found = async |filter| {
        let found = entries(&scene, filter).await.into_iter();
        found
            .filter_map(|entry| entry.description)
            .collect::<Vec<_>>()
    };
    let by_model = MdsEntryFilter {
        aaguid: Some(Aaguid(OTHER)),
        ..MdsEntryFilter::default()
    };
    assert_eq!(found(by_model).await, ["Model B"]);
    let by_status = MdsEntryFilter {
        status: Some("REVOKED".to_owned()),
        ..MdsEntryFilter::default()
    };
    assert_eq!(found(by_status).await, ["Model B"]);
    let by_certification = MdsEntryFilter {
        certification: Some("FIDO_CERTIFIED_L2".to_owned()),
        ..MdsEntryFilter::default()
    };
    assert_eq!(found(by_certification).await, ["Model A"]);
}

#[tokio::test]
async fn a_list_goes_on_behind_its_cursor() {
    let scene = scene().await;
    let (mut words, mut after): (Vec<_>, Option<MdsEntryCursor>) = (Vec::new(), None);
    loop {
        let page = PageRequest { limit: 1, after };
        let filter = MdsEntryFilter::default();
        let list = async |admin: &AdminCall<'_>| mds_entries(admin, &filter, page.clone());
        let page = scene.server.administer(None, list).await.unwrap();
        words.extend(page.items.into_iter().filter_map(|entry| entry.description));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(words, ["Model A", "Model B", "Token"]);
}

#[tokio::test]
async fn the_last_take_over_tells_what_it_changed() {
    let scene = Scene::start(json!({})).await;
    let diff = async |admin: &AdminCall<'_>| mds_diff(admin).await;
    assert_eq!(scene.server.administer(None, diff).await.unwrap(), None);
    scene.take_over(3, &[]).await;
    let first = scene.server.administer(None, diff).await.unwrap().unwrap();
    assert_eq!(first.added, [Aaguid(MODEL)]);
    scene.server.clock.advance_ms(1);
    let other = MetadataEntry::new(OTHER, "Model B", &scene.maker.root_der());
    let reports = [StatusReport::new("REVOKED")];
    scene.publish(&scene.blob(4, &reports).with(other.json()));
    assert_eq!(scene.refresh().await.reason, None);
    let second = scene.server.administer(None, diff).await.unwrap().unwrap();
    assert_eq!(second.added, [Aaguid(OTHER)]);
    assert_eq!(
        (second.changed, second.removed),
        (vec![Aaguid(MODEL)], vec![])
    );
}

#[tokio::test]
async fn an_administrators_refresh_leaves_a_trace_also_when_it_fails() {
    let scene = Scene::start(json!({})).await;
    let refresh = async |admin: &AdminCall<'_>| refresh_mds(admin).await;
    scene.server.administer(None, refresh).await.unwrap();
    scene.server.clock.advance_ms(1);
    scene.publish(&scene.blob(3, &[]));
    let views = scene.server.administer(None, refresh).await.unwrap();
    assert_eq!(views[0].number, Some(3));
    let store = &scene.server.core.world.store;
    let filter = AuditFilter {
        action: Some("webauthn.mds.refresh".to_owned()),
        ..AuditFilter::default()
    };
    let all = PageRequest {
        limit: 10,
        after: None,
    };
    let rows = store.audit_rows(&filter, all).await.unwrap().items;
    let after: Vec<_> = rows.iter().filter_map(|row| row.after.clone()).collect();
    assert_eq!(after.len(), 2);
    assert!(after[0].contains(r#""number":3"#), "{after:?}");
    assert!(after[1].contains("connect"), "{after:?}");
}

#[tokio::test]
async fn a_statement_must_be_one_and_about_the_model_it_is_written_for() {
    let scene = Scene::start(json!({})).await;
    let right = scene.entry(&[]).json().to_string();
    let bare = scene.entry(&[]).statement().to_string();
    let put = async |aaguid, json: &str| {
        let put = async |admin: &AdminCall<'_>| put_statement(admin, Aaguid(aaguid), json).await;
        scene.server.administer(Some("acme"), put).await
    };
    for (aaguid, json) in [
        (OTHER, right.as_str()),
        (MODEL, ""),
        (MODEL, "[]"),
        (MODEL, "{}"),
    ] {
        let refused = put(aaguid, json).await;
        assert!(matches!(refused, Err(AdminError::Invalid(_))), "{json:.20}");
    }
    for json in [&right, &bare] {
        let stored = put(MODEL, json).await.unwrap();
        assert_eq!(stored.head.description.as_deref(), Some("Model A"));
    }
    let all = PageRequest {
        limit: 200,
        after: None,
    };
    let list = async |admin: &AdminCall<'_>| statements(admin, all.clone()).await;
    let listed = scene.server.administer(Some("acme"), list).await.unwrap();
    let listed = listed.items;
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].description.as_deref(), Some("Model A"));
    let get = async |admin: &AdminCall<'_>| statement(admin, Aaguid(MODEL)).await;
    let stored = scene.server.administer(Some("acme"), get).await.unwrap();
    assert_eq!((&stored.head, stored.json), (&listed[0], bare));
}

#[tokio::test]
async fn the_statements_of_a_tenant_are_limited_in_bytes_together() {
    let scene = Scene::start(json!({})).await;
    let icon = "A".repeat(1_000_000);
    let put = async |model: u8, icon: &str| {
        let entry = MetadataEntry::new([model; 16], "Model", &scene.maker.root_der());
        let mut statement = entry.statement();
        statement["icon"] = json!(icon);
        let (aaguid, json) = (Aaguid([model; 16]), statement.to_string());
        let put = async |admin: &AdminCall<'_>| put_statement(admin, aaguid, &json).await;
        scene.server.administer(Some("acme"), put).await
    };
    for model in 0..16 {
        assert!(put(model, &icon).await.is_ok(), "{model}");
    }
    let Err(AdminError::Invalid(issues)) = put(16, &icon).await else {
        panic!("17 MB were taken");
    };
    assert_eq!(issues[0].path, "statement");
    for word in ["16777216", "remove one", "icons"] {
        assert!(issues[0].message.contains(word), "{issues:?}");
    }
    assert!(put(0, "").await.is_ok());
    assert!(put(16, &icon).await.is_ok());
}

#[tokio::test]
async fn a_foreign_statement_is_like_none() {
    let scene = Scene::start(json!({})).await;
    scene.server.add_tenant("other").await;
    let right = scene.entry(&[]).json().to_string();
    let put = async |admin: &AdminCall<'_>| put_statement(admin, Aaguid(MODEL), &right).await;
    scene.server.administer(Some("acme"), put).await.unwrap();
    let get = async |admin: &AdminCall<'_>| statement(admin, Aaguid(MODEL)).await;
    assert!(scene.server.administer(Some("acme"), get).await.is_ok());
    let foreign = scene.server.administer(Some("other"), get).await;
    assert!(matches!(foreign, Err(AdminError::NotFound)));
}
