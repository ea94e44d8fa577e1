//! A server with a store of its own and a clock that is moved by hand, and all who talk to it:
//! relying parties, administrators, phones.

mod admin;
mod answer;
mod binary;
mod engine;
mod node;
mod party;
mod phone;
mod place;
mod stage;
mod wire;

pub use admin::Admin;
pub use answer::Answer;
pub use binary::Binary;
pub use engine::Engine;
pub use node::Node;
pub use party::{Party, Session, by_nonce, by_session};
pub use phone::{APP_ID, ca, iphone, sha256};
pub use place::Place;
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
