//! Decides which stored receipts are exchanged at Apple and what becomes of them (spec mobile.md 7.3 and 10.5): one exchange per key per day at
//! most, each by one node, after field 19 and before field 21.

mod outcome;

use std::collections::HashMap;

use touchstone_evidence::app_attest::receipt;
use zeroize::Zeroizing;

use super::judgement::chain_of;
use super::policy::{EnabledAppleApp, TenantPolicy};
use super::service::Mobile;
use super::settings::Environment;
use crate::ports::{
    AppleDataService, AppleKey, ExchangedReceipt, ReceiptAnswer, ReceiptExchange, StoreError,
};
use crate::sealed::Place;
use crate::{Call, Timestamp};

/// Keys of one round; each takes 15 s at most.
const KEYS_MAX: u32 = 20;
/// How long a key is one node's, in seconds: longer than a round can take.
const LEASE_S: i64 = 600;

/// What a round did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReceiptRound {
    /// Newer receipts that were stored.
    pub exchanged: u64,
    /// Keys whose next exchange waits.
    pub waiting: u64,
    /// Keys that are exchanged no more.
    pub stopped: u64,
}

/// A team's DeviceCheck key.
struct Credentials {
    key_id: String,
    private_key: Zeroizing<String>,
}

impl Mobile {
    /// Exchanges the receipts that are due.
    pub async fn refresh_receipts(&self, call: &Call) -> Result<ReceiptRound, StoreError> {
        let leased_until = call.now.plus_s(LEASE_S);
        let store = &self.world.store;
        let due = store
            .lease_due_receipts(call.now, leased_until, KEYS_MAX)
            .await?;
        let mut round = ReceiptRound::default();
        let mut policies = HashMap::new();
        for key in due {
            if let std::collections::hash_map::Entry::Vacant(unknown) =
                policies.entry(key.tenant_id)
            {
                unknown.insert(self.policy(key.tenant_id, call).await.ok());
            }
            let policy = policies.get(&key.tenant_id).and_then(Option::as_ref);
            let exchanged = self.refresh_receipt(policy.map(AsRef::as_ref), &key, call.now);
            let exchanged = exchanged.await;
            match (&exchanged.receipt, exchanged.due_at) {
                (Some(_), _) => round.exchanged += 1,
                (None, Some(_)) => round.waiting += 1,
                (None, None) => round.stopped += 1,
            }
            if let Err(error) = store.store_exchanged_receipt(exchanged).await {
                let error = chain_of(&error);
                tracing::warn!(error, "an exchanged receipt was not stored");
            }
        }
        Ok(round)
    }

    async fn refresh_receipt(
        &self,
        policy: Option<&TenantPolicy>,
        key: &AppleKey,
        now: Timestamp,
    ) -> ExchangedReceipt {
        let app = policy.and_then(|policy| policy.apple_app(key.app_id));
        let (Some(app), Some(receipt)) = (app, &key.receipt) else {
            return outcome::later(key, now);
        };
        if let Some(elsewhen) = outcome::before_the_call(key, receipt, now) {
            return elsewhen;
        }
        let Some(credentials) = self.credentials(app) else {
            let app_id = app.app.id.to_string();
            tracing::error!(app_id, "the DeviceCheck key cannot be used");
            return outcome::later(key, now);
        };
        let development = key.environment == Environment::Development.as_str();
        let exchange = ReceiptExchange {
            service: if development {
                AppleDataService::Development
            } else {
                AppleDataService::Production
            },
            team_id: app.team_id().to_owned(),
            devicecheck_key_id: credentials.key_id,
            private_key: credentials.private_key,
            receipt: receipt.clone(),
            now,
        };
        match self.world.upstream.exchange_receipt(exchange).await {
            Ok(ReceiptAnswer::TooEarly) => outcome::later(key, now),
            Ok(ReceiptAnswer::Receipt(bytes)) => {
                let verified = self.verify_exchanged(app, key, &bytes, now);
                outcome::of_answer(key, bytes, verified, now)
            }
            Err(error) => outcome::of_failure(key, &error, now),
        }
    }

    /// C1 to C4, C6, C7: an exchanged receipt has no client data hash, and its age is Apple's business.
    fn verify_exchanged(
        &self,
        app: &EnabledAppleApp,
        key: &AppleKey,
        bytes: &[u8],
        now: Timestamp,
    ) -> Result<receipt::Verified, receipt::Error> {
        let environment = Environment::from_word(&key.environment);
        let expected = receipt::Expected {
            app_id: &app.app.apple_app_id,
            environment: environment.unwrap_or(Environment::Production).into(),
            public_key: &key.public_key,
            client_data_hash: None,
            max_age_s: 0,
        };
        receipt::verify(bytes, &expected, &self.anchors().receipt, now)
    }

    fn credentials(&self, app: &EnabledAppleApp) -> Option<Credentials> {
        #[derive(serde::Deserialize)]
        struct Stored {
            key_id: String,
            p8: Zeroizing<String>,
        }
        let sealed = app.app.devicecheck_key.as_ref()?;
        let row = app.app.id.to_string();
        let place = Place {
            entity: "apple_app",
            column: "devicecheck_key",
            row: &row,
            tenant_id: Some(app.app.tenant_id),
        };
        let text = self.sealer.open(&sealed.0, &place).ok()?;
        let stored: Stored = serde_json::from_slice(&text).ok()?;
        Some(Credentials {
            key_id: stored.key_id,
            private_key: stored.p8,
        })
    }
}
