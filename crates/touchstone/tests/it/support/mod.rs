//! A server with a store of its own and a clock that is moved by hand, and all who talk to it:
//! relying parties, administrators, phones.

mod admin;
mod android_stage;
mod answer;
mod binary;
mod blocker;
mod devices;
mod engine;
mod envelope;
mod fido2;
mod google_stage;
mod node;
mod party;
mod phone;
mod place;
mod setup;
mod stage;
mod wire;

pub use admin::Admin;
pub use android_stage::{
    AndroidStage, add_android_app, android_app, android_key_path, set_play_keys,
    set_service_account,
};
pub use answer::Answer;
pub use binary::Binary;
pub use blocker::Blocker;
pub use devices::{
    HUAWEI_APP_ID, PACKAGE, SIGNER, android_phone, android_phone_of, google_ca, huawei_app,
    huawei_ca, play_app,
};
pub use engine::Engine;
pub use envelope::envelope;
pub use fido2::{Fido2, ORIGIN, W1, W2, W3, W4, authenticator, credentials_of, passkey_place};
pub use google_stage::{GoogleStage, accepted_by_google, account};
pub use node::Node;
pub use party::{Party, Session, by_nonce, by_session};
pub use phone::{APP_ID, ca, iphone, sha256};
pub use place::Place;
pub use setup::Setup;
pub use stage::{NOW, Stage, furnish};
pub use wire::{PATIENCE, Request, Wire};

/// Makes two tests of each function, one per engine: neither is ever left out.
macro_rules! on_each_engine {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    super::$name(crate::support::Engine::Sqlite).await;
                }
            )+
        }
        mod postgres {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    super::$name(crate::support::Engine::Postgres).await;
                }
            )+
        }
    };
}
pub(crate) use on_each_engine;

/// The same on one thread, where timers can be moved by hand with [`pass`].
macro_rules! on_each_engine_by_hand {
    ($($name:ident),+ $(,)?) => {
        mod sqlite_by_hand {
            $(
                #[tokio::test]
                async fn $name() {
                    super::$name(crate::support::Engine::Sqlite).await;
                }
            )+
        }
        mod postgres_by_hand {
            $(
                #[tokio::test]
                async fn $name() {
                    super::$name(crate::support::Engine::Postgres).await;
                }
            )+
        }
    };
}
pub(crate) use on_each_engine_by_hand;

/// Lets this time pass for every timer of this process's runtime, at once.
pub async fn pass(time: std::time::Duration) {
    tokio::time::pause();
    tokio::time::advance(time).await;
    tokio::time::resume();
}
