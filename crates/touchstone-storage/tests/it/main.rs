//! One suite, every engine: each behaviour is stated once and holds for SQLite and for PostgreSQL (design.md section 5).

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

mod settle;
mod settle_races;
