//! The admin API of the family `webauthn`.

mod ceremonies;
mod credentials;
mod models;
mod relying_parties;
mod sectokens;
mod users;
