//! One suite, every engine: each behaviour is stated once and holds for SQLite and for PostgreSQL (design.md section 5).

#![expect(
    clippy::as_conversions,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands, in its helpers as well"
)]

/// Makes two tests of each function, one per engine.
macro_rules! for_each_engine {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    super::$name(crate::support::Stage::sqlite().await).await;
                }
            )+
        }
        mod postgres {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    super::$name(crate::support::Stage::postgres().await).await;
                }
            )+
        }
    };
}

mod support;

mod android_apps;
mod android_keys;
mod android_races;
mod api_key_rotation;
mod api_keys;
mod audit;
mod crash;
mod device_keys;
mod health;
mod idempotency;
mod migrating;
mod mobile_admin;
mod mobile_prune;
mod opening;
mod overload;
mod postgres_faults;
mod proxy;
mod receipts;
mod sealed;
mod sealed_apps;
mod settle;
mod settle_races;
mod status_list;
mod tenants;
mod verdicts;
mod webauthn_crash;
mod webauthn_credentials;
mod webauthn_crls;
mod webauthn_faults;
mod webauthn_imports;
mod webauthn_lookups;
mod webauthn_metadata;
mod webauthn_open;
mod webauthn_prune;
mod webauthn_races;
mod webauthn_register;
mod webauthn_removals;
mod webauthn_rps;
mod webauthn_sealed;
mod webauthn_sign_in;
mod webauthn_statements;
mod webauthn_trust;
mod webauthn_users;
mod webauthn_walks;
mod webauthn_walks_asked;
