//! What do the issuers' services answer? A real HTTP server on loopback that stands in for Google's token
//! endpoint, Play Integrity decode and Android's status list, and for Apple's exchange of receipts. It
//! answers rightly until a script says otherwise (spec/mobile.md 7).
//!
//! ```
//! use touchstone_simulator::google::{Behaviour, Route, ScriptedGoogle, ServiceAccount};
//! use touchstone_simulator::play::PlayApp;
//!
//! # tokio::runtime::Runtime::new().unwrap().block_on(async {
//! let google = ScriptedGoogle::start(|| 1_777_474_200_000).await.unwrap();
//! google.add_account(&ServiceAccount::new("touchstone@example.iam.gserviceaccount.com"));
//! google.add_app(&PlayApp::new([1; 32], "com.example.app", [7; 32]));
//! google.script(Route::Decode, [Behaviour::Status(429, String::new()), Behaviour::Ok]);
//! assert!(google.base_url().starts_with("http://127.0.0.1:"));
//! assert_eq!(google.calls(Route::Decode), 0);
//! # });
//! ```

mod apple_team;
mod attestation_data;
mod decode;
mod script;
mod server;
mod service_account;
mod services;
mod state;
mod status_list;
mod token;

pub use apple_team::AppleTeam;
pub use script::{RecordedRequest, Route};
pub use server::ScriptedGoogle;
pub use service_account::ServiceAccount;

pub use crate::scripted::{Behaviour, Gate};
