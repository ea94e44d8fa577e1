//! A server that knows what the suite needs: a relying party in the profile `conformance`, statements of its own, five metadata services.

use std::sync::Arc;

use touchstone::conformance::Prerequisites;
use touchstone_core::ports::{CrlPlace, CrlRoom, StoredCrl};
use touchstone_core::tenants::{self, TenantFields};
use touchstone_core::webauthn::admin::{RpFields, create_rp};
use touchstone_core::webauthn::policy::Profile;
use touchstone_core::{AdminCall, Clock, Principal, Timestamp};
use touchstone_simulator::webauthn::mds::ScriptedMds;

use crate::support::{Engine, Node, Place};

/// The relying party's origin.
pub const ORIGIN: &str = "https://conformance.example";

/// The server, and whom it asks.
pub struct Server {
    pub node: Node,
    _place: Place,
    _mds: ScriptedMds,
}

impl Server {
    /// Starts it, and takes the BLOBs over that are right.
    pub async fn start(engine: Engine, clock: &Arc<impl Clock + 'static>) -> Self {
        let (place, mds) = (Place::new(engine), ScriptedMds::start().await.unwrap());
        let now = clock.now();
        let base = mds.url("");
        let needed = Prerequisites::at(&base, now.unix_ms());
        for (path, _is_list, bytes) in &needed.published {
            mds.put(path, "application/octet-stream", bytes.clone());
        }
        let node = Node::start(&place, clock).await;
        create_relying_party(&node).await;
        lay_lists_ready(&node, &base, &needed, now).await;
        node.stop().await;
        configure(&place, &base, &needed);
        let node = Node::start(&place, clock).await;
        refresh(&node, &base, &needed).await;
        Self {
            node,
            _place: place,
            _mds: mds,
        }
    }
}

async fn create_relying_party(node: &Node) {
    let core = node.core();
    let (call, principal) = (core.world.new_call(), Principal::local());
    let admin = |tenant| AdminCall {
        touchstone: core,
        principal: &principal,
        call: &call,
        tenant,
    };
    let fields = TenantFields {
        name: "acme".to_owned(),
        enabled: true,
    };
    tenants::create(&admin(None), fields).await.unwrap();
    let fields = RpFields {
        rp_name: "Conformance".to_owned(),
        origins: vec![ORIGIN.to_owned()],
        hosts: Vec::new(),
        profile: Profile::Conformance,
        policy: serde_json::Map::new(),
    };
    let rp_id = "conformance.example".to_owned();
    let created = create_rp(&admin(Some("acme")), rp_id, fields).await;
    created.unwrap();
}

/// As if they had been fetched: no list is fetched from loopback.
async fn lay_lists_ready(node: &Node, base: &str, needed: &Prerequisites, now: Timestamp) {
    let room = CrlRoom {
        lists: 10,
        bytes: 1_000_000,
        issuers_per_list: 2,
        unused_since: now,
    };
    let store = &node.core().world.store;
    for (path, is_list, bytes) in &needed.published {
        if !is_list {
            continue;
        }
        let url = format!("{base}{path}");
        // Who must sign it is told by the BLOB.
        let place = CrlPlace {
            url: url.clone(),
            issuer_key: [0; 32],
            issuer: Vec::new(),
        };
        store.want_crls(&[place], now, &room).await.unwrap();
        let list = StoredCrl {
            url,
            der: bytes.clone().into(),
            next_update: Some(now.plus_s(86_400)),
            fetched_at: now,
            due_at: now.plus_s(43_200),
        };
        assert!(store.put_crl(&list, &room).await.unwrap());
    }
}

fn configure(place: &Place, base: &str, needed: &Prerequisites) {
    let statements = place.path().join("statements");
    std::fs::create_dir(&statements).unwrap();
    for (name, entry) in &needed.entries {
        std::fs::write(statements.join(name), entry.to_string()).unwrap();
    }
    place.write("mds-root.pem", &needed.root_pem);
    let mut text = place.read("touchstone.toml");
    text.push_str(&format!(
        "[webauthn.rate_limit]\naddress_per_s = 0\n[webauthn.mds]\nlocal_dir = \"{}\"\n",
        statements.display()
    ));
    for (path, _reason) in &needed.blobs {
        text.push_str(&format!(
            "[[webauthn.mds.sources]]\nurl = \"{base}{path}\"\nroots_file = \"{}\"\n",
            place.path().join("mds-root.pem").display()
        ));
    }
    place.write("touchstone.toml", &text);
}

/// Each source is taken over, or refused for its own fault.
async fn refresh(node: &Node, base: &str, needed: &Prerequisites) {
    let core = node.core();
    let call = core.world.new_call();
    let views = core.webauthn.refresh_mds(&call, true).await.unwrap();
    let told: Vec<_> = views
        .iter()
        .map(|view| (view.url.clone(), view.reason.as_deref()))
        .collect();
    let wanted: Vec<_> = needed
        .blobs
        .iter()
        .map(|(path, reason)| (format!("{base}{path}"), *reason))
        .collect();
    assert_eq!(told, wanted);
}
