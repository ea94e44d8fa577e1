//! How is it configured? In layers: `default.toml`, a file, the environment (design.md section 2). One type per section.

mod endpoint;
mod environment;
mod error;
mod hours;
mod layers;
mod load;
mod log;
mod mobile;
mod optional;
mod proxy;
mod reference;
mod secret;
mod secrets;
mod section;
mod server;
mod storage;
mod webauthn;

pub use endpoint::{Endpoint, Origin};
pub use environment::{Environment, TOKEN_VARIABLE, variable};
pub use error::{ConfigError, UnknownSetting};
pub use hours::Hours;
pub use layers::DEFAULT;
pub use load::{Config, EffectiveSetting, Loaded, defaults, load};
pub use log::{Log, LogFormat, LogLevel};
pub use mobile::{Mobile, MobileAndroid, MobileApple, MobileGoogle, MobileHuawei};
pub use optional::Optional;
pub use proxy::Proxy;
pub use reference::markdown;
pub use secret::{MASK, Secret};
pub use secrets::Secrets;
pub use section::{SectionReference, Setting};
pub use server::Server;
pub use storage::{Storage, StorageAddress};
pub use webauthn::{
    MdsRevocation, MdsSource, PasskeyPage, Webauthn, WebauthnAnchors, WebauthnMds,
    WebauthnRateLimit,
};

#[cfg(test)]
mod tests;
